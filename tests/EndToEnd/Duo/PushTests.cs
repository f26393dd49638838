using EndToEnd.Machine;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace EndToEnd.Duo;

/// <summary>Debian's login_duo and pam_duo 1.11.3 with a device: the phone's part is played here, by the key that signs its answers.</summary>
[Needs("pam_duo.so login_duo openssl rsync")]
public sealed class PushTests
{
    // The variable SSH_ORIGINAL_COMMAND, its name and end with it, is at most 128 KiB long (MAX_ARG_STRLEN).
    private const int MostCommandOfSsh = (128 * 1024) - 22;

    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("push")]
    [InlineData("push1")]
    public async Task A_session_shows_the_number_and_begins_when_the_phone_says_it(string typed)
    {
        await using var door = await Door.OpenAsync();
        var answered = door.AnswerAsync(PushReply.Approve);
        var ssh = await door.SessionAsync(typed);

        Assert.Contains("1. Push to Pixel 9", ssh.Output, StringComparison.Ordinal);
        Assert.Contains("Passcode or option (1): ", ssh.Output, StringComparison.Ordinal);
        Assert.Contains($"Pushed a login request to Pixel 9: enter {(await answered).Number!.Reveal()} there.", ssh.Output, StringComparison.Ordinal);
        Assert.Contains($"in as {door.Sshd.User}", ssh.Output, StringComparison.Ordinal);
        Assert.Equal([AuditKind.PushSent, AuditKind.PushApproved, AuditKind.LoginAllowed], door.Authority.Events.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(PushWithoutNumber.Always, true)]
    [InlineData(PushWithoutNumber.Never, false)]
    public async Task With_autopush_the_client_shows_no_number_and_needs_a_site_that_lets_it(PushWithoutNumber withoutNumber, bool begins)
    {
        await using var door = await Door.OpenAsync("autopush = yes\nprompts = 1\n", PushPolicy.Default with { WithoutNumber = withoutNumber });
        var answered = begins ? door.AnswerAsync(PushReply.Approve) : Task.FromResult<PendingPush>(null!);
        var ssh = await door.SessionAsync(null);
        await answered;

        Assert.DoesNotContain("option (1)", ssh.Output, StringComparison.Ordinal);
        Assert.Equal(begins, ssh.Output.Contains($"in as {door.Sshd.User}", StringComparison.Ordinal));
        Assert.Equal(begins, ssh.ExitCode == 0);
    }

    [Theory]
    [InlineData(PushReply.Deny)]
    [InlineData(PushReply.NotMe)]
    public async Task A_denied_session_does_not_begin(PushReply reply)
    {
        await using var door = await Door.OpenAsync("prompts = 1\n");
        var answered = door.AnswerAsync(reply);
        var ssh = await door.SessionAsync("1");
        await answered;

        Assert.Contains("The request was denied on the device.", ssh.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"in as {door.Sshd.User}", ssh.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, ssh.ExitCode);
    }

    [Fact]
    public async Task What_nobody_answers_runs_out_with_a_sentence()
    {
        await using var door = await Door.OpenAsync("prompts = 1\n", PushPolicy.Default with { Life = TimeSpan.FromSeconds(3) });
        var ssh = await door.SessionAsync("1");

        Assert.Contains("The request was not approved in time.", ssh.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, ssh.ExitCode);
    }

    [Fact]
    public async Task An_authority_that_stops_ends_the_session_with_a_sentence()
    {
        await using var door = await Door.OpenAsync("prompts = 1\n");
        var session = door.SessionAsync("1");
        door.Sent();
        while (door.Authority.Pushes.Waiters.Count == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        door.Authority.Pushes.Waiters.Close();

        Assert.Contains("The authority cannot wait for your device now.", (await session).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await session).ExitCode);
    }

    [Fact]
    public async Task A_command_without_a_terminal_gets_no_push_whose_number_nobody_sees()
    {
        await using var door = await Door.OpenAsync();
        var ssh = await door.CommandAsync("push");

        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Equal("", ssh.Output);
        Assert.Empty(door.Authority.Pushes.Sent);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("push1")]
    [InlineData(null)]
    public async Task A_command_without_a_terminal_waits_for_a_bare_yes_where_the_site_lets(string? word)
    {
        await using var door = await Door.OpenAsync("", PushPolicy.Default with { WithoutNumber = PushWithoutNumber.Always });
        var answered = door.AnswerAsync(PushReply.Approve);
        var ssh = await door.CommandAsync(word);

        Assert.Equal((0, $"ran as {door.Sshd.User}\n"), (ssh.ExitCode, ssh.Output));
        Assert.Equal("echo ran as $(id -un)", (await answered).Command);
    }

    [Fact]
    public async Task Files_are_copied_with_a_bare_yes()
    {
        await using var door = await Door.OpenAsync("", PushPolicy.Default with { WithoutNumber = PushWithoutNumber.Always });
        var source = Path.Combine(door.Sshd.Folder, "source");
        await File.WriteAllTextAsync(source, "content", TestContext.Current.CancellationToken);
        var target = $"{door.Sshd.Folder}/home/target";
        foreach (var tool in (string[])["scp -s", "sftp", "rsync"])
        {
            var (program, arguments) = door.Sshd.Copy(tool, source);
            var answered = door.AnswerAsync(PushReply.Approve);
            var copied = await Door.RunAsync("push", program, arguments);
            Assert.True(copied.ExitCode == 0, $"{tool}: {copied}");
            await answered;
            Assert.Equal("content", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
            File.Delete(target);
        }
    }

    /// <summary>pam_duo waits in one call under the service name sshd, and polls under every other; sshd shows what it says with the next prompt only.</summary>
    [Theory]
    [InlineData("sshd", "1")]
    [InlineData("sskd", "1")]
    [InlineData("sshd", "push")]
    [InlineData("sskd", "Push1")]
    public async Task Pam_duo_behind_sshd_shows_the_number_in_its_menu(string service, string typed)
    {
        await using var door = await Door.OpenAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo);
        var answered = door.AnswerAsync(PushReply.Approve);
        var (ssh, prompts) = await door.Sshd.AskedAsync([("*option*", typed), ("*assword*", door.Sshd.Password)], "localhost", "echo in");

        Assert.True(ssh.ExitCode == 0, $"{ssh}");
        Assert.Equal("in\n", ssh.Output);
        Assert.Contains($"1. Push to Pixel 9: enter {(await answered).Number!.Reveal()} there", string.Join('\n', prompts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sshd")]
    [InlineData("sskd")]
    public async Task Pam_duo_with_autopush_sends_no_push_whose_number_it_did_not_show(string service)
    {
        await using var door = await Door.OpenAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, "autopush = yes\n");
        var (ssh, prompts) = await door.Sshd.AskedAsync([("*option*", "push"), ("*assword*", door.Sshd.Password)], "localhost", "echo in");

        Assert.NotEqual(0, ssh.ExitCode);
        Assert.DoesNotContain(prompts, line => line.Contains("option", StringComparison.Ordinal));
        Assert.Empty(door.Authority.Pushes.Sent);
    }

    [Theory]
    [InlineData(6_000)]
    [InlineData(MostCommandOfSsh)]
    public async Task A_long_command_is_cut_on_the_device_and_runs_as_it_is(int length)
    {
        await using var door = await Door.OpenAsync("", PushPolicy.Default with { WithoutNumber = PushWithoutNumber.Always });
        var answered = door.AnswerAsync(PushReply.Approve);
        const string Before = "echo -n '", After = "' | wc -c";
        var filling = new string('\u20ac', length)[..((length - Before.Length - After.Length) / 3)];

        var ssh = await Door.RunAsync("push", "ssh", door.Sshd.Options("-o", "SendEnv=DUO_PASSCODE", "localhost", Before + filling + After));

        Assert.Equal((0, $"{3 * filling.Length}"), (ssh.ExitCode, ssh.Output.Trim()));
        var shown = (await answered).Command!;
        Assert.Equal(PendingPush.MostCommand, shown.Length);
        Assert.Matches(@"^echo -n '\u20ac+ … \(cut: [0-9,]+ bytes\)$", shown);
    }

    /// <summary>A door with login_duo, an authority, and the phone of the one user.</summary>
    private sealed class Door : IAsyncDisposable
    {
        private readonly TestPhone phone;

        private Door(DuoServer authority, OwnSshd sshd)
        {
            (Authority, Sshd, phone) = (authority, sshd, new TestPhone(sshd.User));
            authority.Store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered(sshd.User))).Next);
        }

        public DuoServer Authority { get; }

        public OwnSshd Sshd { get; }

        public static Task<Door> OpenAsync(string settings = "", PushPolicy? policy = null) =>
            OpenAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", settings, policy);

        public static async Task<Door> OpenAsync(string service, string profile, string pam, string settings = "", PushPolicy? policy = null)
        {
            var authority = await DuoServer.StartAsync(TimeProvider.System, new PushOptions { Policy = policy ?? PushPolicy.Default });
            var duo = await DuoConfiguration.ForAsync(authority, DuoClients.Old) + settings;
            return new Door(authority, await OwnSshd.StartAsync(service, profile, pam, duo));
        }

        public PendingPush Sent() => Authority.Pushes.Sent.TryTake(out var sent, TimeSpan.FromSeconds(30)) ? sent.Push : throw new TimeoutException("nothing was sent");

        public Task<PendingPush> AnswerAsync(PushReply reply) => Task.Run(async () =>
        {
            var push = Sent();
            await phone.AnswerAsync(Authority.Pushes.Service, push, reply);
            return push;
        });

        /// <summary>A session with a terminal, in which this is typed first.</summary>
        public Task<Run> SessionAsync(string? typed) => Run.OfAsync(
            "ssh", Sshd.Options("-tt", "localhost"), NoEnvironment, $"{(typed is null ? "" : typed + "\n")}echo in as $(id -un)\nexit\n");

        public Task<Run> CommandAsync(string? word) => RunAsync(word, "ssh", Sshd.Options("-o", "SendEnv=DUO_PASSCODE", "localhost", "echo ran as $(id -un)"));

        public static Task<Run> RunAsync(string? word, string program, string[] arguments) => Run.OfAsync(
            program, arguments, word is null ? NoEnvironment : new Dictionary<string, string>(StringComparer.Ordinal) { ["DUO_PASSCODE"] = word }, "");

        public async ValueTask DisposeAsync()
        {
            phone.Dispose();
            await Sshd.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }
}

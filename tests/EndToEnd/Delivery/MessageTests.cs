using System.Net;
using System.Text.RegularExpressions;
using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Delivery;

/// <summary>Passcodes by message and calls, through Debian's login_duo, Kannel with its fake centre, and a provider of calls that the test plays.</summary>
[Needs("bearerbox fakesmsc login_duo openssl rsync")]
public sealed class MessageTests
{
    [Fact]
    public async Task A_session_asks_for_passcodes_by_message_and_takes_one_once()
    {
        await using var site = await MessageSite.StartAsync("[sms]\ncount = 2");
        await using (var session = Session.Open(site.Sshd))
        {
            await session.TypeAsync("sms1");
            await session.SeesAsync(@"New SMS passcodes sent\.");
            var codes = Codes(await site.Kannel.TextToAsync(site.Number));
            Assert.Equal(2, codes.Count);
            await session.TypeAsync(codes[1]);
            await session.TypeAsync("echo in as $(id -un)");
            await session.SeesAsync($"\nin as {site.Sshd.User}");
            Assert.Matches(@"1\. Call to Brick \(XXX-\d{4}\)\s+2\. Call to Desk \(XXX-\d{4}\)\s+3\. SMS passcodes to Brick \(XXX-\d{4}\)", session.Shown);
        }

        var text = await site.Kannel.TextToAsync(site.Number);
        Assert.NotEqual(0, (await CommandAsync(site, Codes(text)[1])).ExitCode);
        var other = await CommandAsync(site, Codes(text)[0]);
        Assert.Equal((0, $"ran as {site.Sshd.User}\n"), (other.ExitCode, other.Output));
        Assert.Single(site.Kannel.Messages, message => message.To == site.Number);
        Assert.Contains(("MessageSent", "sms to sms1 by kannel: answer 202"), await site.AuditAsync());
        Assert.DoesNotContain(await site.AuditAsync(), row => Codes(text).Any(code => row.Detail?.Contains(code, StringComparison.Ordinal) == true));
    }

    [Theory]
    [InlineData("scp -s")]
    [InlineData("sftp")]
    [InlineData("rsync")]
    public async Task Without_a_terminal_one_command_asks_and_the_next_brings_the_passcode(string tool)
    {
        await using var site = await MessageSite.StartAsync();
        var source = Path.Combine(site.Sshd.Folder, "source");
        await File.WriteAllTextAsync(source, "content", TestContext.Current.CancellationToken);
        var (program, arguments) = site.Sshd.Copy(tool, source);
        var asked = await RunAsync(program, "sms", arguments);
        Assert.NotEqual(0, asked.ExitCode);
        // login_duo says nothing without a terminal: that the message came is the answer.
        Assert.Contains(("PasscodesMessaged", "1 to sms1: Brick"), await site.AuditAsync());

        var code = Assert.Single(Codes(await site.Kannel.TextToAsync(site.Number)));
        var copied = await RunAsync(program, code, arguments);
        Assert.True(copied.ExitCode == 0, $"{copied}");
        Assert.Equal("content", await File.ReadAllTextAsync($"{site.Sshd.Folder}/home/target", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_call_says_who_asks_and_takes_the_number_that_the_login_shows()
    {
        await using var site = await MessageSite.StartAsync();
        await using var session = Session.Open(site.Sshd);
        await session.TypeAsync("phone2");
        var (to, url) = await site.Provider.OrderAsync();
        Assert.Equal(site.SecondNumber, to);
        var number = (await session.SeesAsync(@"Calling Desk: enter (\d\d) there when asked\.")).Groups[1].Value;

        var (said, keys) = await site.Provider.TakenAsync(url);
        Assert.Contains($"This is example site. {site.Sshd.User} is logging in to door.", said, StringComparison.Ordinal);
        Assert.DoesNotContain(number, said.Replace(site.Sshd.User, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("not the number", await site.Provider.PressAsync(keys, number == "42" ? "43" : "42"), StringComparison.Ordinal);
        Assert.Contains("The login is approved", await site.Provider.PressAsync(keys, number), StringComparison.Ordinal);
        await session.TypeAsync("echo in as $(id -un)");
        await session.SeesAsync($"\nin as {site.Sshd.User}");

        Assert.Contains("no longer waiting", await site.Provider.PressAsync(keys, number), StringComparison.Ordinal);
        Assert.Contains(("LoginAllowed", "Phone"), await site.AuditAsync());
    }

    [Fact]
    public async Task Not_me_in_a_call_refuses_and_closes_the_network()
    {
        await using var site = await MessageSite.StartAsync();
        await using var session = Session.Open(site.Sshd);
        await session.TypeAsync("1");
        var (_, keys) = await site.Provider.TakenAsync((await site.Provider.OrderAsync()).Url);
        Assert.Contains("administrators are notified", await site.Provider.PressAsync(keys, "09"), StringComparison.Ordinal);
        await session.SeesAsync("denied on the device");
        Assert.Contains(await site.AuditAsync(), row => row.Kind == "PushNotMe");
        Assert.NotEqual(0, (await CommandAsync(site, "sms")).ExitCode);
        Assert.DoesNotContain(site.Kannel.Messages, message => message.To == site.Number);
    }

    [Theory]
    [InlineData("busy", "The phone was busy.")]
    [InlineData("no-answer", "Nobody answered the call.")]
    [InlineData("failed", "The call could not be put through.")]
    [InlineData("completed", "The call ended and no key was pressed.")]
    public async Task A_call_that_reaches_nobody_ends_the_wait_with_the_reason(string status, string reason)
    {
        await using var site = await MessageSite.StartAsync();
        await using var session = Session.Open(site.Sshd);
        await session.TypeAsync("phone2");
        var (_, url) = await site.Provider.OrderAsync();
        await session.SeesAsync(@"enter (\d\d) there when asked\.");

        var ended = new Uri(url + "/status");
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(ended, site.Provider.Sign(url, ("CallStatus", status)), ("CallStatus", status)));
        await site.Provider.EndAsync(url, "ringing");
        await site.Provider.EndAsync(url, status);

        await session.SeesAsync(System.Text.RegularExpressions.Regex.Escape(reason));
        Assert.Contains(await site.AuditAsync(), row => row.Kind == "PushExpired");
        Assert.DoesNotContain(await site.AuditAsync(), row => row.Kind is "CodeWrong" or "PushDenied");
    }

    [Fact]
    public async Task Nobody_but_the_provider_can_press_keys()
    {
        await using var site = await MessageSite.StartAsync();
        await using var session = Session.Open(site.Sshd);
        await session.TypeAsync("phone1");
        var (_, url) = await site.Provider.OrderAsync();
        var number = (await session.SeesAsync(@"enter (\d\d) there when asked\.")).Groups[1].Value;
        var (_, keys) = await site.Provider.TakenAsync(url);

        var form = ("Digits", number);
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(keys, null, form));
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(keys, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", form));
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(keys, site.Provider.Sign(url, form), form));
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(keys, site.Provider.Sign(keys, ("Digits", "00")), form));
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(keys, site.Provider.Sign(keys, form, form), form, form));
        Assert.Equal(HttpStatusCode.Forbidden, await site.Provider.ForgeAsync(new Uri(keys + "?x=1"), site.Provider.Sign(keys, form), form));
        Assert.Equal(5, (await site.AuditAsync()).Count(row => row.Kind == "CallBackRefused") - 1);
        Assert.DoesNotContain(await site.AuditAsync(), row => row.Kind == "PushApproved");
    }

    [Theory]
    [InlineData("sshd")]
    [InlineData("sskd")]
    public async Task Pam_duo_asks_for_passcodes_by_option_and_takes_one(string service)
    {
        await using var site = await MessageSite.StartAsync();
        await using var door = await site.OpenPamDuoAsync(service);
        var (asked, prompts) = await door.AskedAsync([("*assword*", door.Password), ("*option*", "4")], "localhost", "echo in");
        Assert.NotEqual(0, asked.ExitCode);
        Assert.Contains(prompts, prompt => prompt.Contains("4. SMS passcodes to Desk", StringComparison.Ordinal));

        var code = Assert.Single(Codes(await site.Kannel.TextToAsync(site.SecondNumber)));
        var (let, _) = await door.AskedAsync([("*assword*", door.Password), ("*option*", code)], "localhost", "echo in");
        Assert.Equal("in\n", let.Output);
    }

    [Fact]
    public async Task Pam_duo_waits_while_somebody_is_called()
    {
        await using var site = await MessageSite.StartAsync();
        await using var door = await site.OpenPamDuoAsync("sshd");
        var login = door.AskedAsync([("*assword*", door.Password), ("*option*", "2")], "localhost", "echo in");
        var (to, url) = await site.Provider.OrderAsync();
        Assert.Equal(site.SecondNumber, to);
        // Behind sshd it shows nothing while it waits: the number stands in its menu.
        var menu = await File.ReadAllTextAsync(Directory.GetFiles(door.Folder, "askpass-*.log").Single(), TestContext.Current.CancellationToken);
        var number = Regex.Match(menu, @"2\. Call to Desk \(XXX-\d{4}\): enter (?<number>\d\d) there", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["number"].Value;
        var (_, keys) = await site.Provider.TakenAsync(url);
        Assert.Contains("The login is approved", await site.Provider.PressAsync(keys, number), StringComparison.Ordinal);
        Assert.Equal("in\n", (await login).Ssh.Output);
    }

    [Fact]
    public async Task A_conversation_by_radius_sends_passcodes_and_calls()
    {
        await using var site = await MessageSite.StartAsync("[push]\nbefore-password = always");
        using var bySms = new RadiusConversation(site.RadiusPort, site.RadiusSecret, site.Sshd.User);
        Assert.EndsWith(", or 1 phone, 2 sms: ", (await bySms.BeginAsync())!.Text, StringComparison.Ordinal);
        Assert.StartsWith("New SMS passcodes sent. ", (await bySms.SendAsync("2"))!.Text, StringComparison.Ordinal);
        Assert.True(RadiusConversation.Accepted(await bySms.SendAsync(Assert.Single(Codes(await site.Kannel.TextToAsync(site.Number))))));

        using var byCall = new RadiusConversation(site.RadiusPort, site.RadiusSecret, site.Sshd.User);
        await byCall.BeginAsync();
        var calling = (await byCall.SendAsync("phone"))!.Text!;
        var number = Regex.Match(calling, @"^Calling your device: enter (?<number>\d\d) there when asked, then press Enter here: $", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["number"].Value;
        var (_, keys) = await site.Provider.TakenAsync((await site.Provider.OrderAsync()).Url);
        await site.Provider.PressAsync(keys, number);
        Assert.True(RadiusConversation.Accepted(await byCall.SendAsync("")));
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_told_the_same_by_radius_and_no_message_goes_out()
    {
        await using var site = await MessageSite.StartAsync("[push]\nbefore-password = always\n[decoys]\nphones-of-256 = 256\nbrowsers-of-256 = 0\nskey-of-256 = 0\nweb-otp-of-256 = 0");
        using var nobody = new RadiusConversation(site.RadiusPort, site.RadiusSecret, "nobody-at-all");
        Assert.EndsWith(", or 1 phone, 2 sms: ", (await nobody.BeginAsync())!.Text, StringComparison.Ordinal);
        Assert.StartsWith("New SMS passcodes sent. ", (await nobody.SendAsync("2"))!.Text, StringComparison.Ordinal);
        Assert.False(RadiusConversation.Accepted(await nobody.SendAsync("1234567")));
        Assert.DoesNotContain(await site.AuditAsync(), row => row.Kind.StartsWith("Message", StringComparison.Ordinal));
        Assert.Contains(("PasscodesMessaged", "to nobody's device"), await site.AuditAsync());
    }

    private static IReadOnlyList<string> Codes(string text) =>
        [.. Regex.Matches(text, @"\b\d{7}\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value)];

    private static Task<Run> CommandAsync(MessageSite site, string code) =>
        RunAsync("ssh", code, site.Sshd.Options("-o", "SendEnv=DUO_PASSCODE", "localhost", "echo ran as $(id -un)"));

    private static Task<Run> RunAsync(string program, string code, string[] arguments) =>
        Run.OfAsync(program, arguments, new Dictionary<string, string>(StringComparer.Ordinal) { ["DUO_PASSCODE"] = code }, "");
}

using System.Diagnostics;
using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Logins.Push;

namespace EndToEnd.Duo;

/// <summary>The real authority, stopped and started again while login_duo waits for a push.</summary>
[Needs("login_duo oathtool")]
public sealed class RestartTests
{
    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_login_ends_with_a_refusal_and_a_late_yes_opens_nothing()
    {
        var port = FreePort.ForTcp();
        // login_duo looks at certificates by the machine's clock.
        await using var authority = await TestAuthority.StartAsync(SteppedClock.Running(), $"127.0.0.1:{port}", "");
        var host = new DuoHost("door", "DIDOORDOORDOORDOORDO", new Secret("a-secret-key-of-forty-letters-and-digits"), DuoClients.Old);
        await authority.Host.Store.AddHostAsync(host, "root", Cancel);
        // login_duo reads the root certificate as another user.
        var root = Path.Combine(Directory.CreateTempSubdirectory("sallyport-root-").FullName, "root.pem");
        File.Copy(authority.RootFile, root);
        File.SetUnixFileMode(Path.GetDirectoryName(root)!, (UnixFileMode)0b111_101_101);
        await using var sshd = await OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", $"""
            [duo]
            host = localhost:{port}
            ikey = {host.IntegrationKey}
            skey = {host.SecretKey.Reveal()}
            cafile = {root}
            failmode = secure
            prompts = 1

            """);
        using var phone = new PhoneOfTheSite(authority, sshd.User);
        await phone.EnrolAsync();

        var session = Run.OfAsync("ssh", sshd.Options("-tt", "localhost"), NoEnvironment, "1\necho in as $(id -un)\nexit\n");
        var push = await phone.RingAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
        var stopping = Stopwatch.StartNew();
        await authority.StopAsync();

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains("The authority cannot wait for your device now.", (await session).Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"in as {sshd.User}", (await session).Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await session).ExitCode);

        await authority.StartAgainAsync();
        Assert.Equal(PushResult.Approved, await phone.AnswerAsync(push, PushReply.Approve));
        Assert.Equal(PushResult.TooLate, await phone.AnswerAsync(push, PushReply.Approve));
        Assert.DoesNotContain(await authority.Host.Store.TailAsync(0, 100, Cancel), row => row.Event.Kind == AuditKind.LoginAllowed);
        Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);
    }
}

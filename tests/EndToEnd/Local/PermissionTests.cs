using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Local;

/// <summary>Who may do what over the Unix socket: the kernel says who is calling. Each row is a user's command and its exit code.</summary>
[Needs("oathtool")]
public sealed class PermissionTests
{
    private const int NotPermitted = 5;

    private static readonly (string Row, string[] Command, int Exit)[] Rows =
    [
        ("sees one's own factors", ["status"], 0),
        ("makes one's own recovery codes", ["recovery-codes"], 0),
        ("enrols oneself", ["totp", "enroll", "--text"], 0),
        ("sees somebody else's factors", ["status", "--for", "root"], NotPermitted),
        ("enrols somebody else", ["totp", "enroll", "--text", "--for", "root"], NotPermitted),
        ("removes somebody else's app", ["totp", "remove", "--for", "root"], NotPermitted),
        ("makes somebody else's sheet", ["skey", "sheet", "--for", "root"], NotPermitted),
        ("makes somebody else's recovery codes", ["recovery-codes", "--for", "root"], NotPermitted),
        ("issues oneself a Web-OTP", ["web-otp", "--for", "SELF"], NotPermitted),
        ("issues oneself a bypass code", ["user", "bypass-code", "SELF"], NotPermitted),
        ("unlocks oneself", ["user", "unlock", "SELF"], NotPermitted),
        ("lists people", ["user", "list"], NotPermitted),
        ("adds a host", ["host", "add", "mine"], NotPermitted),
        ("trusts a network", ["network", "add", "192.0.2.0/24"], NotPermitted),
        ("reads the audit", ["audit", "tail"], NotPermitted),
        ("copies the database", ["backup", "/tmp/sallyport-copy-that-must-not-be"], NotPermitted),
        ("changes the key", ["key", "rotate"], NotPermitted),
        ("changes the site profile", ["site", "edit", "--file", "/etc/hostname"], 1),
    ];

    [Fact]
    public async Task A_user_manages_his_own_factors_and_nothing_else()
    {
        await using var account = await Account.MakeAsync();
        await using var authority = await TestAuthority.StartAsync();
        File.SetUnixFileMode(Path.GetDirectoryName(authority.ConfigFile)!, (UnixFileMode)0b111_101_101);
        using var program = new ReachableProgram();

        foreach (var (row, command, exit) in Rows)
        {
            var words = command.Select(w => w == "SELF" ? account.Name : w);
            var run = await Run.OfAsync(
                "/usr/sbin/runuser", ["-u", account.Name, "--", program.Path, .. words, "--config", authority.ConfigFile]);
            Assert.True(run.ExitCode == exit, $"who {row}: {run}");
        }
    }

    [Fact]
    public async Task An_authority_does_not_run_as_root()
    {
        var run = await SallyportCommand.RunAsync("serve", "--config", "/etc/hostname");

        Assert.Equal(NotPermitted, run.ExitCode);
    }
}

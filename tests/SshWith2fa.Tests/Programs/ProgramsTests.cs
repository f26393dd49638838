using System.Net;
using System.Net.Sockets;
using System.Text;
using SshWith2fa.Arguments;
using SshWith2fa.Browser;
using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Master;

namespace SshWith2fa.Tests.Programs;

public sealed class ProgramsTests : IDisposable
{
    private readonly SetUpSite site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Proxychains_replaces_its_own_file_and_no_other()
    {
        using var up = site.Up(new OpenForward("socks", 23080, 23081, "", 0));
        var (own, foreign) = (Path.Combine(site.Paths.Home, "own.conf"), Path.Combine(site.Paths.Home, "notes"));
        await File.WriteAllTextAsync(foreign, "not ours", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Failed, await site.Run(ProxychainsCommand.Run, "--file", foreign));
        Assert.Equal("not ours", await File.ReadAllTextAsync(foreign, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Done, await site.Run(ProxychainsCommand.Run, "--file", own));
        Assert.Equal(ExitCodes.Done, await site.Run(ProxychainsCommand.Run, "--file", own));
    }

    [Fact]
    public async Task Proxychains_gets_the_port_the_session_has_today_and_looks_names_up_here()
    {
        using var session = site.Up(new OpenForward("socks", 23080, 23081, "", 0));
        Assert.Equal(0, await site.Run(ProxychainsCommand.Run));
        var text = await File.ReadAllTextAsync(site.Printed, TestContext.Current.CancellationToken);
        Assert.Contains("\nsocks5 127.0.0.1 23081\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nproxy_dns", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_the_file_is_written_with_the_profiles_port_but_nothing_is_run()
    {
        Assert.Equal(0, await site.Run(ProxychainsCommand.Run));
        Assert.Contains("socks5 127.0.0.1 23080", await File.ReadAllTextAsync(site.Printed, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Unavailable, await site.Run(ProxychainsCommand.Run, "--", "curl", "http://x"));
        Assert.DoesNotContain(site.Platform.Ran, ran => ran[0].Contains("proxychains", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://intranet.maths/page", "http://intranet.maths/page")]
    [InlineData("intranet", "https://intranet/")]
    [InlineData("--utility-cmd-prefix=x", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("http://a b", null)]
    [InlineData("", null)]
    public void Only_web_pages_are_opened(string typed, string? address) => Assert.Equal(address, Chromium.Address(typed));

    [Fact]
    public void The_browser_gets_the_proxy_a_profile_of_its_own_and_looks_no_name_up_here()
    {
        var arguments = Chromium.Arguments("/run/p", 23080, "https://intranet/", ["--headless"]);
        Assert.Equal(["--user-data-dir=/run/p", "--proxy-server=socks5://127.0.0.1:23080", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"], arguments.Take(3));
        Assert.Equal(["--headless", "https://intranet/"], arguments.TakeLast(2));
    }

    [Fact]
    public async Task Mail_says_which_server_answers_and_which_is_none()
    {
        using var imap = Server("* OK [CAPABILITY IMAP4rev1] ready\r\n");
        using var smtp = Server("SSH-2.0-something else\r\n");
        using var session = site.Up(new OpenForward("imap", 22143, PortOf(imap), "10.77.1.2", 143), new OpenForward("smtp", 22025, PortOf(smtp), "rome", 25));
        Assert.Equal(ExitCodes.Unavailable, await site.Run(MailCommand.Run));
        Assert.Contains($"port        {PortOf(imap)}\n    user        ann", site.Printed, StringComparison.Ordinal);
        Assert.Contains("it answers  * OK [CAPABILITY IMAP4rev1] ready", site.Printed, StringComparison.Ordinal);
        Assert.Contains("NOT SMTP  rome:25 says: SSH-2.0-something else", site.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_asks_the_printing_server()
    {
        using var cups = Server("HTTP/1.1 200 OK\r\nServer: CUPS/2.4\r\n\r\n");
        using var session = site.Up(new OpenForward("cups", 22631, PortOf(cups), "siv", 631));
        Assert.Equal(0, await site.Run(PrintCommand.Run));
        Assert.Contains($"ServerName 127.0.0.1:{PortOf(cups)}", site.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gui_prints_todays_port_and_the_fingerprint_to_compare()
    {
        using var session = site.Up();
        Assert.Equal(0, await site.Run(GuiCommand.Run));
        foreach (var program in (string[])["FileZilla", "WinSCP", "PuTTY", "Cyberduck"]) Assert.Contains(program, site.Printed, StringComparison.Ordinal);
        Assert.Contains("ann@127.0.0.1", site.Printed, StringComparison.Ordinal);
        Assert.Contains("ssh-ed25519 SHA256:", site.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("22022", site.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Xpra_gets_our_ssh_and_the_command_as_one_word()
    {
        var arguments = XpraCommand.Arguments("/opt/my programs/ssh-with-2fa", new Destination("ann", "dora", null), ["xterm", "-bg", "black"], ["--opengl=no"]);
        Assert.Equal(["start", "ssh://ann@dora/", "--ssh='/opt/my programs/ssh-with-2fa' ssh -x", "--start-child=xterm -bg black"], arguments.Take(4));
        Assert.Equal("--opengl=no", arguments[^1]);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("$(reboot)")]
    [InlineData("a\"b")]
    [InlineData("it's")]
    [InlineData("`id`")]
    [InlineData("")]
    public async Task Words_that_xpra_would_break_or_run_are_refused(string word)
    {
        Assert.Equal(ExitCodes.Usage, await site.Run(XpraCommand.Run, "dora", "xterm", word));
        Assert.Contains("script", site.Terminal.Said[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-oProxyCommand=x", "xterm")]
    [InlineData("elsewhere", "xterm")]
    [InlineData("dora")]
    public async Task Xpra_goes_to_the_sites_hosts_only(params string[] words) => Assert.Equal(ExitCodes.Usage, await site.Run(XpraCommand.Run, words));

    [Fact]
    public async Task Before_set_up_every_one_of_them_says_so()
    {
        File.Delete(site.Paths.SiteFile);
        foreach (var run in (Func<Invocation, CancellationToken, Task<int>>[])[ProxychainsCommand.Run, MailCommand.Run, PrintCommand.Run, GuiCommand.Run])
            Assert.Equal(ExitCodes.Unavailable, await site.Run(run));
        Assert.Equal(ExitCodes.Unavailable, await site.Run(OpenCommand.Run, "http://x"));
        Assert.All(site.Terminal.Said, said => Assert.Contains("setup", said, StringComparison.Ordinal));
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static TcpListener Server(string greeting)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            using var client = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
            await client.SendAsync(Encoding.ASCII.GetBytes(greeting), TestContext.Current.CancellationToken);
            await client.ReceiveAsync(new byte[100], TestContext.Current.CancellationToken);
        });
        return listener;
    }
}

using System.Diagnostics;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>The site with a real mail server (Dovecot) and a real printing server (CUPS) inside, and the day's session up from outside.</summary>
[Needs("expect python3 socat pam_radius_auth.so dovecot cupsd")]
public sealed class OfficeSite : IAsyncLifetime
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private readonly string folder = Directory.CreateTempSubdirectory("spoffice").FullName;
    private readonly List<Process> servers = [];

    public Site Site { get; } = new();

    /// <summary>What the printing server was given, in whatever files.</summary>
    public string Spool => Path.Combine(folder, "cups", "spool");

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        foreach (var directory in (string[])["mail", "run", "cups", "cups/root", "cups/state", "cups/cache", "cups/spool", "cups/tmp", "cups/log"])
            Directory.CreateDirectory(Path.Combine(folder, directory));
        File.SetUnixFileMode(Path.Combine(folder, "mail"), Everybody);
        await WriteDovecot();
        await WriteCups();
        Start("dovecot", "-F", "-c", folder + "/dovecot.conf");
        Start("cupsd", "-f", "-c", folder + "/cupsd.conf", "-s", folder + "/cups-files.conf");
        await Answers("10.77.1.2/1143");
        await Answers("10.77.1.4/1631");

        var profile = (Dictionary<string, object>)Site.Profile(serial: 2);
        profile["forwards"] = (Dictionary<string, object>[])
        [
            Forward("ssh", 12022, "10.77.1.2", 22),
            Forward("imap", 12143, "10.77.1.2", 1143),
            Forward("cups", 12631, "10.77.1.4", 1631),
        ];
        await Site.SetUp(profile);
        await Site.MakeKey();
        await Site.Write(Site.Home + "/.ssh/known_hosts", $"[127.0.0.1]:12022 {Site.HostKey("dora")}\n");
        await Site.Must(await Site.OutsideAtTerminal(Site.Command, "up"));
    }

    public async ValueTask DisposeAsync()
    {
        await Site.Outside(Site.Command, "down");
        foreach (var server in servers)
        {
            if (!server.HasExited) server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }
        await Site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static Dictionary<string, object> Forward(string name, int port, string host, int farPort) =>
        new(StringComparer.Ordinal) { ["name"] = name, ["local-port"] = port, ["host"] = host, ["port"] = farPort };

    private string InsideNamespace => Site.OutsideNamespace.Replace("spo-", "spi-", StringComparison.Ordinal);

    private void Start(params string[] command)
    {
        var start = new ProcessStartInfo("ip", ["netns", "exec", InsideNamespace, .. command]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        servers.Add(server);
    }

    private Task Answers(string place) =>
        Machine.Run.MustAsync("ip", "netns", "exec", InsideNamespace, "bash", "-c", $"for i in $(seq 200); do (: < /dev/tcp/{place}) 2> /dev/null && exit; sleep 0.1; done; exit 1");

    // Dovecot 2.4 takes no configuration of 2.3.
    private async Task WriteDovecot()
    {
        var version = await Machine.Run.MustAsync("dovecot", "--version");
        var own = version.StartsWith("2.3.", StringComparison.Ordinal)
            ? $$"""
                disable_plaintext_auth = no
                mail_location = maildir:{{folder}}/mail/%u
                passdb {
                  driver = static
                  args = password={{Site.Password}}
                }
                userdb {
                  driver = static
                  args = uid=65534 gid=65534 home={{folder}}/mail
                }
                """
            : $$"""
                dovecot_config_version = 2.4.0
                dovecot_storage_version = 2.4.0
                auth_allow_cleartext = yes
                mail_driver = maildir
                mail_path = {{folder}}/mail/%{user}
                passdb static {
                  password = {{Site.Password}}
                }
                userdb static {
                  fields {
                    uid = 65534
                    gid = 65534
                    home = {{folder}}/mail
                  }
                }
                """;
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), $$"""
            {{own}}
            base_dir = {{folder}}/run
            log_path = {{folder}}/dovecot.log
            listen = 10.77.1.2
            protocols = imap
            ssl = no
            first_valid_uid = 1
            service imap-login {
              inet_listener imap {
                port = 1143
              }
              inet_listener imaps {
                port = 0
              }
            }

            """);
    }

    private async Task WriteCups()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "cupsd.conf"), """
            Listen 10.77.1.4:1631
            Browsing No
            ServerAlias *
            WebInterface No
            <Location />
              Order allow,deny
              Allow all
            </Location>
            <Policy default>
              <Limit All>
                Order deny,allow
              </Limit>
            </Policy>

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "cups-files.conf"), $"""
            ServerRoot {folder}/cups/root
            StateDir {folder}/cups/state
            CacheDir {folder}/cups/cache
            RequestRoot {folder}/cups/spool
            TempDir {folder}/cups/tmp
            ErrorLog {folder}/cups/log/error
            AccessLog {folder}/cups/log/access
            PageLog {folder}/cups/log/page
            FileDevice Yes
            SystemGroup root

            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "cups/root/printers.conf"), """
            <Printer plotter>
            Info the plotter
            DeviceURI file:///dev/null
            State Idle
            Accepting Yes
            Shared Yes
            </Printer>

            """);
    }
}

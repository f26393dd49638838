using System.Diagnostics;
using System.Globalization;
using EndToEnd.Machine;
using Sallyport.Authority.Tests.Radius;

namespace EndToEnd.Radius;

/// <summary>
/// A VPN gateway as sites run it: Debian's ocserv asked by openconnect, with FreeRADIUS 3.2 as a proxy between the gateway and the authority, or without it.
/// </summary>
[Needs("ocserv openconnect freeradius openssl expect")]
public sealed class VpnTests(RadiusFixture fixture) : IClassFixture<RadiusFixture>, IAsyncLifetime
{
    private const string ProxySecret = "secret-of-the-proxys-clients";
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-vpn-").FullName;
    private readonly List<Process> started = [];

    public async ValueTask InitializeAsync()
    {
        // ocserv's workers run as nobody. And no code of an earlier test is another's.
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        fixture.Setup.Clock.Advance(TimeSpan.FromMinutes(2));
        await Run.MustAsync(
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", In("key.pem"), "-out", In("cert.pem"), "-days", "2", "-subj", "/CN=localhost");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task through_FreeRADIUS_an_empty_password_gets_the_prompt_and_the_code_gets_in()
    {
        var gateway = await OcservAsync(await FreeRadiusAsync(), ProxySecret);

        var shown = await ConnectAsync(gateway, "alice", "", "authenticator app: ", fixture.Setup.CodeOf("alice"));

        Assert.Contains("Code from your authenticator app: ", shown, StringComparison.Ordinal);
        Assert.Contains("COOKIE=", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_a_proxy_a_code_in_place_of_the_password_gets_in_once()
    {
        var gateway = await OcservAsync(fixture.Port, RadiusSetup.Secret);
        var code = fixture.Setup.CodeOf("bob");

        Assert.Contains("COOKIE=", await ConnectAsync(gateway, "bob", code, null, null), StringComparison.Ordinal);
        Assert.DoesNotContain("COOKIE=", await ConnectAsync(gateway, "bob", code, "wrong or has already been used", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FreeRADIUS_brings_State_and_the_callers_address_to_the_authority_and_back()
    {
        var proxy = await FreeRadiusAsync();
        Task<Run> AskAsync(string attributes) => Run.OfAsync(
            "radclient", ["-x", "-r", "1", "-t", "60", $"127.0.0.1:{proxy}", "auth", ProxySecret], NoEnvironment, attributes + ",Message-Authenticator=0x00\n");

        var asked = await AskAsync("User-Name=bob,User-Password=\"\",Calling-Station-Id=192.0.2.9");
        Assert.Contains("Received Access-Challenge", asked.Output, StringComparison.Ordinal);
        var state = asked.Output.Split("State = ")[^1].Split('\n')[0];
        var wrong = await AskAsync($"User-Name=bob,User-Password=\"000000\",State={state}");
        Assert.Contains("Received Access-Challenge", wrong.Output, StringComparison.Ordinal);
        var again = wrong.Output.Split("State = ")[^1].Split('\n')[0];

        var accepted = await AskAsync($"User-Name=bob,User-Password=\"{fixture.Setup.CodeOf("bob")}\",State={again}");

        Assert.True(accepted.Output.Contains("Received Access-Accept", StringComparison.Ordinal), accepted.Output);
    }

    /// <summary>FreeRADIUS with nothing but a realm that is the authority; returns its port.</summary>
    private async Task<int> FreeRadiusAsync()
    {
        var port = FreePort.ForUdp();
        var own = Directory.CreateDirectory(In("freeradius")).FullName;
        await File.WriteAllTextAsync(Path.Combine(own, "dictionary"), "");
        await File.WriteAllTextAsync(Path.Combine(own, "radiusd.conf"), $$"""
            prefix = /usr
            libdir = /usr/lib/freeradius
            logdir = {{own}}
            run_dir = {{own}}
            pidfile = {{own}}/pid
            log {
              destination = stdout
            }
            proxy server {
              default_fallback = no
            }
            home_server sallyport {
              type = auth
              ipaddr = 127.0.0.1
              port = {{fixture.Port}}
              secret = {{RadiusSetup.Secret}}
              response_window = 60
            }
            home_server_pool sallyport {
              home_server = sallyport
            }
            realm sallyport {
              auth_pool = sallyport
              nostrip
            }
            client here {
              ipaddr = 127.0.0.1
              secret = {{ProxySecret}}
            }
            server default {
              listen {
                type = auth
                ipaddr = 127.0.0.1
                port = {{port}}
              }
              authorize {
                update control {
                  Proxy-To-Realm := sallyport
                }
              }
              authenticate {
              }
            }

            """);
        await UntilAsync("freeradius", ["-f", "-l", "stdout", "-x", "-d", own, "-D", "/usr/share/freeradius"], "Ready to process requests");
        return port;
    }

    /// <summary>ocserv, which asks this RADIUS server; returns its port. Nobody gets further than the cookie, so it opens no tunnel.</summary>
    private async Task<int> OcservAsync(int radius, string secret)
    {
        var port = FreePort.ForTcp();
        await File.WriteAllTextAsync(In("servers"), $"127.0.0.1:{radius} {secret}\n127.0.0.1 {secret}\n");
        await File.WriteAllTextAsync(In("radcli.conf"), $"""
            nas-identifier vpn
            authserver 127.0.0.1:{radius}
            acctserver 127.0.0.1:{radius}
            servers {In("servers")}
            dictionary /etc/radcli/dictionary
            default_realm
            radius_timeout 60
            radius_retries 1
            bindaddr *

            """);
        await File.WriteAllTextAsync(In("ocserv.conf"), $"""
            auth = "radius[config={In("radcli.conf")}]"
            listen-host = 127.0.0.1
            tcp-port = {port}
            run-as-user = nobody
            run-as-group = nogroup
            socket-file = {In("socket")}
            server-cert = {In("cert.pem")}
            server-key = {In("key.pem")}
            isolate-workers = false
            max-clients = 4
            device = vpns
            ipv4-network = 192.168.199.0/24
            auth-timeout = 240
            pid-file = {In("pid")}

            """);
        await UntilAsync("ocserv", ["-f", "-d", "1", "-c", In("ocserv.conf")], "listening (TCP)");
        return port;
    }

    /// <summary>What openconnect shows while these are typed; it ends with the cookie, without a tunnel.</summary>
    private async Task<string> ConnectAsync(int gateway, string user, string first, string? prompt, string? second)
    {
        var spki = (await Run.MustAsync("sh", "-c", $"openssl x509 -in {In("cert.pem")} -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64")).Trim();
        var more = second is null ? "" : $$"""
            expect -re {{{prompt}}.*:\s*$} {} timeout { exit 3 }
            send "{{second}}\r"
            """;
        return (await Run.OfAsync("expect", "-c", $$"""
            set timeout 90
            spawn openconnect --authenticate --no-dtls --servercert pin-sha256:{{spki}} https://localhost:{{gateway.ToString(CultureInfo.InvariantCulture)}}
            expect "sername:"
            send "{{user}}\r"
            expect "assword:"
            send "{{first}}\r"
            {{more}}
            expect eof
            """)).Output;
    }

    /// <summary>Starts a server and waits for what it says when it is ready.</summary>
    private async Task UntilAsync(string program, string[] arguments, string ready)
    {
        var process = Run.Start(program, arguments, NoEnvironment);
        started.Add(process);
        var told = new TaskCompletionSource();
        var said = new List<string>();
        void Hear(object sender, DataReceivedEventArgs line)
        {
            lock (said)
                said.Add(line.Data ?? "");
            if (line.Data?.Contains(ready, StringComparison.Ordinal) == true)
                told.TrySetResult();
        }

        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (await Task.WhenAny(told.Task, process.WaitForExitAsync(), Task.Delay(TimeSpan.FromMinutes(1))) != told.Task)
            throw new InvalidOperationException($"{program} did not start: {string.Join('\n', said)}");
    }

    private string In(string file) => Path.Combine(folder, file);
}

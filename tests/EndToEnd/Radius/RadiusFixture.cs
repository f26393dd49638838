using System.Globalization;
using System.Net;
using EndToEnd.Machine;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Tests.Radius;

namespace EndToEnd.Radius;

/// <summary>A RADIUS face on a free loopback port, and the stock programs that ask it.</summary>
public sealed class RadiusFixture : IAsyncLifetime
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-radius-").FullName;
    private readonly string service = "sallyport-test-" + Guid.NewGuid().ToString("N");
    private RadiusServer? server;

    internal RadiusSetup Setup { get; init; } = new();

    internal int Port => server!.EndPoints.Single().Port;

    public async ValueTask InitializeAsync()
    {
        server = await StartAsync();
        WriteClient(Port);
        WriteService("skip_passwd client_id=sskd prompt_attribute");
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(ServiceFile);
        if (server is not null)
            await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal Task StopServerAsync() => server!.StopAsync(CancellationToken.None);

    /// <summary>The servers that libpam-radius-auth asks, in order, with its shortest timeout (3 s).</summary>
    internal void WriteClient(params IEnumerable<int> ports)
    {
        File.WriteAllLines(ClientFile, ports.Select(port => $"127.0.0.1:{port} {RadiusSetup.Secret} 3"));
        File.SetUnixFileMode(ClientFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    internal void WriteService(string options) =>
        File.WriteAllText(ServiceFile, $"auth required pam_radius_auth.so conf={ClientFile} {options}\n");

    /// <summary>Logs in through PAM as sshd would; each line is typed at a prompt.</summary>
    internal Task<Run> LogInAsync(string user, params string[] typed) =>
        Run.OfAsync("pamtester", ["-I", "rhost=203.0.113.5", service, user, "authenticate"], NoEnvironment, string.Concat(typed.Select(line => line + "\n")));

    /// <summary>Sends one request with radclient, given as attributes.</summary>
    internal Task<Run> RadclientAsync(string attributes) =>
        Run.OfAsync("radclient", ["-x", "-r", "1", "-t", "60", $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}", "auth", RadiusSetup.Secret], NoEnvironment, attributes + "\n");

    private string ClientFile => Path.Combine(folder, "server.conf");

    private string ServiceFile => Path.Combine("/etc/pam.d", service);

    private async Task<RadiusServer> StartAsync()
    {
        var options = new RadiusOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] };
        var started = new RadiusServer(options, RadiusSetup.Clients, Setup.Logins, Setup.Pushes.Logins, TimeProvider.System, NullLogger<RadiusServer>.Instance);
        await started.StartAsync(CancellationToken.None);
        return started;
    }
}

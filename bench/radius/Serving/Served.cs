using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RadiusBench.Serving;

/// <summary>A server process with the bench's people: the face alone (<c>memory</c>, <c>sqlite</c>) or a built <c>sallyport serve</c>, named by its path.</summary>
internal sealed class Served : IAsyncDisposable
{
    /// <summary>Nobody's number: the authority does not run as root.</summary>
    private const string Unprivileged = "65534";

    private readonly DirectoryInfo? folder;
    private readonly Task? drained;

    private Served(Process process, IPEndPoint endPoint, DirectoryInfo? folder)
    {
        (Process, EndPoint, this.folder) = (process, endPoint, folder);
        drained = folder is null ? null : process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public Process Process { get; }

    public IPEndPoint EndPoint { get; }

    public static Task<Served> StartAsync(string what, int users) =>
        Enum.TryParse<StoreKind>(what, ignoreCase: true, out var kind) ? StartOwnAsync(kind, users) : StartSallyportAsync(what, users);

    public async ValueTask DisposeAsync()
    {
        if (folder is null)
            Process.StandardInput.Close();
        else
            Process.Kill();
        await Process.WaitForExitAsync();
        if (drained is not null)
            await drained;
        Process.Dispose();
        folder?.Delete(recursive: true);
    }

    private static async Task<Served> StartOwnAsync(StoreKind kind, int users)
    {
        var process = Start(Environment.ProcessPath!, ["serve", kind.ToString(), users.ToString(CultureInfo.InvariantCulture)]);
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended before it listened");
        return new Served(process, IPEndPoint.Parse(address), null);
    }

    private static async Task<Served> StartSallyportAsync(string program, int users)
    {
        var made = Directory.CreateTempSubdirectory("sallyport-bench-");
        var state = made.CreateSubdirectory("state");
        await using (var filled = await BenchStore.InAsync(state, users, TimeProvider.System))
        {
        }

        var listen = new IPEndPoint(IPAddress.Loopback, FreePort());
        var configuration = Path.Combine(made.FullName, "sallyport.conf");
        await File.WriteAllTextAsync(Path.Combine(made.FullName, "secret"), BenchPeople.Secret);
        await File.WriteAllTextAsync(
            configuration,
            $"""
            state-folder = {state.FullName}
            socket = {made.FullName}/authority.sock
            notices-folder = {made.FullName}/notices
            [radius]
            listen = {listen}
            [radius-client bench]
            address = 127.0.0.1
            secret-file = {made.FullName}/secret
            [duo]
            listen = off

            """);
        using (var chown = Start("chown", ["-R", $"{Unprivileged}:{Unprivileged}", made.FullName]))
            await chown.WaitForExitAsync();

        string[] asNobody = ["--reuid", Unprivileged, "--regid", Unprivileged, "--clear-groups", program, "serve", "--config", configuration];
        var process = Start("setpriv", asNobody);
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("the authority is ready", StringComparison.Ordinal))
                return new Served(process, listen, made);
            Console.Error.WriteLine(line);
        }

        made.Delete(recursive: true);
        throw new InvalidOperationException("the authority ended before it was ready");
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

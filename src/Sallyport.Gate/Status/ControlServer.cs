using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate.Status;

/// <summary>
/// The unix socket behind <c>sallyport gate status</c>, <c>ban</c>, <c>unban</c> and <c>client</c>: one line asks, one JSON document answers. Who may connect is the
/// socket's mode (0660) and group; the directory is the gate's.
/// </summary>
internal sealed class ControlServer(GateServices services, StatusReader status, ConnectionSet connections)
{
    private const int LongestRequest = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task RunAsync(string path, CancellationToken cancel)
    {
        using var listener = Bind(path);
        try
        {
            while (true)
            {
                using var client = await listener.AcceptAsync(cancel);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                patience.CancelAfter(Patience);
                try
                {
                    await AnswerAsync(client, patience.Token);
                }
                catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
                {
                    // whoever asked has gone away or never spoke: the next one may ask
                }
            }
        }
        catch (OperationCanceledException)
        {
            File.Delete(path);
        }
    }

    /// <summary>The answer to one line.</summary>
    internal async Task<string> AnswerAsync(string request)
    {
        switch (request.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["status"]:
                return JsonSerializer.Serialize(await status.ReadAsync(), GateJson.Default.GateStatus);
            case ["ban", var source, var seconds]
                when Cidr.TryParse(source) is { } network && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0:
                return Text(await services.Loop.Ask(now => Ban(network, length, now)));
            case ["unban", var source] when Cidr.TryParse(source) is { } network:
                return Text(await services.Loop.Ask(now => Unban(network, now)));
            case ["client", var proxy, var port]
                when IPAddress.TryParse(proxy, out var address) && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                return Text(await services.Loop.Ask(_ => TrueAddress.ByEnd(connections, address, number)));
            case ["client", var process] when int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var pid):
                return Text(await services.Loop.Ask(_ => TrueAddress.ByProcess(connections, pid, TrueAddress.ParentOf)));
            default:
                return Text(new ChangeAnswer(Done: false, "the gate accepts: status, ban NETWORK SECONDS, unban NETWORK, client PROXY PORT, client PID"));
        }
    }

    private static Socket Bind(string path)
    {
        if (File.Exists(path))
            File.Delete(path); // a predecessor that was killed; one that lives has the listening sockets too, and we would not have come this far
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        listener.Listen(16);
        return listener;
    }

    private async Task AnswerAsync(Socket client, CancellationToken cancel)
    {
        var buffer = new byte[LongestRequest];
        var held = 0;
        while (held < buffer.Length && !buffer.AsSpan(0, held).Contains((byte)'\n'))
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(held), cancel);
            if (read == 0)
                break;
            held += read;
        }

        var answer = await AnswerAsync(Encoding.ASCII.GetString(buffer, 0, held).Trim());
        using var stream = new NetworkStream(client);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), cancel);
    }

    private ChangeAnswer Ban(IPNetwork network, int seconds, Moment now)
    {
        if (services.Admission.LaneOf(SourceAddress.From(network.BaseAddress), now) == Lane.Recovery)
            return new ChangeAnswer(Done: false, $"{SourceText.Text(network)} is in the recovery lane; remove it from recovery = … first");
        if (!services.Admission.Bans.TryAdd(network, (uint)Math.Min(now.Seconds + (long)seconds, uint.MaxValue), now))
            return new ChangeAnswer(Done: false, $"there are already {Bans.Most} bans; put long lists into a deny file");
        var length = Duration.Text(TimeSpan.FromSeconds(seconds));
        services.Log.Banned(SourceText.Text(network), length);
        return new ChangeAnswer(Done: true, $"{SourceText.Text(network)} is banned for {length}");
    }

    private ChangeAnswer Unban(IPNetwork network, Moment now)
    {
        var lifted = services.Admission.Pardon(network, now);
        services.Log.Unbanned(SourceText.Text(network), lifted);
        return lifted > 0
            ? new ChangeAnswer(Done: true, $"{lifted} bans and penalties lifted in {SourceText.Text(network)}")
            : new ChangeAnswer(Done: false, $"there is no ban and no penalty in {SourceText.Text(network)}");
    }

    private static string Text(IPEndPoint? client) =>
        JsonSerializer.Serialize(new ClientAnswer(client?.Address.ToString(), client?.Port), GateJson.Default.ClientAnswer);

    private static string Text(ChangeAnswer answer) => JsonSerializer.Serialize(answer, GateJson.Default.ChangeAnswer);
}

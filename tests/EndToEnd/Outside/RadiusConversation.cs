using System.Net;
using System.Net.Sockets;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Tests.Radius;

namespace EndToEnd.Outside;

/// <summary>One conversation with the RADIUS face, packet by packet, as libpam-radius-auth holds it.</summary>
internal sealed class RadiusConversation : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly string secret;
    private readonly string user;
    private readonly string source;
    private byte[]? state;

    public RadiusConversation(int port, string secret, string user, string source = "127.0.0.1")
    {
        (this.secret, this.user, this.source) = (secret, user, source);
        socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends an empty password; the prompt comes back.</summary>
    public Task<TestAnswer?> BeginAsync() => SendAsync("");

    /// <summary>The answer, or null when the authority went away.</summary>
    public async Task<TestAnswer?> SendAsync(string typed)
    {
        var request = TestRequest.Login(user, typed, state, secret, source).Signed();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.SendAsync(request.Bytes, patience.Token);
            var answer = TestAnswer.Read((await socket.ReceiveAsync(patience.Token)).Buffer, request);
            state = answer.State;
            return answer;
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sends an answer and does not wait for what comes back.</summary>
    public async Task SendOnlyAsync(string typed) => await socket.SendAsync(TestRequest.Login(user, typed, state, secret, source).Signed().Bytes);

    public void Dispose() => socket.Dispose();

    public static bool Accepted(TestAnswer? answer) => answer?.Code == PacketCode.AccessAccept;
}

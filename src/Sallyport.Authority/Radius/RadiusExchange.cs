using System.Buffers.Binary;
using Sallyport.Authority.Logins;
using System.Text;
using System.Text.Unicode;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Radius;

/// <summary>One datagram in, one answer or silence out. Knows nothing of sockets.</summary>
internal sealed class RadiusExchange(RadiusClients clients, RadiusLogins logins, DuplicateCache duplicates, Drops drops, Echo echo, RadiusLimits limits)
{
    private const int MostHostLength = 64;

    private int inFlight;

    /// <summary>The answer's bytes, or null for silence. The datagram is not used after the call returns.</summary>
    public ValueTask<byte[]?> HandleAsync(ReadOnlySpan<byte> datagram, Peer peer, CancellationToken cancel)
    {
        if (clients.Find(peer) is not { } client)
            return Drop(DropReason.UnknownClient, peer);
        if (RequestPacket.Read(datagram, out var packet) is { } fault)
            return Drop(fault, peer);
        if (Distrust(packet, client, peer) is { } distrust)
            return Drop(distrust, peer);

        var header = RequestHeader.Of(packet);
        if (packet.Code == PacketCode.StatusServer)
            return ValueTask.FromResult<byte[]?>(ReplyWriter.Write(new Reply.Accept(), header, client.Secret.Bytes, echo));
        if (packet.IsNotPap)
            return ValueTask.FromResult<byte[]?>(ReplyWriter.Write(new Reply.Reject("Only PAP is spoken here."), header, client.Secret.Bytes, echo));

        if (Read(packet, client, peer) is not { } request)
            return Drop(DropReason.GarbledPassword, peer);

        var fingerprint = Fingerprint.Of(peer, packet.Bytes);
        if (duplicates.FindOrBegin(fingerprint) is { } known)
            return known.Answer is { } answer ? ValueTask.FromResult<byte[]?>(answer) : Drop(DropReason.InProgress, peer);

        return DecideAsync(request, header, fingerprint, cancel);
    }

    /// <summary>
    /// Loopback may do without a Message-Authenticator (libpam-radius-auth before 2.0.1 sends none), everybody else must send one,
    /// and a wrong one never passes. Status-Server always has one (RFC 5997 section 3).
    /// </summary>
    private static DropReason? Distrust(in RequestPacket packet, RadiusClient client, Peer peer)
    {
        if (packet.MessageAuthenticatorAt == 0)
            return peer.IsLoopback && packet.Code == PacketCode.AccessRequest ? null : DropReason.NoMessageAuthenticator;

        return MessageAuthenticator.IsRight(packet, client.Secret.Bytes) ? null : DropReason.WrongMessageAuthenticator;
    }

    /// <summary>The request; null when its password is garbled. Counted as a guess, that would close names for a client's wrong secret.</summary>
    private static AccessRequest? Read(in RequestPacket packet, RadiusClient client, Peer peer)
    {
        Span<byte> typed = stackalloc byte[WireSizes.MostPassword];
        var length = UserPassword.Reveal(packet.UserPassword, packet.Authenticator, client.Secret.Bytes, typed);
        if (packet.MessageAuthenticatorAt == 0 && !Utf8.IsValid(typed[..length]))
            return null;

        var answer = Encoding.UTF8.GetString(typed[..length]);
        typed.Clear();

        var host = packet.NasIdentifier.IsEmpty ? client.Name : $"{client.Name}/{WireText.Read(packet.NasIdentifier, MostHostLength)}";
        var source = Addresses.Parse(Encoding.Latin1.GetString(packet.CallingStationId));
        var attempt = new LoginAttempt(WireText.Read(packet.UserName, Person.MostNameLength), source, host);
        int? process = peer.IsLoopback && packet.NasPort.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(packet.NasPort) : null;
        return new AccessRequest(client, attempt, answer, packet.State.IsEmpty ? null : StateToken.Read(packet.State), process);
    }

    private async ValueTask<byte[]?> DecideAsync(AccessRequest request, RequestHeader header, Fingerprint fingerprint, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref inFlight) > limits.MostInFlight)
        {
            Interlocked.Decrement(ref inFlight);
            duplicates.Forget(fingerprint);
            drops.Add(DropReason.TooBusy, fingerprint.Peer);
            return null;
        }

        try
        {
            var reply = await logins.DecideAsync(request, cancel);
            var answer = ReplyWriter.Write(reply, header, request.Client.Secret.Bytes, echo);
            duplicates.Answered(fingerprint, answer);
            return answer;
        }
        catch (Exception e)
        {
            // Silence, not a Reject: the client asks its next authority, and refuses the login when there is none.
            duplicates.Forget(fingerprint);
            if (!cancel.IsCancellationRequested)
                drops.Add(DropReason.StoreFailed, fingerprint.Peer, e);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private ValueTask<byte[]?> Drop(DropReason reason, Peer peer)
    {
        drops.Add(reason, peer);
        return ValueTask.FromResult<byte[]?>(null);
    }
}

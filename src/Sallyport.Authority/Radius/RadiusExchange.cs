using System.Buffers.Binary;
using System.Text;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Radius;

/// <summary>One datagram in, one answer or silence out. Knows nothing of sockets.</summary>
internal sealed class RadiusExchange(
    RadiusClients clients, RadiusLogins logins, DuplicateCache duplicates, DropCounter drops, Echo echo, RadiusLimits limits, LatencyHistogram answers, TimeProvider clock)
{
    private const int MostHostLength = 64;

    private static readonly IsFull IsNeverFull = (_, _) => false;

    private readonly Turns turns = new(limits);

    /// <summary>Whether a client, or a name from it, has as many requests waiting as it may.</summary>
    internal delegate bool IsFull(string client, string user);

    /// <summary>The answer's bytes, or null for silence. The datagram is not used after the call returns.</summary>
    public ValueTask<byte[]?> HandleAsync(ReadOnlySpan<byte> datagram, Peer peer, CancellationToken cancel) =>
        TakeIn(datagram, peer, IsNeverFull, out var answer) is { } work ? DecideAsync(work, cancel) : ValueTask.FromResult(answer);

    /// <summary>
    /// What is to be decided, once the secret is proved; else null, and the answer or silence. Quick: it waits for nothing. What it returns goes to
    /// <see cref="DecideAsync"/> or <see cref="Shed"/>. A flood is dropped before its proof is computed, so that it costs little more than its reading.
    /// </summary>
    public Work? TakeIn(ReadOnlySpan<byte> datagram, Peer peer, IsFull isFull, out byte[]? reply)
    {
        reply = null;
        if (clients.Find(peer) is not { } client)
            return Drop(DropReason.UnknownClient, peer);
        if (RequestPacket.Read(datagram, out var packet) is { } fault)
            return Drop(fault, peer);
        var user = WireText.Read(packet.UserName, Person.MostNameLength);
        if (packet.Code == PacketCode.AccessRequest && isFull(client.Name, user))
            return Drop(DropReason.TooBusy, peer);
        if (Distrust(packet, client, peer) is { } distrust)
            return Drop(distrust, peer);

        var header = RequestHeader.Of(packet);
        if (packet.Code == PacketCode.StatusServer)
        {
            reply = ReplyWriter.Write(new Reply.Accept(), header, client.Secret.Bytes, echo);
            return null;
        }

        if (packet.Credentials.Refusal() is { } refusal)
        {
            reply = ReplyWriter.Write(new Reply.Reject(refusal), header, client.Secret.Bytes, echo);
            return null;
        }

        var (request, isProved) = Read(packet, user, client, peer);
        var fingerprint = Fingerprint.Of(peer, packet.Bytes);
        if (!isProved && duplicates.Find(fingerprint) is { } sentAgain)
            return Again(sentAgain, peer, out reply);
        // From here on things are counted, opened and told: only for who knows the secret.
        if (!isProved && !logins.IsOpen(request))
            return Drop(DropReason.NoProofOfSecret, peer);

        return duplicates.FindOrBegin(client, fingerprint) is { } known
            ? Again(known, peer, out reply)
            : new Work(request, header, fingerprint, clock.GetTimestamp());
    }

    /// <summary>Drops what was taken in: its client has too much here.</summary>
    public void Shed(Work work)
    {
        duplicates.Forget(work.Fingerprint);
        drops.Add(DropReason.TooBusy, work.Fingerprint.Peer);
    }

    /// <summary>
    /// Loopback may do without a Message-Authenticator (libpam-radius-auth before 2.0.1 sends none), everybody else must send one,
    /// and a wrong one never passes. Status-Server always has one (RFC 5997 section 3), and so has EAP (RFC 3579 section 3.2). An answer has room for
    /// the Proxy-State of all but the fullest packets.
    /// </summary>
    private static DropReason? Distrust(in RequestPacket packet, RadiusClient client, Peer peer)
    {
        var mayLackSignature = peer.IsLoopback && packet.Code == PacketCode.AccessRequest && packet.Credentials != CredentialKind.Eap;
        if (packet.MessageAuthenticatorAt == 0 && !mayLackSignature)
            return DropReason.NoMessageAuthenticator;
        if (packet.MessageAuthenticatorAt != 0 && !MessageAuthenticator.IsRight(packet, client.Secret.Bytes))
            return DropReason.WrongMessageAuthenticator;

        return packet.ProxyStateBytes > WireSizes.MostPacket - ReplyWriter.LeastBytes - client.ReplyAttributes.Length ? DropReason.TooMuchProxyState : null;
    }

    /// <summary>The request, and whether the packet itself proves the secret: by its Message-Authenticator, or by the padding of its password.</summary>
    private static (AccessRequest Request, bool IsProved) Read(in RequestPacket packet, string user, RadiusClient client, Peer peer)
    {
        Span<byte> typed = stackalloc byte[WireSizes.MostPassword];
        var length = UserPassword.Reveal(packet.UserPassword, packet.Authenticator, client.Secret.Bytes, typed);
        var isProved = packet.MessageAuthenticatorAt != 0 || PasswordPadding.Proves(packet.UserPassword.Length, length);

        var answer = Encoding.UTF8.GetString(typed[..length]);
        typed.Clear();

        var host = packet.NasIdentifier.IsEmpty ? client.Name : $"{client.Name}/{WireText.Read(packet.NasIdentifier, MostHostLength)}";
        var source = Addresses.Parse(Encoding.Latin1.GetString(packet.CallingStationId));
        var attempt = new LoginAttempt(user, source, host);
        int? process = peer.IsLoopback && packet.NasPort.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(packet.NasPort) : null;
        return (new AccessRequest(client, attempt, answer, packet.State.IsEmpty ? null : StateToken.Read(packet.State), process), isProved);
    }

    /// <summary>The answer's bytes, or null for silence.</summary>
    public async ValueTask<byte[]?> DecideAsync(Work work, CancellationToken cancel)
    {
        var (request, header, fingerprint, takenIn) = work;
        // Who waits for a device takes no turn from those with a code.
        var waits = logins.IsWaiting(request);
        using var turn = waits ? Turns.TurnLease.OfNobody : await turns.TakeAsync(request.Client, request.Attempt.User);
        if (turn is null)
        {
            Shed(work);
            return null;
        }

        try
        {
            var reply = await logins.DecideAsync(request, cancel);
            var answer = ReplyWriter.Write(reply, header, request.Client.Secret.Bytes, echo, request.Client.ReplyAttributes.Span);
            duplicates.Answered(fingerprint, answer);
            if (!waits)
                answers.Add(clock.GetElapsedTime(takenIn));
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
    }

    /// <summary>What the same request was answered, or silence while it is being decided.</summary>
    private Work? Again(DuplicateCache.CachedExchange known, Peer peer, out byte[]? reply)
    {
        reply = known.Answer;
        return reply is null ? Drop(DropReason.InProgress, peer) : null;
    }

    private Work? Drop(DropReason reason, Peer peer)
    {
        drops.Add(reason, peer);
        return null;
    }

    /// <summary>A request whose sender knows the secret, to be decided.</summary>
    /// <param name="TakenIn">The clock's timestamp when it was read.</param>
    internal sealed record Work(AccessRequest Request, RequestHeader Header, Fingerprint Fingerprint, long TakenIn);
}

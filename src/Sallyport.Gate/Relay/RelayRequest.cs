using System.Net;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

/// <summary>
/// One accepted connection on its way to a backend. The relay owns <paramref name="Client"/> from now on and closes it in every case.
/// </summary>
/// <param name="Client">The accepted socket; bytes peeked at are still in it.</param>
/// <param name="Endpoints">The backend's addresses, tried in order within the connect time.</param>
/// <param name="Preamble">Bytes sent to the backend first: a PROXY v2 header, or nothing.</param>
/// <param name="Source">The address to connect from; null for our own.</param>
/// <param name="OnEnd">Called exactly once, on the relay's thread: it must be quick.</param>
internal sealed record RelayRequest(
    int Client, IReadOnlyList<IPEndPoint> Endpoints, ReadOnlyMemory<byte> Preamble, ForeignSource? Source, Action<RelayEnd> OnEnd);

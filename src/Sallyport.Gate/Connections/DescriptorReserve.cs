using Microsoft.Win32.SafeHandles;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Connections;

/// <summary>
/// One descriptor kept for the day when there are none left: it is given up to accept one connection, refuse it with a word, and taken back.
/// Without it the connection would stay in the queue and wake the gate for ever.
/// </summary>
internal sealed class DescriptorReserve(ConnectionRejector rejector) : IDisposable
{
    private SafeFileHandle? kept = Open();

    /// <summary>True when a connection was refused.</summary>
    public bool RefuseOne(int listener)
    {
        kept?.Dispose();
        var socket = ListeningSocket.Accept(listener, out _, out _);
        if (socket >= 0)
            rejector.TellAndClose(socket, new AdmissionDecision(AdmissionRefusal.NoDescriptors, TimeSpan.Zero, default));
        kept = Open();
        return socket >= 0;
    }

    public void Dispose() => kept?.Dispose();

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle("/dev/null");
        }
        catch (IOException)
        {
            return null;
        }
    }
}

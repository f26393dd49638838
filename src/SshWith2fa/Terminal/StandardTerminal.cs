using System.Text;
using SshWith2fa.Platform;

namespace SshWith2fa.Terminal;

/// <summary>The process's own streams. On Unix by write(2): the framework's Console costs 3 ms at start.</summary>
internal sealed class StandardTerminal : ITerminal
{
    public void Print(string text) => Write(1, text);

    public void Say(string text) => Write(2, "ssh-with-2fa: " + text);

    public string? Ask(string question)
    {
        Console.Error.Write(Printable.Of(question));
        return Console.In.ReadLine();
    }

    public string? AskPerson(string question)
    {
        if (OperatingSystem.IsWindows())
            return Ask(question);
        try
        {
            using var reader = new StreamReader("/dev/tty");
            WriteBytes(2, Encoding.UTF8.GetBytes(Printable.Of(question)));
            return reader.ReadLine();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Ask(question);
        }
    }

    private static void Write(int descriptor, string text)
    {
        text = Printable.Of(text) + "\n";
        if (OperatingSystem.IsWindows())
        {
            (descriptor == 1 ? Console.Out : Console.Error).Write(text.ReplaceLineEndings());
            return;
        }
        WriteBytes(descriptor, Encoding.UTF8.GetBytes(text));
    }

    private static unsafe void WriteBytes(int descriptor, byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var written = Native.Write(descriptor, start + done, bytes.Length - done);
                if (written <= 0)
                    return;
                done += (int)written;
            }
        }
    }
}

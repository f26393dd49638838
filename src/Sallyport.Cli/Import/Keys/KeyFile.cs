using System.Text;

namespace Sallyport.Cli.Import.Keys;

/// <summary>A file to be recognised and read. The readers are functions of this alone.</summary>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record KeyFile(string Name, byte[] Bytes)
{
    /// <summary>Bytes in a file at most: 100,000 people in the most talkative format need half of it.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private const int HeadBytes = 4096;

    private readonly Lazy<string> text = new(() => Encoding.UTF8.GetString(Bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Bytes.AsSpan(3) : Bytes));

    /// <summary>Whose file it is, when its place says so.</summary>
    public string? Owner { get; init; }

    /// <summary>Asks for the pass phrase of a file that is sealed.</summary>
    public Func<string> PassPhrase { get; init; } = () => throw new SealedFile();

    /// <summary>The key of a file that is sealed under one agreed beforehand; null when none was given.</summary>
    public byte[]? PreSharedKey { get; init; }

    /// <summary>The hash of one-time pads in a file that does not name it; null: as the file's name says.</summary>
    public string? SkeyHash { get; init; }

    /// <summary>The zone of times that the file gives without one.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The whole file as UTF-8.</summary>
    public string Text => text.Value;

    /// <summary>Its beginning, by which it is recognised.</summary>
    public string Head { get; } = Encoding.UTF8.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, HeadBytes))).TrimStart('\uFEFF');

    /// <summary>The lines with their numbers from 1.</summary>
    public IEnumerable<(int Number, string Text)> Lines()
    {
        using var reader = new StringReader(Text);
        for (var number = 1; reader.ReadLine() is { } line; number++)
            yield return (number, line);
    }

    /// <summary>Names the file, shows nothing of it.</summary>
    public override string ToString() => $"({Name})";
}

/// <summary>A whole file that cannot be read. The message is a lower-case sentence: what is wrong, what to do next.</summary>
internal sealed class UnreadableFile(string message) : Exception(message);

/// <summary>A file that nobody has given the pass phrase of.</summary>
internal sealed class SealedFile() : Exception("the file is encrypted with a pass phrase");

namespace Sallyport.Cli.Import.Keys;

/// <summary>A format that other systems keep or export keys in.</summary>
internal interface IKeyFileFormat
{
    /// <summary>What it is called, in tables and in the audit; at most 40 characters.</summary>
    string Name { get; }

    /// <summary>The PAM module that reads such files in their usual place; null when none does.</summary>
    string? Module => null;

    /// <summary>Whether a file is of this format, by its beginning and its name.</summary>
    bool Recognises(KeyFile file);

    /// <summary>Everything that the file has, in its order, what is refused included.</summary>
    /// <exception cref="UnreadableFile">The file as a whole cannot be read.</exception>
    /// <exception cref="SealedFile">Its pass phrase is wanted.</exception>
    IEnumerable<FoundKey> Read(KeyFile file);
}

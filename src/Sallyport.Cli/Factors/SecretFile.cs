using Sallyport.Authority.Sheets;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Factors;

/// <summary>A new file with a secret in it: for its owner alone, and never in place of another.</summary>
internal static class SecretFile
{
    /// <summary>To be asked before anything changes.</summary>
    /// <exception cref="CommandFailure">Something has that name already.</exception>
    public static void MustBeNew(FileInfo? file)
    {
        if (file is not null && Path.Exists(file.FullName))
            throw new CommandFailure(ExitCode.Failed, $"{file} already exists; name another file");
    }

    /// <exception cref="CommandFailure">It could not be drawn.</exception>
    public static void Write(FileInfo file, SheetDrawing drawing) =>
        Write(file, drawing.Pdf ?? throw new CommandFailure(ExitCode.Failed, drawing.Problem!));

    public static void Write(FileInfo file, byte[] bytes)
    {
        using var stream = new FileStream(file.FullName, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(bytes);
    }
}

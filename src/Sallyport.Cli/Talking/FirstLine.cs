using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Talking;

/// <summary>What is too secret for an argument lies in the first line of a file.</summary>
internal static class FirstLine
{
    /// <exception cref="CommandFailure">There is no such file, it cannot be read, or it is empty.</exception>
    public static async Task<string> OfAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
            throw new CommandFailure(ExitCode.Failed, $"there is no file {path}");
        try
        {
            using var reader = new StreamReader(BoundedFile.Open(path, BoundedFile.ByHand));
            return await reader.ReadLineAsync(cancel) ?? throw new CommandFailure(ExitCode.Failed, $"{path} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"{path} cannot be read: {e.Message}");
        }
    }
}

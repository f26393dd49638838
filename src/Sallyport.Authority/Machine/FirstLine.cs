using Sallyport.Settings;

namespace Sallyport.Authority.Machine;

/// <summary>Secrets that lie in files: the first line counts.</summary>
internal static class FirstLine
{
    /// <exception cref="StartFailure">The file cannot be read or its line is shorter than asked.</exception>
    public static string Of(string path, int least, string what)
    {
        try
        {
            var line = BoundedFile.Lines(path).FirstOrDefault(string.Empty).Trim();
            return line.Length >= least
                ? line
                : throw new StartFailure($"{what} has fewer than {least} characters; write a longer one into {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"{what} cannot be read: {e.Message}", e);
        }
    }
}

using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>One setup changes the machine at a time: the timer that gives port 22 back runs one too.</summary>
internal static class SetupLock
{
    /// <exception cref="CommandFailure">Another setup has it.</exception>
    public static IDisposable Take(SetupPaths paths)
    {
        try
        {
            return new FileStream(paths.Lock, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException)
        {
            throw new CommandFailure(ExitCode.Failed, "another sallyport setup is running; wait until it has ended");
        }
    }
}

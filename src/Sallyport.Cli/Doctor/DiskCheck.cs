using System.Runtime.CompilerServices;

namespace Sallyport.Cli.Doctor;

/// <summary>There is room for the database: on a full disk every login is refused.</summary>
internal static class DiskCheck
{
    private const long Least = 16L << 20, Usual = 256L << 20;

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        var folder = around.Options.StateFolder;
        if (Directory.Exists(folder))
            yield return Of(folder, new DriveInfo(folder).AvailableFreeSpace);
    }

    /// <param name="folder">Where the database is.</param>
    /// <param name="free">In bytes, for users other than root.</param>
    internal static Finding Of(string folder, long free) => free switch
    {
        < Least => Finding.Wrong("disk", $"{folder} has {Size(free)} left: when it is full, every login is refused", "make room, or move the state folder to a larger disk"),
        < Usual => Finding.Note("disk", $"{folder} has {Size(free)} left", "make room before it is full: then every login is refused"),
        _ => Finding.Fine("disk", $"{folder} has {Size(free)} left"),
    };

    private static string Size(long bytes) => bytes >= 10L << 30 ? $"{bytes >> 30} GiB" : $"{bytes >> 20} MiB";
}

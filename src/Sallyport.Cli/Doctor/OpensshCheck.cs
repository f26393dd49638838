using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Doctor;

/// <summary>
/// The sshd is still of the age the door was written for. After an upgrade past 9.8 a link's name no longer chooses the PAM
/// service: sshd would take the machine's own, which asks for no second factor.
/// </summary>
internal static class OpensshCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": OpenSSH";
        var now = await OpensshVersion.OfAsync(door.Paths.Sshd, cancel);
        var then = OpensshVersion.TryParse("OpenSSH_" + door.Record.Openssh);
        if (now is null)
        {
            yield return Finding.Wrong(subject, $"{door.Paths.Sshd} is not an OpenSSH server", "apt-get install openssh-server");
            yield break;
        }

        if (now.Value.NamesServiceInConfig != then?.NamesServiceInConfig)
        {
            yield return Finding.Wrong(
                subject, $"it was upgraded from {door.Record.Openssh} to {now}, with which this door would not ask for a second factor; the door does not start", "install again: " + door.Again);
            yield break;
        }

        if (!now.Value.NamesServiceInConfig && new FileInfo(door.Paths.Link).LinkTarget != door.Paths.Sshd)
        {
            yield return Finding.Wrong(
                subject, $"{door.Paths.Link} is not a link to {door.Paths.Sshd}, so its name would not select the PAM service", "install again: " + door.Again);
            yield break;
        }

        if (now.Value.NamesServiceInConfig && File.Exists(door.Paths.Config) && !Names(door))
        {
            yield return Finding.Wrong(subject, $"{door.Paths.Config} has no PAMServiceName {door.Name}, so sshd would not ask for a second factor", "install again: " + door.Again);
            yield break;
        }

        yield return Finding.Fine(subject, $"{now}, and the PAM service has the name that it needs");
    }

    private static bool Names(InstalledDoor door) => File.ReadLines(door.Paths.Config)
        .Select(line => line.Split([' ', '\t', '='], StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length > 1 && words[0].Equals("PAMServiceName", StringComparison.OrdinalIgnoreCase)) is { } words
        && words[1].Trim('"') == door.Name;
}

using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Doctor;

/// <summary>The PAM service stands, and nothing before or besides the factor lets anybody in.</summary>
internal static class PamServiceCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": PAM";
        var path = door.Paths.PamService;
        if (!File.Exists(path))
        {
            yield return Finding.Wrong(subject, $"{path} is gone, so PAM would take its service \"other\"", "install again: " + door.Again);
            yield break;
        }

        var auth = (await File.ReadAllLinesAsync(path, cancel))
            .Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && (words[0] is "auth" or "-auth" || words is ["@include", "common-auth"]))
            .ToList();
        var module = door.Order switch
        {
            Order.CodeFirst => "pam_radius_auth.so",
            Order.PasswordFirst => "pam_duo.so",
            _ => null,
        };
        var at = auth.FindIndex(words => words.Contains(module, StringComparer.Ordinal));
        if (module is not null && (at < 0 || auth[at][1] is not ("requisite" or "required")))
            yield return Finding.Wrong(subject, $"{path} does not demand {module}", "install again: " + door.Again);
        else if (door.Order == Order.CodeFirst && at != 0)
            yield return Finding.Wrong(subject, $"in {path} something stands before {module}, so the code is not asked first", "install again: " + door.Again);
        else if (auth.Any(words => words[1] == "sufficient"))
            yield return Finding.Wrong(subject, $"{path} has a sufficient line, which lets in without the rest", "make it required, or install again: " + door.Again);
        else if (module is not null && !Obstacle.HasModule(module))
            yield return Finding.Wrong(subject, $"{module} is not installed, so nobody gets in", "apt-get install libpam-radius-auth libpam-duo");
        else
            yield return Finding.Fine(subject, $"{path} demands both");
    }
}

using System.Runtime.CompilerServices;
using Sallyport.Cli.PamServices;
using Sallyport.Cli.Sshd.Pam;
using Sallyport.Settings;

namespace Sallyport.Cli.Doctor;

/// <summary>Other second factors in the machine's PAM services: their users are asked for two codes, or believe in one that no longer counts.</summary>
internal static class OtherFactorsCheck
{
    private const string PamFolder = "/etc/pam.d", Duo = "pam_duo.so", UsualDuoFile = "/etc/security/pam_duo.conf";

    private static readonly HashSet<string> Modules = new(StringComparer.Ordinal)
    {
        "pam_google_authenticator.so", "pam_oath.so", "pam_yubico.so", "pam_u2f.so", "pam_privacyidea.so", "pam_otpw.so", "pam_skey.so", "pam_opie.so",
    };

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        foreach (var finding in Of(PamFolder, [.. around.Doors.Select(door => door.Name)], around.Options.Duo.Names))
            yield return finding;
    }

    /// <param name="folder">The PAM services.</param>
    /// <param name="doors">Those of our doors, which have a check of their own.</param>
    /// <param name="hosts">Names of our Duo face: a pam_duo that asks there is ours.</param>
    internal static IEnumerable<Finding> Of(string folder, IReadOnlyCollection<string> doors, IReadOnlyCollection<string> hosts)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder).Where(path => !doors.Contains(Path.GetFileName(path), StringComparer.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (TextOf(path) is not { } text)
                continue;
            foreach (var module in PamLine.Read(FactorLines.Without(text)).Where(line => line.IsFor("auth") && IsOther(line, hosts)).Select(line => Path.GetFileName(line.Module)).Distinct(StringComparer.Ordinal))
            {
                yield return Finding.Note(
                    "other factors",
                    $"{path} asks {module} too" + (Path.GetFileName(path).StartsWith("common-", StringComparison.Ordinal) ? ", and with it every service that includes it, our doors too" : ""),
                    "sallyport import takes over what its users have; then remove the line, or keep it and tell the users that they are asked twice");
            }
        }
    }

    /// <summary>pam_radius_auth is left out: whether it asks us is in its secrets' file, for root.</summary>
    private static bool IsOther(PamLine line, IReadOnlyCollection<string> hosts)
    {
        var module = Path.GetFileName(line.Module);
        if (module != Duo)
            return Modules.Contains(module);
        var file = line.Arguments.Split(' ').FirstOrDefault(word => word.StartsWith("conf=", StringComparison.Ordinal))?["conf=".Length..] ?? UsualDuoFile;
        return TextOf(file) is { } text && text.Split('\n').Select(setting => setting.Split('=', 2, StringSplitOptions.TrimEntries))
            .Any(setting => setting is ["host", var host] && !hosts.Contains(host.Split(':')[0], StringComparer.OrdinalIgnoreCase));
    }

    private static string? TextOf(string path)
    {
        try
        {
            return BoundedFile.Text(path, System.Text.Encoding.Latin1);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Settings;

namespace Sallyport.Cli.Configuration;

/// <summary>Opens what a configuration names: a file that is missing, empty, no certificate or open to others is a fault of the line that names it.</summary>
internal static class NamedFileFaults
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IEnumerable<SettingsFault> Of(string configuration)
    {
        var files = NamedFile.In(configuration);
        foreach (var file in files)
        {
            if (Fault(file, KeyOf(file, files)) is { } sentence)
                yield return new SettingsFault(configuration, file.Line, $"{file.Key}: {sentence}");
        }
    }

    /// <summary>The key of a certificate is named in the same section, so near it.</summary>
    private static NamedFile? KeyOf(NamedFile certificate, IReadOnlyList<NamedFile> files) => certificate.Key == "certificate-file"
        ? files.Where(file => file.Key == "certificate-key-file").MinBy(file => Math.Abs(file.Line - certificate.Line))
        : null;

    private static string? Fault(NamedFile file, NamedFile? key)
    {
        try
        {
            if (Directory.Exists(file.Path))
                return $"{file.Path} is a folder; name a file";
            if (!File.Exists(file.Path))
                return $"there is no file {file.Path}; make it, or correct the path";
            if (file.IsSecret && (File.GetUnixFileMode(file.Path) & Others) != UnixFileMode.None)
                return $"{file.Path} can be used by every user of this machine; correct it with: chmod o= {file.Path}";
            if (new FileInfo(file.Path).Length == 0)
                return $"{file.Path} is empty";
            if (file.Key == "certificate-file")
                CheckPair(file.Path, key?.Path);
            else if (file.Key == "ca-file")
                X509CertificateLoader.LoadCertificateFromFile(file.Path).Dispose();
            else
                File.OpenRead(file.Path).Dispose();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return $"{file.Path} does not contain what it should: {e.Message}";
        }
        catch (UnauthorizedAccessException)
        {
            return $"{file.Path} cannot be read by this user; run check-config as the authority's user: runuser -u sallyport -- sallyport check-config";
        }
        catch (IOException e)
        {
            return $"{file.Path} cannot be read: {e.Message}";
        }
    }

    /// <exception cref="CryptographicException">It is no certificate.</exception>
    /// <exception cref="ArgumentException">The key is that of another certificate.</exception>
    private static void CheckPair(string certificate, string? key)
    {
        if (key is not null && File.Exists(key))
            X509Certificate2.CreateFromPemFile(certificate, key).Dispose();
        else
            X509CertificateLoader.LoadCertificateFromFile(certificate).Dispose();
    }
}

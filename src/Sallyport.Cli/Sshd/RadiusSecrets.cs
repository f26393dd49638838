using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Secrets;
using Sallyport.Cli.Doors;
using Sallyport.Settings;

namespace Sallyport.Cli.Sshd;

/// <summary>The secrets that the authority's configuration names, made where they are missing.</summary>
internal static class RadiusSecrets
{
    /// <summary>The authority's user and group, as packaging/sysusers.d makes them.</summary>
    private const string AuthorityGroup = "sallyport";

    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <exception cref="InvalidDataException">The file is there and holds nothing that both sides could use.</exception>
    public static async Task<Secret> OpenAsync(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
            await MakeAsync(file, cancel);
        var line = BoundedFile.Lines(file).FirstOrDefault("").Trim();
        return line.Length >= ClientSecrets.LeastCharacters && !line.Any(char.IsWhiteSpace)
            ? new Secret(line)
            : throw new InvalidDataException(
                $"{file} has no secret of {ClientSecrets.LeastCharacters} or more characters without blanks; write one, or delete the file to have one created");
    }

    private static async Task MakeAsync(string file, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = $"{file}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerAndGroup }))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(40, lowercase: true) + "\n"), cancel);
            stream.Flush(flushToDisk: true);
        }

        // Where there is no such group the authority runs as root, who reads the file anyway.
        if (Environment.IsPrivilegedProcess)
            await Tool.RunAsync("/bin/chgrp", ["--", AuthorityGroup, fresh], cancel);
        File.Move(fresh, file, overwrite: false);
        Durable.FlushFolderOf(file);
    }
}

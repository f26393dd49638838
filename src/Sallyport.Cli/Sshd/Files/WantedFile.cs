using System.Security.Cryptography;
using System.Text;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Files;

/// <summary>A file or a link as it should be.</summary>
internal abstract record WantedFile(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadByAll = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode RunByAll = ReadByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>What stands there, as a fingerprint; tells later whether somebody changed it.</summary>
    public abstract string Fingerprint { get; }

    public static WantedFile Text(string path, string content) => new OfText(path, content, ReadByAll, null);

    public static WantedFile Secret(string path, string content) => new OfText(path, content, OwnerOnly, null);

    /// <summary>A secret that a program reads as another user than root.</summary>
    public static WantedFile SecretOf(string owner, string path, string content) => new OfText(path, content, OwnerOnly, owner);

    public static WantedFile Script(string path, string content) => new OfText(path, content, RunByAll, null);

    /// <summary>A file of another program with other bytes; owner, mode and what else it has stay. The text is Latin-1: each byte one character.</summary>
    public static WantedFile Edited(string path, string content) => new OfEdited(path, content);

    public static WantedFile Link(string path, string target) => new OfLink(path, target);

    /// <summary>The fingerprint of what stands at the path now; null when nothing does.</summary>
    public static string? FingerprintOf(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is { } target)
            return OfLink.Print(target);
        return info.Exists ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : null;
    }

    /// <summary>Makes it beside its place, durable, and returns where.</summary>
    public abstract Task<string> StageAsync(CancellationToken cancel);

    private string Fresh() => $"{Path}.sallyport-{Guid.NewGuid():N}";

    private sealed record OfText(string Path, string Content, UnixFileMode Mode, string? Owner) : WantedFile(Path)
    {
        public override string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));

        public override async Task<string> StageAsync(CancellationToken cancel)
        {
            var fresh = Fresh();
            await using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(Content), cancel);
                file.Flush(flushToDisk: true);
            }

            File.SetUnixFileMode(fresh, Mode);
            if (Owner is not null && Environment.IsPrivilegedProcess)
            {
                var chown = await Tool.RunAsync("/bin/chown", [Owner, fresh], cancel);
                if (!chown.Succeeded)
                    throw new IOException($"the file {Path} cannot be given to the user {Owner}: {chown.Error.Trim()}");
            }

            return fresh;
        }
    }

    private sealed record OfEdited(string Path, string Content) : WantedFile(Path)
    {
        public override string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(Content)));

        public override async Task<string> StageAsync(CancellationToken cancel)
        {
            var fresh = Fresh();
            await SavedFiles.CopyAsync(Path, fresh, cancel);
            await using var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Truncate, Access = FileAccess.Write });
            await file.WriteAsync(Encoding.Latin1.GetBytes(Content), cancel);
            file.Flush(flushToDisk: true);
            return fresh;
        }
    }

    private sealed record OfLink(string Path, string Target) : WantedFile(Path)
    {
        public override string Fingerprint => Print(Target);

        public static string Print(string target) => "-> " + target;

        public override Task<string> StageAsync(CancellationToken cancel)
        {
            var fresh = Fresh();
            File.CreateSymbolicLink(fresh, Target);
            return Task.FromResult(fresh);
        }
    }
}

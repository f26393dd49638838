using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Tests.Sshd;

/// <summary>A folder that stands for a machine, with an sshd of any release that only answers <c>-V</c> and <c>-t</c>.</summary>
public sealed class InstallationFixture : IDisposable
{
    internal const string Program = "/usr/bin/sallyport";

    public InstallationFixture()
    {
        Root = Directory.CreateTempSubdirectory("sallyport-test-").FullName;
        Directory.CreateDirectory(In("etc/pam.d"));
        Directory.CreateDirectory(In("etc/security"));
        Directory.CreateDirectory(In("etc/ssh"));
        Directory.CreateDirectory(In("var/lib"));
        Directory.CreateDirectory(In("state"));
        File.WriteAllText(In("etc/ssh/key"), "key");
        File.WriteAllText(In("state/ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        Options = new AuthorityOptions
        {
            StateFolder = In("state"),
            Radius = new RadiusOptions { Clients = [new RadiusClientOptions("here", [IPNetwork.Parse("127.0.0.1/32")], In("etc/sallyport/radius/here.secret"))] },
        };
    }

    public string Root { get; }

    internal AuthorityOptions Options { get; set; }

    internal FakeServices Services { get; } = new();

    internal FakeRegistration Registration { get; } = new();

    public string In(string path) => Path.Combine(Root, path);

    /// <summary>An sshd that says it is that release, and that takes only configurations without the word.</summary>
    public string Sshd(string release, string refusedWord)
    {
        var path = In("sshd-" + release);
        File.WriteAllText(path, $"""
            #!/bin/sh
            case "$1" in
                -V) echo "OpenSSH_{release}p1, OpenSSL 3" >&2 ;;
                -t) if grep -q '^{refusedWord}' "$3"; then echo "$3: line 1: Bad configuration option: {refusedWord}" >&2; exit 255; fi ;;
                *) exit 1 ;;
            esac

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    internal async Task<Door> DoorAsync(Order order, string release, string refusedWord = "NoSuchWord")
    {
        var paths = new DoorPaths("sskdtest", Root) { PamFolder = In("etc/pam.d"), SecurityFolder = In("etc/security"), Sshd = Sshd(release, refusedWord) };
        var version = await OpensshVersion.OfAsync(paths.Sshd, TestContext.Current.CancellationToken);
        return new Door { Paths = paths, Order = order, MachineConfig = In("etc/ssh/sshd_config"), HostKeys = [In("etc/ssh/key")], Openssh = version!.Value };
    }

    internal Task<InstallOutcome> InstallAsync(Door door) =>
        new SshdInstaller(Options, Registration, Services).InstallAsync(door, Program, TestContext.Current.CancellationToken);

    internal Task<InstallOutcome> RemoveAsync(Door door) =>
        new SshdRemover(Services, Registration).RemoveAsync(door.Paths, TestContext.Current.CancellationToken);

    /// <summary>Every file and link below the folder with its mode, time and content, but for the shared secret and the stand-in sshds.</summary>
    public IReadOnlyList<string> Picture() =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("radius/here", StringComparison.Ordinal) && !path.EndsWith("etc/sallyport/radius", StringComparison.Ordinal)
                && !path.EndsWith("etc/sallyport", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("sshd-", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => File.Exists(path) || new FileInfo(path).LinkTarget is not null
                ? $"{path} {new FileInfo(path).LinkTarget} {new FileInfo(path).UnixFileMode} {Time(path)} {Content(path)}"
                : path),
    ];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Time(string path) => new FileInfo(path).LinkTarget is null ? File.GetLastWriteTimeUtc(path).Ticks.ToString() : "";

    private static string Content(string path) => new FileInfo(path).LinkTarget is null ? File.ReadAllText(path) : "";

    internal sealed class FakeServices : IServices
    {
        public string? Failure { get; set; }

        public int Restored { get; private set; }

        public Task<string?> StartAsync(Door door, CancellationToken cancel) => Task.FromResult(Failure);

        public Task RestoreAsync(Door door, CancellationToken cancel)
        {
            Restored++;
            return Task.CompletedTask;
        }

        public Task StopAsync(DoorPaths paths, CancellationToken cancel) => Task.CompletedTask;

        public Task ReloadAsync(CancellationToken cancel) => Task.CompletedTask;

        public string HowToStart(Door door) => "runs";
    }

    internal sealed class FakeRegistration : IDuoRegistration
    {
        public int Added { get; private set; }

        public string? Refusal { get; set; }

        public List<string> Removed { get; } = [];

        public Task<string?> RemoveAsync(string host, CancellationToken cancel)
        {
            if (Refusal is null)
                Removed.Add(host);
            return Task.FromResult(Refusal);
        }

        public Task<(DuoKeys? Keys, string? Refusal)> AddAsync(string host, CancellationToken cancel) =>
            Task.FromResult<(DuoKeys? Keys, string? Refusal)>(Refusal is null ? (new DuoKeys("DI0000000000000000" + (10 + Added++), new Secret("skey-of-40-characters")), null) : (null, Refusal));
    }
}

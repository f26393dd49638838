using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Cli.Tests.AbsurdArguments;

[assembly: AssemblyFixture(typeof(RunningSite))]

namespace Sallyport.Cli.Tests.AbsurdArguments;

/// <summary>An authority with one user, its configuration and a gate's: what commands need to come as far as their arguments.</summary>
public sealed class RunningSite : IAsyncLifetime
{
    /// <summary>In memory where that can be had: thousands of commands wait for the disk otherwise.</summary>
    private readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"sallyport-absurd-{Guid.NewGuid():N}"));
    private AuthorityHost? authority;

    /// <summary>Where commands read and write. What the authority writes lies elsewhere.</summary>
    public string Place => Path.Combine(folder.FullName, "place");

    public string Socket => Path.Combine(folder.FullName, "authority.sock");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Place);
        AbsurdValues.MakeFiles(Place);
        var options = new AuthorityOptions
        {
            Site = "example",
            StateFolder = File("state"),
            NoticesFolder = File("notices"),
            Socket = Socket,
            AdministratorGroup = Owner.Group(),
            ExportKeys = true,
            TimeZone = TimeZoneInfo.Utc,
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
        };
        authority = await AuthorityHost.StartAsync(options, new AuthorityDependencies { Clock = TimeProvider.System, Start = StoreStart.New }, CancellationToken.None);
        // Without RADIUS no door can be installed, so nothing of this machine is changed.
        System.IO.File.WriteAllText(File("sallyport.conf"), $"site = example\nstate-folder = {File("state")}\nnotices-folder = {File("notices")}\nsocket = {Socket}\nexport-keys = on\n[radius]\nlisten = off\n");
        System.IO.File.WriteAllText(File("gate.conf"), $"[gate]\nlisten = 127.0.0.1:1\nsshd-arguments = -i\nstate = {File("gate-state")}\ncontrol = {File("gate.sock")}\n");
        System.IO.File.WriteAllText(File("pass-phrase"), "a long enough pass phrase\n");
        System.IO.File.WriteAllText(File("scenario.conf"), "[scenario]\n");
        await CommandLine.RunAsync(["user", "add", "root", "--socket", Socket], TextWriter.Null, TextWriter.Null);
    }

    public async ValueTask DisposeAsync()
    {
        if (authority is not null)
            await authority.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>Everything below the place, with sizes: a command that failed has changed nothing of it.</summary>
    public string Contents() => string.Join('\n', new DirectoryInfo(Place).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => entry is FileInfo file && file.LinkTarget is null ? $"{entry.FullName} {file.Length}" : entry.FullName).Order(StringComparer.Ordinal));
}

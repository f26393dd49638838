using System.Text;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Settings;

namespace Sallyport.Cli.PamServices;

/// <summary>A copy of the machine's PAM services with the changes in them, for trials before anything is changed.</summary>
internal sealed class StagedServices : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-pam-");

    private StagedServices()
    {
    }

    public string Folder => folder.FullName;

    /// <param name="paths">The program.</param>
    /// <param name="lines">What asks for the factor, given the path of its file.</param>
    /// <param name="radiusClient">That file.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<StagedServices> MakeAsync(PamPaths paths, Func<string, FactorLines> lines, WantedFile radiusClient, CancellationToken cancel)
    {
        var staged = new StagedServices();
        foreach (var path in Directory.EnumerateFiles(paths.PamFolder))
            File.WriteAllText(Path.Combine(staged.Folder, Path.GetFileName(path)), BoundedFile.Text(path, Encoding.Latin1), Encoding.Latin1);
        var client = Path.Combine(staged.Folder, "client.conf");
        File.Move(await (radiusClient with { Path = client }).StageAsync(cancel), client);
        foreach (var name in paths.Names)
        {
            var path = Path.Combine(staged.Folder, name);
            File.WriteAllText(path, lines(client).In(File.ReadAllText(path, Encoding.Latin1)), Encoding.Latin1);
        }

        return staged;
    }

    public void Dispose() => folder.Delete(recursive: true);
}

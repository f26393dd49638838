using System.CommandLine;
using System.Text;
using Sallyport.Authority.Local;
using Sallyport.Authority.Portal.Help;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Profile;

namespace Sallyport.Cli.Hosts;

/// <summary><c>sallyport site pages</c>: the help pages as files, for a server that only serves files.</summary>
internal static class SitePagesCommand
{
    private static readonly Argument<DirectoryInfo> Folder = new("folder") { Description = "where the files go; it is made if it is not there", HelpName = "DIR" };

    public static Command Create() => AuthorityCommand.Create("pages", "Write the help pages for users, made from the published profile, as files.", RunAsync, Folder);

    private static async Task RunAsync(Call call)
    {
        var site = await call.Authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, call.Cancel);
        if (site.Payload is null)
            throw new CommandFailure(ExitCode.Failed, "no profile is published yet; write one with: sallyport site edit");
        var read = ProfileReader.Read(Encoding.UTF8.GetBytes(site.Payload));
        if (read.Value is not { } profile)
            throw new CommandFailure(ExitCode.Failed, $"{read.Problem!.Sentence}; correct it with: sallyport site edit");

        var folder = call.Parsed.GetValue(Folder)!;
        var files = HelpDocument.Files(profile, site.RootFingerprint);
        try
        {
            folder.Create();
            foreach (var (name, bytes) in files)
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes, call.Cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"the pages cannot be written to {folder}: {e.Message}");
        }

        await call.Output.WriteLineAsync($"{files.Count} files were written to {folder}. Write them again after each change of the profile.");
    }
}

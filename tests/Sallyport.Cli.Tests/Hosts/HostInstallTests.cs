using Sallyport.Cli.Terminal;
using Sallyport.Cli.Tests.AbsurdArguments;

namespace Sallyport.Cli.Tests.Hosts;

/// <summary><c>host add --install</c>: what cannot be written registers nothing, and changes no file.</summary>
public sealed class HostInstallTests(RunningSite site) : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Obstacles => ["the folder is not there", "the place is a file", "the folder takes no file", "a name is a folder's", "another name is a folder's"];

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task registers_nothing_when(string obstacle)
    {
        await File.WriteAllTextAsync(folder.File("pam_duo.conf"), "; of another authority\n", TestContext.Current.CancellationToken);
        var place = obstacle switch
        {
            "the folder is not there" => folder.File("none"),
            "the place is a file" => folder.File("pam_duo.conf"),
            "the folder takes no file" => "/proc/self",
            _ => folder.Root,
        };
        if (obstacle == "a name is a folder's")
            Directory.CreateDirectory(folder.File("login_duo.conf"));
        if (obstacle == "another name is a folder's")
            Directory.CreateDirectory(folder.File("sallyport-authority.pem"));
        var before = Directory.GetFileSystemEntries(folder.Root).Order(StringComparer.Ordinal);

        var (code, output, error) = await RunAsync("host", "add", "unwritten", "--install", place);

        Assert.Equal(((int)ExitCode.Failed, ""), (code, output));
        Assert.StartsWith("sallyport: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("unwritten", (await RunAsync("host", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Root).Order(StringComparer.Ordinal));
        Assert.Equal("; of another authority\n", await File.ReadAllTextAsync(folder.File("pam_duo.conf"), TestContext.Current.CancellationToken));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.RunAsync([.. words, "--socket", site.Socket], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

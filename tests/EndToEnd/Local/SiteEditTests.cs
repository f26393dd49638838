using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Local;

/// <summary><c>sallyport site edit</c> in an editor: what is left as it was is not published, and what is wrong is not lost.</summary>
public sealed class SiteEditTests : IAsyncLifetime
{
    private TestAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await TestAuthority.StartAsync();

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Fact]
    public async Task What_the_editor_leaves_as_it_was_is_not_published()
    {
        var untouched = await EditAsync("true");
        Assert.Equal((0, "Nothing was changed, so nothing was published.\n"), (untouched.ExitCode, untouched.Output));
        Assert.Contains("no profile is published", (await ShowAsync()).Error, StringComparison.Ordinal);

        Assert.Contains("with the serial 1", (await EditAsync("sed -i s/example.org/example.net/")).Output, StringComparison.Ordinal);
        Assert.Contains("nothing was published", (await EditAsync("true")).Output, StringComparison.Ordinal);
        var shown = await ShowAsync();
        Assert.Contains("ssh.example.net", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_a_mistake_is_kept_and_can_be_published_once_it_is_right()
    {
        var refused = await EditAsync("sed -i s/version/versoin/");
        Assert.Equal(1, refused.ExitCode);
        var draft = refused.Error.Trim().Split(' ')[^1];
        Assert.True(File.Exists(draft), $"{refused}");
        try
        {
            var text = await File.ReadAllTextAsync(draft, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(draft, text.Replace("versoin", "version", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            Assert.Contains("with the serial 1", await authority.AdministerAsync("site", "edit", "--file", draft), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(draft)!, recursive: true);
        }
    }

    private Task<Run> EditAsync(string editor) => Run.OfAsync("/usr/bin/env", ["EDITOR=" + editor, "VISUAL=" + editor, SallyportCommand.Path, "site", "edit", "--config", authority.ConfigFile]);

    private Task<Run> ShowAsync() => Run.OfAsync(SallyportCommand.Path, ["site", "show", "--config", authority.ConfigFile]);
}

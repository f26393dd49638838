namespace EndToEnd.Laptop;

/// <summary>Real xpra over the session, its window on an Xvfb outside, its program inside.</summary>
[Needs("xpra Xvfb xauth")]
public sealed class XpraTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_program_runs_inside_on_a_display_of_xpras()
    {
        await site.MakeKey();
        var refused = await site.Outside(site.Command, "xpra", "dora", "true");
        Assert.Contains("no session is up", refused.Error, StringComparison.Ordinal);
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));

        await Site.Must(await site.Outside("ssh", "dora", "echo 'echo \"display $DISPLAY\" > shown; sleep 3' > program"));
        var run = await site.Outside("sh", "-c", $"""
            Xvfb -displayfd 3 -nolisten tcp -screen 0 800x600x24 3> display 2> /dev/null &
            server=$!
            for i in $(seq 100); do [ -s display ] && break; sleep 0.1; done
            DISPLAY=:$(cat display) timeout 75 {site.Command} xpra dora sh program -- --speaker=off --webcam=no --printing=no --clipboard=no --notifications=no --opengl=no
            status=$?
            kill $server
            exit $status
            """);
        var written = Path.Combine(site.ServerHome, "shown");
        Assert.True(File.Exists(written), run.ToString());
        Assert.Matches("^display :[0-9]+\n$", await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken));
        Assert.Equal((1, 1), site.Prompts());
        await site.Outside(site.Command, "down");
    }
}

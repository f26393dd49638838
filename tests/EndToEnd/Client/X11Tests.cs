namespace EndToEnd.Laptop;

/// <summary>Windows over the session: xdpyinfo, run at the site, sees the X server of the laptop outside.</summary>
[Needs("Xvfb xauth xdpyinfo")]
public sealed class X11Tests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private string display = "";

    public async ValueTask InitializeAsync()
    {
        var started = await site.Outside("sh", "-c", """
            Xvfb -displayfd 3 -nolisten tcp -screen 0 800x600x24 3> display > /dev/null 2>&1 &
            echo $! > server
            for i in $(seq 100); do [ -s display ] && break; sleep 0.1; done
            cat display
            """);
        display = "DISPLAY=:" + started.Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        await site.Outside("sh", "-c", "kill $(cat server)");
    }

    [Fact]
    public async Task A_program_at_the_site_reaches_the_laptops_display_unless_its_person_says_no()
    {
        await site.MakeKey();
        await Site.Must(await site.OutsideAtTerminalWith(display, site.Command, "up"));
        foreach (var command in (string[][])[["ssh"], ["ssh", "-X"], ["ssh", "-Y"], [site.Command, "ssh"], [site.Command, "ssh", "-Y"]])
        {
            var run = await site.OutsideWith(display, [.. command, "dora", "xdpyinfo"]);
            Assert.True(run.ExitCode == 0, string.Join(' ', command) + ": " + run);
            Assert.Matches("name of display: +localhost:[0-9]+", run.Output);
        }

        Assert.NotEqual(0, (await site.OutsideWith(display, "ssh", "-x", "dora", "xdpyinfo")).ExitCode);
        Assert.Equal((1, 1), site.Prompts());
    }
}

using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Local;

/// <summary><c>sallyport totp enroll</c> in a real terminal of 80 by 24: when the prompt is there, the code on the screen can be scanned.</summary>
[Needs("tmux zbarimg oathtool")]
public sealed class EnrolmentOnScreenTests : IAsyncLifetime
{
    private TestAuthority authority = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync();
        await authority.AdministerAsync("user", "add", "ann");
    }

    public ValueTask DisposeAsync() => authority.DisposeAsync();

    [Theory]
    [InlineData(30, 210)]
    [InlineData(255, 0)]
    public async Task The_code_is_on_the_screen_when_the_prompt_is(byte background, byte foreground)
    {
        await using var window = await OpenAsync(80, 24);
        var lines = await window.ShowsAsync("Code from the app");
        Assert.Equal(24, lines.Count);
        var uri = await window.ScanAsync(lines, background, foreground);
        Assert.StartsWith("otpauth://totp/", uri, StringComparison.Ordinal);

        await window.TypeAsync(await AuthenticatorApp.Of(uri, authority.Clock).CodeAsync(), "Enter");
        await window.ShowsAsync("enrolled");
    }

    [Fact]
    public async Task A_window_that_is_too_small_says_what_to_do()
    {
        await using var window = await OpenAsync(60, 16);
        var text = string.Join(' ', await window.ShowsAsync("Code from the app"));
        Assert.Contains("--png", text, StringComparison.Ordinal);
        Assert.Contains("portal link", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2588', text);
    }

    [Fact]
    public async Task In_a_picture_and_on_paper_the_code_is_for_its_owner_alone_and_replaces_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-key-");
        try
        {
            string[] enrol = ["totp", "enroll", "--for", "ann", "--config", authority.ConfigFile, "--png", $"{folder}/key.png", "--pdf", $"{folder}/key.pdf"];
            var run = await SallyportCommand.RunAsync(enrol);
            Assert.True(run.ExitCode == 0, $"{run}");
            Assert.DoesNotContain('\u2588', run.Output);
            var uri = run.Output.Split('\n').Single(line => line.StartsWith("URI:", StringComparison.Ordinal))[4..].Trim();
            Assert.Equal(uri, (await Run.MustAsync("/usr/bin/zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", $"{folder}/key.png")).Trim());
            foreach (var file in folder.GetFiles())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
                Assert.Contains($"wrote {file}; destroy it", run.Error, StringComparison.Ordinal);
            }

            var kept = await File.ReadAllBytesAsync($"{folder}/key.pdf", TestContext.Current.CancellationToken);
            var again = await SallyportCommand.RunAsync([.. enrol[..6], "--pdf", $"{folder}/key.pdf"]);
            Assert.Equal((1, $"sallyport: {folder}/key.pdf already exists; name another file\n"), (again.ExitCode, again.Error));
            Assert.Equal(kept, await File.ReadAllBytesAsync($"{folder}/key.pdf", TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<TerminalWindow> OpenAsync(int columns, int rows) =>
        TerminalWindow.OpenAsync(columns, rows, $"{SallyportCommand.Path} totp enroll --for ann --config {authority.ConfigFile}");
}

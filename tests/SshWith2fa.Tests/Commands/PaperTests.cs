using System.Diagnostics;
using SshWith2fa.Commands;

namespace SshWith2fa.Tests.Commands;

/// <summary>The manual page and the completions know every command there is.</summary>
public sealed class PaperTests
{
    private const string Manual = "docs/man/ssh-with-2fa.1";

    public static TheoryData<string> Commands => new(CommandTable.All.Where(command => !command.Internal).Select(command => command.Name));

    public static TheoryData<string> Completions => new("ssh-with-2fa.bash", "ssh-with-2fa.zsh", "ssh-with-2fa.fish", "ssh-with-2fa.ps1");

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_manual_page_has_a_command(string name) =>
        Assert.Contains(File.ReadLines(At(Manual)), line => line.StartsWith(".It Cm ", StringComparison.Ordinal) && line.Split(' ', ',').Contains(name));

    [Theory]
    [MemberData(nameof(Completions))]
    public void A_completion_knows_every_command_and_option(string file)
    {
        var text = File.ReadAllText(At("packaging/completions/" + file));
        foreach (var command in CommandTable.All.Where(command => !command.Internal))
        {
            Assert.Matches($@"\b{command.Name}\b", text);
            foreach (var word in command.Synopsis.Split(' ', '[', ']').Where(word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2))
                Assert.True(text.Contains(word, StringComparison.Ordinal) || text.Contains("-l " + word[2..], StringComparison.Ordinal), $"{file} lacks {word}");
        }
        foreach (var command in CommandTable.All.Where(command => command.Internal)) Assert.DoesNotContain($"'{command.Name}:", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "ssh-with-2fa.bash")]
    [InlineData("zsh", "ssh-with-2fa.zsh")]
    [InlineData("fish", "ssh-with-2fa.fish")]
    public void A_completion_is_good_shell(string shell, string file)
    {
        NeedsAttribute.ForThisRow(shell);
        Assert.Equal("", Said(shell, "-n", At("packaging/completions/" + file)));
    }

    [Theory]
    [InlineData("p", "passcode proxychains print")]
    [InlineData("--debug up --", "--until --warn")]
    [InlineData("setup --ca", "--ca-fingerprint")]
    [InlineData("explain s", "ssh scp sftp")]
    [InlineData("passcode ", "sms push phone --")]
    [InlineData("passcode sms -- s", "ssh scp sftp")]
    public void Bash_completes(string typed, string expected)
    {
        var words = typed.Split(' ');
        var script = $"source '{At("packaging/completions/ssh-with-2fa.bash")}'; COMP_WORDS=(ssh-with-2fa {string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length}; _ssh_with_2fa; echo \"${{COMPREPLY[@]}}\"";
        Assert.Equal(expected, Said("bash", "-c", script).TrimEnd());
    }

    [Needs("mandoc")]
    [Fact]
    public void The_manual_page_has_nothing_that_mandoc_warns_of() => Assert.Equal("", Said("mandoc", "-T", "lint", "-W", "warning", At(Manual)));

    private static string Said(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = run.StandardError.ReadToEndAsync();
        return run.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
    }

    private static string At(string path)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Sallyport.slnx"))) directory = Path.GetDirectoryName(directory)!;
        return Path.Combine(directory, path);
    }
}

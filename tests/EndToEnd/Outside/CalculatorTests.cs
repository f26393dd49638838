using System.Text.RegularExpressions;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>OTP calculators of Debian's, given the challenge that a login shows and the pass phrase that the sheet was made from.</summary>
[Needs("otpprint tclsh expect")]
public sealed partial class CalculatorTests : IAsyncLifetime
{
    private const string PassPhrase = "a phrase of my own, long enough";

    private TestAuthority authority = null!;

    public async ValueTask InitializeAsync() => authority = await TestAuthority.StartAsync();

    public async ValueTask DisposeAsync() => await authority.DisposeAsync();

    [Fact]
    public async Task the_words_of_each_calculator_are_right()
    {
        await authority.AdministerAsync("user", "add", "ada");
        var sheet = await Run.OfAsync(
            SallyportCommand.Path,
            ["skey", "sheet", "--for", "ada", "--own-passphrase", "--lines", "50", "--config", authority.ConfigFile],
            new Dictionary<string, string>(StringComparer.Ordinal),
            PassPhrase + "\n");
        Assert.True(sheet.ExitCode == 0, $"{sheet}");
        Assert.Contains("otp-sha1 50 ", sheet.Output, StringComparison.Ordinal);

        var line = 50;
        foreach (var calculator in (Func<string, string, Task<string>>[])[HeimdalAsync, HeimdalHexAsync, HeimdalExtendedAsync, TclAsync, TclHexAsync])
        {
            using var login = new RadiusConversation(authority.RadiusPort, await authority.RadiusSecretAsync(), "ada");
            var challenge = Challenge().Match((await login.BeginAsync())!.Text!);
            Assert.True(challenge.Success);
            Assert.Equal(line--, int.Parse(challenge.Groups["number"].Value));

            var typed = await calculator(challenge.Groups["number"].Value, challenge.Groups["seed"].Value);

            Assert.True(RadiusConversation.Accepted(await login.SendAsync(typed)), $"{calculator.Method.Name}: {typed}");
        }
    }

    private static Task<string> HeimdalAsync(string number, string seed) => OtpprintAsync(number, seed, "");

    private static Task<string> HeimdalHexAsync(string number, string seed) => OtpprintAsync(number, seed, "-h ");

    private static Task<string> HeimdalExtendedAsync(string number, string seed) => OtpprintAsync(number, seed, "-e ");

    /// <summary>It reads the pass phrase from a terminal only, and prints <c>487: SIX WORDS</c>.</summary>
    private static async Task<string> OtpprintAsync(string number, string seed, string options)
    {
        var printed = await ExpectAsync($$"""
            log_user 0
            spawn otpprint {{options}}-f sha -n 1 {{number}} {{seed}}
            expect -re {[Pp]ass-?phrase: ?}
            send "{{PassPhrase}}\r"
            expect -re {\n([^\r\n]*{{number}}: )?([^\r\n]+)\r\n} { puts $expect_out(2,string) }
            """);
        return printed;
    }

    private static Task<string> TclAsync(string number, string seed) => TclshAsync($"package require otp\nputs [otp::otp-sha1 -words -seed {seed} -count {number} {{{PassPhrase}}}]");

    private static Task<string> TclHexAsync(string number, string seed) => TclshAsync($"package require otp\nputs [otp::otp-sha1 -hex -seed {seed} -count {number} {{{PassPhrase}}}]");

    private static async Task<string> ExpectAsync(string script) => (await Run.MustAsync("expect", "-c", script)).Trim();

    private static async Task<string> TclshAsync(string script) =>
        (await Run.OfAsync("tclsh", [], new Dictionary<string, string>(StringComparer.Ordinal), script + "\n")).Output.Trim();

    [GeneratedRegex(@"^otp-sha1 (?<number>\d+) (?<seed>\w+) \(six words\): $", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Challenge();
}

using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.Tests.Factors.Totp;

public sealed class GoogleAuthenticatorFileTests
{
    // Written by google-authenticator of Debian's libpam-google-authenticator.
    private const string Real = """
        UCOPOOHHZWJ2LDU5SN33STDDW4
        " RATE_LIMIT 3 30
        " WINDOW_SIZE 3
        " DISALLOW_REUSE
        " TOTP_AUTH
        79462982
        39995954
        53717060
        14918340
        41833086

        """;

    private const string Key160 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public void A_real_file_gives_its_key_and_its_scratch_codes()
    {
        var import = GoogleAuthenticatorFile.Read(Real);
        Assert.Equal("UCOPOOHHZWJ2LDU5SN33STDDW4", import.Key?.ToBase32());
        Assert.Equal(TotpAlgorithm.Sha1, import.Key?.Algorithm);
        Assert.Equal(6, import.Key?.Digits);
        Assert.Equal(["79462982", "39995954", "53717060", "14918340", "41833086"], import.ScratchCodes);
        Assert.Null(import.LastUsedStep);
        Assert.Equal([new(1, ImportSeverity.Note, "the key has 128 bits, fewer than the 160 of a new one; enrol again when you can")], import.Findings);
    }

    [Fact]
    public void A_file_in_use_brings_the_last_step_used_there() =>
        Assert.Equal(58_788_334, GoogleAuthenticatorFile.Read($"""
            {Key160}
            " RATE_LIMIT 3 30 1763650001 1763650017
            " DISALLOW_REUSE 58788333 58788334 58788301
            " TOTP_AUTH
            " LAST0 192.0.2.7 1763650017
            " RESETTING_TIME_SKEW 58788301+0 58788333+0
            12345678
            """) switch
        {
            { Findings: [], ScratchCodes: ["12345678"] } import => import.LastUsedStep,
            var import => throw new InvalidOperationException(import.ToString()),
        });

    [Theory]
    [InlineData("", 1, "first line is not a key")]
    [InlineData("\" TOTP_AUTH\n" + Key160, 1, "first line is not a key")]
    [InlineData("not a key!\n\" TOTP_AUTH", 1, "first line is not a key")]
    [InlineData("GEZDGNBVGY3TQOJQ\n\" TOTP_AUTH", 1, "80 bits")]
    [InlineData(Key160, 1, "\" TOTP_AUTH is missing")]
    [InlineData(Key160 + "\n\" RATE_LIMIT 3 30\n12345678", 1, "\" TOTP_AUTH is missing")]
    [InlineData("Dear colleague please keep this letter safe now\n\" TOTP_AUTH", 1, "first line is not a key")]
    [InlineData(Key160 + "\n\" HOTP_COUNTER 7\n12345678", 2, "counter-based (HOTP)")]
    [InlineData(Key160 + "\n\" HOTP_COUNTER 7\n\" TOTP_AUTH", 1, "both TOTP_AUTH and HOTP_COUNTER")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" STEP_SIZE 60", 3, "every 60 seconds")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" STEP_SIZE", 3, "STEP_SIZE needs one number")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" DISALLOW_REUSE 5 x", 3, "DISALLOW_REUSE needs one number")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" WINDOW_SIZE 1 2", 3, "WINDOW_SIZE needs one number")]
    public void Refuses_and_says_at_which_line_why(string text, int line, string why)
    {
        var import = GoogleAuthenticatorFile.Read(text);
        Assert.Null(import.Key);
        Assert.Empty(import.ScratchCodes);
        Assert.Contains(import.Findings, finding =>
            finding.Severity == ImportSeverity.Refuses && finding.Line == line && finding.Text.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" WINDOW_SIZE 17", 3, "window of 17 codes becomes 3")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" TIME_SKEW -4", 3, "-4 steps off")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n\" SOMETHING_NEW 1", 3, "unknown option")]
    [InlineData(Key160 + "\n\" TOTP_AUTH\n1234567", 3, "neither an option nor a scratch code")]
    [InlineData(Key160 + "\r\n\" TOTP_AUTH\r\n12345678\r\n12345678\r\n", 4, "scratch code twice")]
    public void Imports_and_notes(string text, int line, string what)
    {
        var import = GoogleAuthenticatorFile.Read(text);
        Assert.Equal(Key160, import.Key?.ToBase32());
        var finding = Assert.Single(import.Findings);
        Assert.Equal((line, ImportSeverity.Note), (finding.Line, finding.Severity));
        Assert.Contains(what, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_that_base32_lacks_stand_for_the_letters_they_look_like() =>
        Assert.Equal("OLBZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", GoogleAuthenticatorFile.Read("018ZDGNBVGY3TQ0JQGEZDGNBVGY3TQ0J\n\" TOTP_AUTH").Key?.ToBase32());

    [Fact]
    public void Nothing_secret_is_printed_or_told()
    {
        var import = GoogleAuthenticatorFile.Read(Real + "\n\" FORTYTWO 1111111\n99999\nMYSECRETLINE\n");
        var told = import + string.Concat(import.Findings);
        foreach (var secret in new[] { "UCOP", "79462982", "MYSECRET", "99999", "1111111" })
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        Assert.Equal(4, import.Findings.Count);
    }

    [Fact]
    public void Hostile_files_are_read_without_a_fault_and_import_all_or_nothing()
    {
        var random = new Random(4226);
        string[] pieces = [Key160, "\n", "\n", "\r\n", "\" ", "\"", "TOTP_AUTH", "\n\" TOTP_AUTH\n", "\n\" TOTP_AUTH\n", "HOTP_COUNTER 1", "STEP_SIZE ", "30", "WINDOW_SIZE ", "DISALLOW_REUSE ",
            "99999999999999999999", "-1", "12345678", " ", "\0", "\t", "é", "\ud800", "LAST1", "TIME_SKEW "];
        var imported = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var start = random.Next(4) == 0 ? "" : Key160 + "\n";
            var import = GoogleAuthenticatorFile.Read(start + string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => pieces[random.Next(pieces.Length)])));
            Assert.Equal(import.Key is null, import.Findings.Any(finding => finding.Severity == ImportSeverity.Refuses));
            Assert.True(import.Key is not null || import is { ScratchCodes: [], LastUsedStep: null });
            imported += import.Key is null ? 0 : 1;
        }

        Assert.InRange(imported, 1000, 49_000);
        Assert.Null(GoogleAuthenticatorFile.Read(new string('A', GoogleAuthenticatorFile.MaxLength + 1)).Key);
    }
}

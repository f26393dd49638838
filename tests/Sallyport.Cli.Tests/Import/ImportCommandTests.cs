using System.Text.Json;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Cli.Tests.Import;

public sealed class ImportCommandTests
{
    private const string Hex = "3132333435363738393031323334353637383930";
    private const string Uri = "otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public async Task A_dry_run_shows_who_what_and_why_not_and_changes_nothing()
    {
        await using var site = await ImportSite.StartAsync();
        var file = site.Write("users.oath", $"HOTP/T30 alice - {Hex}\nHOTP/T60 bob - {Hex}\nHOTP/T30 mallory - {Hex}\n");

        var (code, output, _) = await site.RunAsync("import", file, "--dry-run");

        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^WHO +WHAT +FROM +REFUSED$", output);
        Assert.Matches(@"(?m)^alice +app, SHA1, 6 digits, 160 bits +users\.oath, line 1$", output);
        Assert.Matches(@"(?m)^bob +- +users\.oath, line 2 +its codes do not change every 30 seconds; enrol again$", output);
        Assert.Matches(@"(?m)^mallory .* this machine has no account mallory; .*--any-name$", output);
        Assert.EndsWith("1 person would be taken, 2 refused.\n", output, StringComparison.Ordinal);
        Assert.Equal(0, (await site.FindAsync("alice")).Version);
    }

    [Fact]
    public async Task People_are_taken_each_whole_or_not_at_all()
    {
        await using var site = await ImportSite.StartAsync();
        var file = site.Write("users.oath", $"HOTP/T30 alice - {Hex}\nHOTP/T30 bob - {Hex}\nHOTP bob - {Hex}\nHOTP/T30 carol - {Hex}\nHOTP/T30 carol - {Hex[2..]}31\n");

        var (code, output, error) = await site.RunAsync("import", file, "--yes");

        Assert.Equal(1, code);
        Assert.NotNull((await site.FindAsync("alice")).Enrolments.Totp);
        Assert.Equal(0, (await site.FindAsync("bob")).Version);
        Assert.Equal(0, (await site.FindAsync("carol")).Version);
        Assert.Contains("nothing is imported, because of line 3: a counter-based (HOTP) key", output, StringComparison.Ordinal);
        Assert.Contains("there are 2 keys of this user", output, StringComparison.Ordinal);
        Assert.Contains("1 person taken, 2 refused.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("remove it", output, StringComparison.Ordinal);
        Assert.Contains("not everything was taken", error, StringComparison.Ordinal);
        Assert.Contains("imported from pam_oath", (await site.RunAsync("audit", "tail")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_import_replaces_nothing_unless_it_is_told_to()
    {
        await using var site = await ImportSite.StartAsync();
        var file = site.Write("uri", Uri);
        Assert.Equal(0, (await site.RunAsync("import", file, "--yes")).Code);
        var other = site.Write("other", Uri.Replace("GEZD", "AAAA", StringComparison.Ordinal));

        Assert.Contains("--replace", (await site.RunAsync("import", other, "--yes")).Output, StringComparison.Ordinal);
        Assert.StartsWith("GEZD", (await site.FindAsync("alice")).Enrolments.Totp!.Key.ToBase32(), StringComparison.Ordinal);
        Assert.Equal(0, (await site.RunAsync("import", other, "--yes", "--replace")).Code);
        Assert.StartsWith("AAAA", (await site.FindAsync("alice")).Enrolments.Totp!.Key.ToBase32(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_weak_key_is_refused_taken_with_weak_and_audited()
    {
        await using var site = await ImportSite.StartAsync();
        var file = site.Write("uri", "otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQ");

        Assert.Contains("80 bits", (await site.RunAsync("import", file, "--yes")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await site.RunAsync("import", file, "--yes", "--weak")).Code);
        Assert.True((await site.FindAsync("alice")).Enrolments.Totp!.Key.IsWeak);
        Assert.Contains("a weak key of 80 bits", (await site.RunAsync("audit", "tail")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_step_that_libpam_noted_stays_used()
    {
        await using var site = await ImportSite.StartAsync();
        var used = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;
        var file = site.Write(".google_authenticator", $"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n\" DISALLOW_REUSE {used - 2} {used}\n\" TOTP_AUTH\n12345678\n");

        Assert.Equal(0, (await site.RunAsync("import", file, "--for", "alice", "--yes")).Code);
        var alice = await site.FindAsync("alice");
        Assert.Equal(used, alice.Enrolments.Totp!.LastStep);
        Assert.Single(alice.Enrolments.RecoveryCodes.Left);
    }

    [Fact]
    public async Task Json_has_a_row_for_each_key()
    {
        await using var site = await ImportSite.StartAsync();
        var (_, output, _) = await site.RunAsync("import", site.Write("uri", Uri + "\notpauth://hotp/bob?secret=A&counter=1\n"), "--dry-run", "--json");
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["alice", "bob"], rows.Select(row => row.GetProperty("who").GetString()));
        Assert.False(rows[0].TryGetProperty("refused", out _));
        Assert.Contains("counter-based", rows[1].GetProperty("refused").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_belong_to_whom_the_owners_file_says()
    {
        await using var site = await ImportSite.StartAsync();
        var tokens = site.Write("tokens.csv", $"TOK1, {Hex}, totp, 8, 30\nTOK2, {Hex}, totp, 6, 30\n");
        var owners = site.Write("owners.csv", "TOK1, alice\n");

        var (code, output, _) = await site.RunAsync("import", tokens, "--owners", owners, "--yes");

        Assert.Equal(1, code);
        Assert.Equal(8, (await site.FindAsync("alice")).Enrolments.Totp!.Key.Digits);
        Assert.Contains("does not name its owner", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_goes_on_counting()
    {
        await using var site = await ImportSite.StartAsync();
        var sheet = Rules.Factors.Skey.SkeySheet.Generate(
            Rules.Factors.Skey.SkeyAlgorithm.Md5, Rules.Factors.Skey.SkeySeed.Parse("do12345")!, Rules.Factors.Skey.SkeyPassphrase.Parse("a pass phrase of ours")!, 50);
        var after = sheet.Start.Try(sheet.Lines[0].Words)!;
        var file = site.Write("opiekeys", $"alice {after.Line + 1:D4} do12345          {Convert.ToHexStringLower(after.LastHash.ToBytes())}  Jan 01,2026 12:00:00\n");

        Assert.Equal(0, (await site.RunAsync("import", file, "--yes")).Code);
        var taken = (await site.FindAsync("alice")).Enrolments.Skey!;
        Assert.Null(taken.Try(sheet.Lines[0].Words));
        Assert.NotNull(taken.Try(sheet.Lines[1].Words));
    }

    [Fact]
    public async Task Names_of_hosts_come_off_only_where_it_is_asked_for()
    {
        await using var site = await ImportSite.StartAsync();
        var file = site.Write("uri", Uri.Replace("/alice", "/alice@host.example", StringComparison.Ordinal));
        Assert.Equal(1, (await site.RunAsync("import", file, "--yes")).Code);
        Assert.Equal(0, (await site.RunAsync("import", file, "--yes", "--strip-at")).Code);
        Assert.NotNull((await site.FindAsync("alice")).Enrolments.Totp);
    }

    [Theory]
    [InlineData("is not there", "nowhere")]
    [InlineData("not in a format", "letter")]
    public async Task A_file_that_is_none_is_said_to_be_none(string problem, string name)
    {
        await using var site = await ImportSite.StartAsync();
        site.Write("letter", "Dear colleague please keep this safe\n");
        var (code, _, error) = await site.RunAsync("import", Path.Combine(site.Root, name), "--yes");
        Assert.Equal(1, code);
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_taken_without_a_word_of_agreement()
    {
        Assert.SkipUnless(Console.IsInputRedirected, "a person could answer");
        await using var site = await ImportSite.StartAsync();
        var (code, _, error) = await site.RunAsync("import", site.Write("uri", Uri));
        Assert.Equal(2, code);
        Assert.Contains("--yes", error, StringComparison.Ordinal);
        Assert.Equal(PersonStanding.Unregistered, (await site.FindAsync("alice")).Standing);
    }

    [Fact]
    public async Task Many_people_go_in_many_messages()
    {
        await using var site = await ImportSite.StartAsync();
        var lines = Enumerable.Range(0, 1234).Select(i => $"HOTP/T30 person{i} - {i:x40}");
        var (code, output, _) = await site.RunAsync("import", site.Write("users.oath", string.Join('\n', lines)), "--yes", "--any-name");
        Assert.Equal(0, code);
        Assert.Contains("1,234 people taken, 0 refused.", output, StringComparison.Ordinal);
        Assert.Equal(new TotpKey(Convert.FromHexString($"{777:x40}")), (await site.FindAsync("person777")).Enrolments.Totp!.Key);
    }
}

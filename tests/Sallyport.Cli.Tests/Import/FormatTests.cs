using Sallyport.Cli.Import;
using Sallyport.Cli.Import.Files;
using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Tests.Import;

public sealed class FormatTests
{
    private const string Hex = "3132333435363738393031323334353637383930";

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_of_each_format_gives_the_first_key(string name)
    {
        var file = Samples.All[name];
        var format = Formats.Of(file);
        Assert.NotNull(format);
        Assert.StartsWith(format.Name == "otpauth" ? "otpauth" : format.Name, name, StringComparison.Ordinal);

        var first = format.Read(file).First();
        Assert.Null(first.Refusal);
        if (first.Skey is { } sheet)
            Assert.Equal("otp-md5 486 do12345", sheet.Challenge);
        else
            Assert.Equal(Samples.Base32, first.Totp!.ToBase32());
        if (first.Serial is null or "987654321")
            Assert.Equal("alice", first.Who);
    }

    [Theory]
    [InlineData("pam_oath", "alice:|bob:counter-based|carol:every 30 seconds|dave:")]
    [InlineData("otpauth", "alice:|bob:|carol:counter-based")]
    [InlineData("skeykeys", "alice:|bob:no line|carol:disabled")]
    [InlineData("Aegis", "alice:|bob:no TOTP")]
    [InlineData("Aegis, sealed", "alice:|bob:no TOTP")]
    [InlineData("Bitwarden", "alice:|carol:no TOTP")]
    [InlineData("KeePass XML", "alice:|bob:every 30 seconds|carol:")]
    [InlineData("KeePassXC CSV", "alice:")]
    [InlineData("OATH CSV", "TOK1:|TOK2:counter-based|TOK3:does not name the hash")]
    public void What_cannot_be_carried_is_refused_with_a_sentence(string name, string expected)
    {
        var found = Formats.Of(Samples.All[name])!.Read(Samples.All[name]).ToList();
        var rows = expected.Split('|').Select(row => row.Split(':', 2)).ToList();
        Assert.Equal(rows.Select(row => row[0]), found.Select(one => one.Who ?? one.Serial));
        foreach (var (row, one) in rows.Zip(found))
        {
            if (row[1].Length == 0)
                Assert.True(one.Refusal is null && (one.Totp is not null || one.Skey is not null), one.Refusal);
            else
                Assert.Contains(row[1], one.Refusal, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Dear colleague please keep this letter safe\n\nyours\n")]
    [InlineData("DEARCOLLEAGUEPLEASEKEEPTHIS\n")]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n")]
    [InlineData("{\"name\":\"a package\",\"version\":\"1\"}")]
    [InlineData("<html><body>GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ</body></html>")]
    [InlineData("name,count\nalice,12345678\n")]
    [InlineData("")]
    [InlineData("root:x:0:0:root:/root:/bin/bash\n")]
    public void A_file_that_only_looks_like_a_key_is_not_one(string text) => Assert.Null(Formats.Of(Samples.Of("file", text)));

    [Fact]
    public void The_hash_is_told_by_privacyideas_attribute() =>
        Assert.Equal(TotpAlgorithm.Sha256, new Pskc().Read(Samples.All["PSKC of privacyIDEA"]).Single().Totp!.Algorithm);

    [Fact]
    public void A_code_that_pam_oath_noted_says_the_step_it_was_used_in()
    {
        var key = new TotpKey(Convert.FromHexString(Hex));
        var (used, noted) = (58_788_334L, DateTimeOffset.FromUnixTimeSeconds((58_788_334L * 30) + 95));
        var line = $"HOTP/T30 alice - {Hex} 0 {key.CodeAt(used)} {noted:yyyy-MM-ddTHH:mm:ss}L\n";
        Assert.Equal(used, new OathUsersFile().Read(Samples.Of("users.oath", line)).Single().LastStep);
        Assert.Null(new OathUsersFile().Read(Samples.Of("users.oath", line.Replace(key.CodeAt(used), "000000", StringComparison.Ordinal))).Single().LastStep);
    }

    [Fact]
    public void The_hour_that_comes_twice_is_looked_at_twice()
    {
        var key = new TotpKey(Convert.FromHexString(Hex));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        foreach (var utc in new[] { new DateTimeOffset(2026, 10, 25, 0, 30, 10, TimeSpan.Zero), new DateTimeOffset(2026, 10, 25, 1, 30, 10, TimeSpan.Zero) })
        {
            var line = $"HOTP/T30 alice - {Hex} 0 {key.CodeAt(key.StepAt(utc))} 2026-10-25T02:30:10L\n";
            Assert.Equal(key.StepAt(utc), new OathUsersFile().Read(Samples.Of("users.oath", line) with { Zone = zone }).Single().LastStep);
        }
    }

    [Theory]
    [InlineData("skeykeys", "alice 0099 do12345 0123456789abcdef Jan 01,2026 12:00:00", null, "otp-md4 98 do12345")]
    [InlineData("skeykeys", "alice sha1 0099 do12345 0123456789abcdef", null, "otp-sha1 98 do12345")]
    [InlineData("skeykeys", "alice MD5 0099 do12345 0123456789abcdef", null, "otp-md5 98 do12345")]
    [InlineData("copy", "alice 0099 do12345 0123456789abcdef", "md5", "otp-md5 98 do12345")]
    [InlineData("copy", "alice 0099 do12345 0123456789abcdef", null, null)]
    [InlineData("skeykeys", "alice rmd160 0099 do12345 0123456789abcdef", null, null)]
    public void A_sheet_goes_on_below_the_last_line_used(string name, string line, string? hash, string? challenge) =>
        Assert.Equal(challenge, new SkeyKeysFile().Read(Samples.Of(name, line) with { SkeyHash = hash }).Single().Skey?.Challenge);

    [Fact]
    public void A_sealed_file_asks_for_its_pass_phrase_and_a_wrong_one_opens_nothing()
    {
        foreach (var name in new[] { "Aegis, sealed", "2FAS, sealed" })
        {
            var file = Samples.All[name];
            Assert.Throws<SealedFile>(() => Formats.Of(file)!.Read(new KeyFile(file.Name, file.Bytes)).ToList());
            Assert.Throws<UnreadableFile>(() => Formats.Of(file)!.Read(file with { PassPhrase = () => "another" }).ToList());
        }
    }

    [Fact]
    public void A_part_of_a_migration_says_that_there_are_others()
    {
        var found = new OtpauthLines().Read(Samples.All["otpauth-migration"]).Single();
        Assert.Equal("Example", found.Issuer);
        Assert.Contains("part 1 of 2", Assert.Single(found.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_entity_is_never_read()
    {
        var file = Samples.Of("keys.xml", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><KeyContainer><KeyPackage>&e;</KeyPackage></KeyContainer>");
        Assert.Throws<UnreadableFile>(() => new Pskc().Read(file).ToList());
    }
}

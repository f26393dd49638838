using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.Tests.Factors.Totp;

public sealed class OtpauthTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static readonly TotpKey Key = new("12345678901234567890"u8);

    [Theory]
    [InlineData("Maths", "ada", "otpauth://totp/Maths:ada?secret=" + Secret + "&issuer=Maths")]
    [InlineData("", "ada", "otpauth://totp/ada?secret=" + Secret)]
    [InlineData("Sydney Maths & Co", "ada@dora", "otpauth://totp/Sydney%20Maths%20%26%20Co:ada%40dora?secret=" + Secret + "&issuer=Sydney%20Maths%20%26%20Co")]
    [InlineData("Größe?#/=%", "ä", "otpauth://totp/Gr%C3%B6%C3%9Fe%3F%23%2F%3D%25:%C3%A4?secret=" + Secret + "&issuer=Gr%C3%B6%C3%9Fe%3F%23%2F%3D%25")]
    public void Escapes_the_names_and_leaves_out_what_is_the_default(string issuer, string account, string uri)
    {
        Assert.Equal(uri, new OtpauthUri(issuer, account, Key).ToUriString());
        Assert.Equal(new OtpauthUri(issuer, account, Key), OtpauthReading.Of(uri).Otpauth);
    }

    [Fact]
    public void Says_what_is_not_the_default() =>
        Assert.EndsWith(
            "&algorithm=SHA512&digits=8",
            new OtpauthUri("s", "a", new TotpKey(Key.Reveal(), TotpAlgorithm.Sha512, 8)).ToUriString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData("\u001b[31m")]
    [InlineData("\ud800")]
    [InlineData("")]
    public void Refuses_to_build_with_a_name_that_apps_cannot_show(string account) =>
        Assert.Throws<ArgumentException>(() => new OtpauthUri("site", account, Key));

    [Theory]
    [InlineData("otpauth://totp/Maths:ada?secret=" + Secret, "Maths", "ada")]
    [InlineData("OTPAUTH://TOTP/Maths%3Aada?SECRET=" + Secret, "Maths", "ada")]
    [InlineData("otpauth://totp/Old:%20ada?secret=" + Secret + "&issuer=New&image=https%3A%2F%2Fexample.org%2Fx.png", "New", "ada")]
    [InlineData("otpauth://totp/ada?secret=gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq%3D&algorithm=sha1&digits=6&period=30", "", "ada")]
    public void Reads_what_other_programs_write(string uri, string issuer, string account)
    {
        var reading = OtpauthReading.Of(uri);
        Assert.Empty(reading.Problems);
        Assert.Equal(new OtpauthUri(issuer, account, Key), reading.Otpauth);
    }

    [Theory]
    [InlineData("https://example.org", "does not begin with otpauth://")]
    [InlineData("otpauth://hotp/ada?secret=" + Secret + "&counter=1", "counter-based (HOTP)")]
    [InlineData("otpauth://steam/ada?secret=" + Secret, "not of type totp")]
    [InlineData("otpauth://totp/ada", "contains no secret")]
    [InlineData("otpauth://totp/ada?secret=0189", "not base32")]
    [InlineData("otpauth://totp/ada?secret=GEZDGNBVGY3TQOJQ", "80 bits")]
    [InlineData("otpauth://totp/ada?secret=" + Secret + "&secret=" + Secret, "secret is given twice")]
    [InlineData("otpauth://totp/ada?secret=" + Secret + "&algorithm=MD5", "algorithm is not")]
    [InlineData("otpauth://totp/ada?secret=" + Secret + "&digits=7", "neither 6 nor 8")]
    [InlineData("otpauth://totp/ada?secret=" + Secret + "&period=60", "period is not 30")]
    [InlineData("otpauth://totp/?secret=" + Secret, "account name is missing")]
    [InlineData("otpauth://totp/Maths:?secret=" + Secret, "account name is missing")]
    [InlineData("otpauth://totp/a%0Ab?secret=" + Secret, "account name is missing")]
    [InlineData("otpauth://totp/a%1B%5B31m?secret=" + Secret, "account name is missing")]
    [InlineData("otpauth://totp/ada?issuer=a%3Ab&secret=" + Secret, "issuer is too long")]
    public void Names_what_is_wrong(string uri, string problem)
    {
        var reading = OtpauthReading.Of(uri);
        Assert.Null(reading.Otpauth);
        Assert.Contains(reading.Problems, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_everything_that_is_wrong_at_once_and_shows_no_key()
    {
        var reading = OtpauthReading.Of("otpauth://totp/?secret=" + Secret + "1&algorithm=MD5&digits=7&period=60");
        Assert.Equal(5, reading.Problems.Count);
        Assert.DoesNotContain(reading.Problems, text => text.Contains("GEZD", StringComparison.Ordinal));
        Assert.DoesNotContain("GEZD", $"{OtpauthReading.Of("otpauth://totp/ada?secret=" + Secret)}", StringComparison.Ordinal);
        Assert.DoesNotContain("GEZD", $"{OtpauthReading.Of("otpauth://totp/ada?secret=" + Secret).Otpauth}", StringComparison.Ordinal);
    }

    [Fact]
    public void Any_names_and_any_parameters_come_back()
    {
        var names = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null && OtpauthUri.IsName(text) && text[0] != ' ');
        var uris = (from issuer in names
                    from account in names
                    from algorithm in Gen.Elements(Enum.GetValues<TotpAlgorithm>())
                    from digits in Gen.Elements(6, 8)
                    select new OtpauthUri(issuer, account, new TotpKey(Key.Reveal(), algorithm, digits))).ToArbitrary();
        Prop.ForAll(uris, uri => OtpauthReading.Of(uri.ToUriString()).Otpauth == uri).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Hostile_uris_are_read_without_a_fault()
    {
        var random = new Random(6238);
        string[] pieces = ["otpauth://", "totp/", "hotp/", "ada", ":", "?", "secret=", Secret, "&", "issuer=", "%", "%3A", "%0A", "%FF", "#", "digits=",
            "8", "period=30", "algorithm=SHA256", "=", "/", "\0", "\ud83d", "é", " "];
        var accepted = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var start = random.Next(4) switch { 0 => "", 1 => "otpauth://totp/", _ => "otpauth://totp/ada?secret=" + Secret };
            var text = start + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var reading = OtpauthReading.Of(text);
            Assert.Equal(reading.Otpauth is null, reading.Problems.Count > 0);
            if (reading.Otpauth is null)
                continue;
            accepted++;
            Assert.Equal(reading.Otpauth, OtpauthReading.Of(reading.Otpauth.ToUriString()).Otpauth);
        }

        Assert.InRange(accepted, 10, 50_000);
        Assert.NotEmpty(OtpauthReading.Of("otpauth://totp/" + new string('a', 10_000)).Problems);
    }
}

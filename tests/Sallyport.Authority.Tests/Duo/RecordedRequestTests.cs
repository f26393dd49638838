using System.Globalization;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>Requests of real clients, recorded by tests/vectors/duo/record.py, must verify; any change to one must not.</summary>
public sealed class RecordedRequestTests
{
    private static readonly DateTimeOffset Undated = DateTimeOffset.UnixEpoch;

    public static TheoryData<string, int> Requests
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (var file in Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal))
            {
                using var document = JsonDocument.Parse(File.ReadAllText(file));
                for (var i = 0; i < document.RootElement.GetProperty("requests").GetArrayLength(); i++)
                    rows.Add(Path.GetFileName(file), i);
            }
            return rows;
        }
    }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Sallyport.slnx")))
                folder = folder.Parent!;
            return Path.Combine(folder.FullName, "tests/vectors/duo");
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void Verifies(string file, int index)
    {
        var (request, authorization, skey) = Load(file, index);
        Assert.Equal(SignatureVerdict.Valid, SignatureCheck.Check(request, authorization, skey, UndatedSignatures.Accept, SentAt(request)));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_without_a_date_needs_an_integration_for_old_clients(string file, int index)
    {
        var (request, authorization, skey) = Load(file, index);
        var expected = request.Date is null ? SignatureVerdict.Undated : SignatureVerdict.Valid;
        Assert.Equal(expected, SignatureCheck.Check(request, authorization, skey, UndatedSignatures.Refuse, SentAt(request)));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void No_changed_request_verifies(string file, int index)
    {
        var (request, authorization, skey) = Load(file, index);
        var now = SentAt(request);
        Assert.Equal(FormFault.None, FormParameters.TryParse("user=mallory"u8, out var others));
        SignedRequest[] changed =
        [
            request with { Method = string.Equals(request.Method, "GET", StringComparison.Ordinal) ? "POST" : "GET" },
            request with { Host = "evil.example" },
            request with { Path = request.Path + "x" },
            request.JsonBody is null ? request with { Parameters = others } : request with { JsonBody = "{}"u8.ToArray() },
        ];
        Assert.All(changed, one => Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Check(one, authorization, skey, UndatedSignatures.Accept, now)));

        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Check(request, authorization, "another key"u8, UndatedSignatures.Accept, now));
        var flipped = authorization with { Signature = [.. authorization.Signature[..^1], (byte)(authorization.Signature[^1] ^ 1)] };
        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Check(request, flipped, skey, UndatedSignatures.Accept, now));
    }

    [Theory]
    [InlineData(-301, nameof(SignatureVerdict.Stale))]
    [InlineData(-300, nameof(SignatureVerdict.Valid))]
    [InlineData(300, nameof(SignatureVerdict.Valid))]
    [InlineData(301, nameof(SignatureVerdict.Stale))]
    public void A_date_may_be_five_minutes_off(int seconds, string verdict)
    {
        foreach (var file in (string[])["duo_api_nodejs-1.5.0-v2.json", "duo_api_nodejs-1.5.0-v5.json"])
        {
            var (request, authorization, skey) = Load(file, 2);
            var now = SentAt(request).AddSeconds(seconds);
            Assert.Equal(verdict, SignatureCheck.Check(request, authorization, skey, UndatedSignatures.Accept, now).ToString());
        }
    }

    [Fact]
    public void A_dated_signature_does_not_verify_with_its_date_taken_off()
    {
        var (request, authorization, skey) = Load("duo_api_nodejs-1.5.0-v2.json", 2);
        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Check(request with { Date = null }, authorization, skey, UndatedSignatures.Accept, SentAt(request)));
    }

    [Theory]
    [InlineData("Fri, 20 Nov 2026 18:38:03 GMT", "2026-11-20T18:38:03Z")]
    [InlineData("Fri, 20 Nov 2026 18:38:03 +0000", "2026-11-20T18:38:03Z")]
    [InlineData("Fri, 20 Nov 2026 18:38:03 -0000", "2026-11-20T18:38:03Z")]
    [InlineData("Fri, 20 Nov 2026 13:38:03 -0500", "2026-11-20T18:38:03Z")]
    [InlineData("1 Feb 2026 00:00:00 UT", "2026-02-01T00:00:00Z")]
    [InlineData("Fri, 20 Nov 2026 18:38:03", null)]
    [InlineData("Mon, 20 Nov 2026 18:38:03 GMT", null)]
    [InlineData("2026-11-20T18:38:03Z", null)]
    [InlineData("Fri, 20 Nov 2026 18:38:03 +9999", null)]
    [InlineData("", null)]
    public void Dates_are_those_of_RFC_2822(string text, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), RequestDate.TryParse(text));

    private static DateTimeOffset SentAt(SignedRequest request) => request.Date is null ? Undated : RequestDate.TryParse(request.Date)!.Value;

    private static (SignedRequest Request, AuthorizationHeader Authorization, byte[] Skey) Load(string file, int index)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var recorded = document.RootElement.GetProperty("requests")[index];
        var headers = recorded.GetProperty("headers");
        var target = recorded.GetProperty("target").GetString()!.Split('?', 2);
        var body = Encoding.Latin1.GetBytes(recorded.GetProperty("body").GetString()!);
        var isJson = headers.TryGetProperty("Content-Type", out var type) && type.GetString()!.Contains("json", StringComparison.Ordinal) && body.Length > 0;
        var form = target.Length > 1 ? Encoding.ASCII.GetBytes(target[1]) : isJson ? [] : body;
        Assert.Equal(FormFault.None, FormParameters.TryParse(form, out var parameters));
        var request = new SignedRequest(
            recorded.GetProperty("method").GetString()!,
            headers.GetProperty("Host").GetString()!.Split(':')[0],
            target[0],
            parameters,
            headers.TryGetProperty("Date", out var date) ? date.GetString() : null,
            isJson ? body : null);
        var authorization = AuthorizationHeader.TryParse(headers.GetProperty("Authorization").GetString());
        Assert.NotNull(authorization);
        return (request, authorization, Encoding.ASCII.GetBytes(document.RootElement.GetProperty("skey").GetString()!));
    }
}

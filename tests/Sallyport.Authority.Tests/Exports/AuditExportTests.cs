using System.Net;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Audit;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Exports;

public sealed class AuditExportTests : IAsyncDisposable
{
    private readonly MemoryStore store = new(new TestClock());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task csv_has_a_heading_and_a_line_a_row_newest_first()
    {
        await HappenAsync("ada", "Totp");
        await HappenAsync("bob", null);

        Assert.Equal(
            """
            "number","at","kind","person","source","host","actor","detail"
            "2","2031-07-13T03:17:41.1230000Z","login-allowed","bob","192.0.2.7","dora","",""
            "1","2031-07-13T03:17:41.1230000Z","login-allowed","ada","192.0.2.7","dora","","Totp"

            """.ReplaceLineEndings("\r\n"),
            await WriteAsync((export, body) => export.WriteCsvAsync(new AuditQuery(), body, Cancel)));
    }

    /// <summary>Names that guessers type, to be run by an administrator's spreadsheet.</summary>
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("=HYPERLINK(\"http://x\";\"y\")", "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\u00a0=1", "\"'\u00a0=1\"")]
    [InlineData("\uff1d1", "\"'\uff1d1\"")]
    [InlineData("%0A", "\"'%0A\"")]
    [InlineData("|cmd", "\"'|cmd\"")]
    [InlineData("ada", "\"ada\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\r\nb,c", "\"a\r\nb,c\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "\"\"")]
    public void a_value_stays_one_cell_and_is_no_formula(string? value, string cell) =>
        Assert.Equal(cell + "," + cell + "\r\n", Csv.Line(value, value));

    [Fact]
    public async Task json_is_one_array_whatever_a_name_holds()
    {
        await HappenAsync("</script><b>\u001b[31m\"", null);

        var json = JsonDocument.Parse(await WriteAsync((export, body) => export.WriteJsonAsync(new AuditQuery(), body, Cancel)));

        var row = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("</script><b>\u001b[31m\"", row.GetProperty("person").GetString());
        Assert.Equal("login-allowed", row.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task an_export_goes_on_over_all_pages_and_keeps_to_the_filter()
    {
        for (var i = 0; i < 2500; i++)
            await HappenAsync(i % 2 == 0 ? "ada" : "bob", null);

        var csv = await WriteAsync((export, body) => export.WriteCsvAsync(new AuditQuery { Person = "ada" }, body, Cancel));

        Assert.Equal(1 + 1250, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("bob", csv, StringComparison.Ordinal);
    }

    private ValueTask HappenAsync(string person, string? detail) =>
        store.AppendAsync([new AuditEvent(AuditKind.LoginAllowed, person, IPAddress.Parse("192.0.2.7"), "dora", Detail: detail)], Cancel);

    private async Task<string> WriteAsync(Func<AuditExport, Stream, Task> write)
    {
        using var body = new MemoryStream();
        await write(new AuditExport(store), body);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>The gate's page, with a gate that says what the test wants.</summary>
public sealed class GatePageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-gatepage-");

    private string Control => Path.Combine(folder.FullName, "control.sock");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task what_the_gate_says_stands_on_the_page_as_text()
    {
        const string Report = """
            {"started":"2031-07-13T01:00:00+00:00","authority":"up","lanes":[{"lane":"stranger","pending":3,"places":40,"this-second":1}],
             "connections":[{"number":1,"source":"192.0.2.7","port":1,"lane":"stranger","stage":"<b>peeking</b>","pid":0,"logged-in":false,"seconds":61}],
             "penalties":[{"source":"198.51.100.7","seconds-left":3599,"reason":"wrong-code","points":30}],"penalties-in-all":1,
             "bans":[{"network":"203.0.113.0/24","seconds-left":90000}],
             "totals":{"accepted":100,"handed-over":60,"logged-in":40,"refused":{"rate":39,"ban":1,"pending":0},"outcomes":{}}}
            """;

        var body = await ShowAsync(Report);

        foreach (var text in new[] { "198.51.100.7", "59 min", "203.0.113.0/24", "1 d 1 h", "&lt;b&gt;peeking&lt;/b&gt;", ">39<", "stranger" })
            Assert.Contains(text, body, StringComparison.Ordinal);
        Assert.DoesNotContain("pending</th>", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"started\":\"yesterday\"}")]
    [InlineData("\0\u0001")]
    public async Task a_gate_that_says_nothing_sensible_says_nothing(string answer) =>
        Assert.Contains("No gate answers at", await ShowAsync(answer), StringComparison.Ordinal);

    [Fact]
    public async Task a_machine_without_a_gate_says_so()
    {
        await using var site = await SiteAsync();
        using var root = await site.SignedInAsync("root", site.AddTotp("root"));

        Assert.Contains("No gate answers at", (await root.GetAsync("/portal/admin/gate")).Body, StringComparison.Ordinal);
    }

    private async Task<string> ShowAsync(string answer)
    {
        using var gate = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        gate.Bind(new UnixDomainSocketEndPoint(Control));
        gate.Listen();
        var answering = AnswerAsync(gate, answer);
        await using var site = await SiteAsync();
        using var root = await site.SignedInAsync("root", site.AddTotp("root"));
        var page = await root.GetAsync("/portal/admin/gate");
        await answering;
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.Body;
    }

    private static async Task AnswerAsync(Socket gate, string answer)
    {
        using var client = await gate.AcceptAsync(TestContext.Current.CancellationToken);
        var asked = new byte[16];
        var length = await client.ReceiveAsync(asked, TestContext.Current.CancellationToken);
        Assert.Equal("status\n", Encoding.ASCII.GetString(asked, 0, length));
        await client.SendAsync(Encoding.UTF8.GetBytes(answer), TestContext.Current.CancellationToken);
    }

    private Task<PortalSite> SiteAsync() => PortalSite.StartAsync(options => options with { Portal = options.Portal with { GateControl = Control } });
}

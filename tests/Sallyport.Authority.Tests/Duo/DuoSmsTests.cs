using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>Passcodes by message over the wire, in every dialect: sent with a refusal, then taken once.</summary>
public sealed class DuoSmsTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private DuoServer server = null!;
    private DuoClient client = null!;
    private DuoHost host = null!;

    public static TheoryData<string> Dialects => new("V1Bson", "V1Json", "V2");

    public async ValueTask InitializeAsync()
    {
        server = await DuoServer.StartAsync(
            clock, new PushOptions(), new DeliverOptions("gateway", [Purpose.Sms], new DriverOptions.Webhook(new Uri("https://localhost/"))));
        client = new DuoClient(server);
        host = await server.AddHostAsync("door", DuoClients.Old);
        var phone = Device.Phone(Codes.DeviceId(), "Brick", PhoneNumber.Parse("+61491570006")!, clock.GetUtcNow());
        server.Store.Put(((PersonChange.Done)Enrolling.AddDevice(Person.Registered("ada"), phone, "root")).Next);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Passcodes_are_sent_with_a_refusal_and_one_gets_in_once(string dialect)
    {
        var asked = await ChooseAsync(dialect);
        Assert.Equal("deny", asked.Result);
        Assert.Equal("New SMS passcodes sent.", asked.Response.FindText(dialect == "V2" ? "status_msg" : "status"));
        if (dialect == "V2")
            Assert.Equal("sms_sent", asked.Response.FindText("status"));
        Assert.True(server.Pushes.Passcodes.TryDequeue(out var sent));
        Assert.Equal(("ada", "+61491570006"), (sent.Person, sent.Device.PhoneNumber?.Text));
        var code = Assert.Single(sent.Codes);
        Assert.Matches("^[0-9]{7}$", code);

        Assert.Equal("allow", (await AnswerAsync(dialect, code)).Result);
        Assert.Equal("deny", (await AnswerAsync(dialect, code)).Result);
        Assert.Equal([AuditKind.PasscodesMessaged, AuditKind.LoginAllowed, AuditKind.AnswerRepeated], server.Events.Select(e => e.Kind));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Only_so_many_messages_go_out_in_an_hour(string dialect)
    {
        for (var i = 0; i < 5; i++)
            await ChooseAsync(dialect);
        var refused = await ChooseAsync(dialect);
        Assert.Equal("Too many messages in the last hour. Enter a code instead.", refused.Response.FindText(dialect == "V2" ? "status_msg" : "status"));
        Assert.Equal(5, server.Pushes.Passcodes.Count);
        clock.Advance(TimeSpan.FromHours(1));
        await ChooseAsync(dialect);
        Assert.Equal(6, server.Pushes.Passcodes.Count);
    }

    /// <summary>pam_duo with autopush, and every client without a terminal, choose the default.</summary>
    [Theory]
    [InlineData("V1Bson")]
    [InlineData("V1Json")]
    public async Task A_client_that_does_not_ask_sends_no_message(string dialect)
    {
        var start = await client.CallAsync(
            host, Enum.Parse<Dialect>(dialect), "POST", $"/rest/v1/preauth.{(dialect == "V1Bson" ? "bson" : "json")}", ("user", "ada"));
        var word = start.Response.FindDocument("factors")!.FindText("default")!;

        var answer = await AnswerAsync(dialect, word);

        Assert.Equal("deny", answer.Result);
        Assert.Contains("DUO_PASSCODE", answer.Response.FindText("status"), StringComparison.Ordinal);
        Assert.Empty(server.Pushes.Passcodes);
    }

    private Task<DuoAnswer> ChooseAsync(string dialect) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", ("username", "ada"), ("factor", "sms"), ("device", "auto"))
        : AnswerAsync(dialect, "sms1");

    private Task<DuoAnswer> AnswerAsync(string dialect, string answer) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", ("username", "ada"), ("factor", "passcode"), ("passcode", answer))
        : client.CallAsync(
            host, Enum.Parse<Dialect>(dialect), "POST", $"/rest/v1/auth.{(dialect == "V1Bson" ? "bson" : "json")}", ("user", "ada"), ("factor", "auto"), ("auto", answer));
}

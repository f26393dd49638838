using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>Logins on a device over the wire, in every dialect: the phone's part is played here.</summary>
public sealed class DuoPushTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private readonly TestPhone phone = new("ada");
    private DuoServer server = null!;
    private DuoClient client = null!;
    private DuoHost host = null!;

    public static TheoryData<string> Dialects => new("V1Bson", "V1Json", "V2");

    public ValueTask InitializeAsync() => StartAsync(new());

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        client.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_menu_names_the_device_and_what_may_be_typed(string dialect)
    {
        var start = await PreauthAsync(dialect);

        var (text, factors) = MenuOf(dialect, start);
        Assert.Equal("Choose how to approve this login, or type a code:\n\n 1. Push to Pixel 9\n\nPasscode or option (1): ", text);
        Assert.Equal("push1", factors.FindText("default"));
        Assert.Equal("push1", factors.FindText("1"));
    }

    [Fact]
    public async Task The_list_of_devices_says_what_each_can()
    {
        var devices = Assert.IsType<DuoValue.List>((await PreauthAsync("V2")).Response.Find("devices")).Values;

        var device = Assert.IsType<DuoValue.Document>(devices[0]).Value;
        Assert.Equal((phone.Device.Id.Text, "Pixel 9"), (device.FindText("device"), device.FindText("display_name")));
        Assert.Equal(["auto", "push"], Assert.IsType<DuoValue.List>(device.Find("capabilities")).Values.Select(v => ((DuoValue.Text)v).Value));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_approval_with_the_number_that_was_shown_gets_in(string dialect)
    {
        var id = await BeginAsync(dialect, "push1");
        var (_, push, _) = Sent();
        var waiting = await StatusAsync(dialect, id);
        Assert.NotEqual("allow", waiting.Result);
        Assert.Equal($"Pushed a login request to Pixel 9: enter {push.Number!.Reveal()} there.", TextOf(dialect, waiting));

        var polled = StatusAsync(dialect, id);
        Assert.Equal(PushResult.WrongNumber, await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve, "00"));
        Assert.Equal(PushResult.Approved, await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve));

        Assert.Equal("allow", (await polled).Result);
        Assert.Equal("allow", (await StatusAsync(dialect, id)).Result);
        Assert.Equal(
            [AuditKind.PushSent, AuditKind.PushAnswerRefused, AuditKind.PushApproved, AuditKind.LoginAllowed],
            server.Events.Select(e => e.Kind));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_denial_refuses(string dialect)
    {
        var id = await BeginAsync(dialect, "push");
        var (_, push, _) = Sent();
        await StatusAsync(dialect, id);
        var polled = StatusAsync(dialect, id);

        Assert.Equal(PushResult.Denied, await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Deny));

        Assert.Equal("deny", (await polled).Result);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Two_calls_that_wait_together_get_the_same_end(string dialect)
    {
        var id = await BeginAsync(dialect, "push");
        var (_, push, _) = Sent();
        await StatusAsync(dialect, id);
        var polls = new[] { StatusAsync(dialect, id), StatusAsync(dialect, id) };

        await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve);

        Assert.All(await Task.WhenAll(polls), answer => Assert.Equal("allow", answer.Result));
        Assert.Single(server.Events, e => e.Kind == AuditKind.LoginAllowed);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task What_nobody_answers_runs_out(string dialect)
    {
        var id = await BeginAsync(dialect, "push");
        await StatusAsync(dialect, id);
        var polled = StatusAsync(dialect, id);
        clock.Advance(TimeSpan.FromMinutes(1));

        var end = await polled;

        Assert.Equal("deny", end.Result);
        Assert.Equal("The request was not approved in time. Connect again to retry.", TextOf(dialect, end));
        Assert.Equal(AuditKind.PushExpired, server.Events[^1].Kind);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_client_that_shows_nothing_gets_no_push(string dialect)
    {
        var answer = await AuthAsync(dialect, "push1");

        Assert.Equal("deny", answer.Result);
        Assert.Contains("cannot show", TextOf(dialect, answer), StringComparison.Ordinal);
        Assert.Empty(server.Pushes.Sent);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_client_that_shows_nothing_waits_for_a_bare_yes_where_the_site_lets(string dialect)
    {
        client.Dispose();
        await server.DisposeAsync();
        await StartAsync(new() { Policy = PushPolicy.Default with { WithoutNumber = PushWithoutNumber.Always } });
        var answer = AuthAsync(dialect, "push1", ("pushinfo", "Server+IP=192.0.2.2&Command=rm%20-rf%20%1b%5b2J"));
        var (_, push, _) = Sent();
        Assert.Equal("rm -rf %1B[2J", push.Command);

        await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve);

        Assert.Equal("allow", (await answer).Result);
    }

    [Theory]
    [InlineData("V1Bson", "0")]
    [InlineData("V1Bson", "1")]
    [InlineData("V1Json", "0")]
    [InlineData("V2", "0")]
    public async Task Pam_duo_shows_the_number_in_its_menu(string dialect, string async)
    {
        client.UserAgent = "pam_duo/1.11.3 (x86_64-pc-linux-gnu) libduo/1.11.3";
        var (text, factors) = MenuOf(dialect, await PreauthAsync(dialect));
        var word = factors.FindText("1")!;
        Assert.Equal("push1", factors.FindText("default"));
        Assert.StartsWith("push1.", word, StringComparison.Ordinal);

        var answer = AuthAsync(dialect, word, ("async", async));
        var (_, push, _) = Sent();
        Assert.Contains($" 1. Push to Pixel 9: enter {push.Number!.Reveal()} there\n", text, StringComparison.Ordinal);
        await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve);

        var end = await answer;
        if (async == "1")
        {
            await StatusAsync(dialect, end.Response.FindText("txid")!);
            end = await StatusAsync(dialect, end.Response.FindText("txid")!);
        }

        Assert.Equal("allow", end.Result);
    }

    [Theory]
    [InlineData("V1Bson", "push")]
    [InlineData("V1Bson", "PUSH1")]
    [InlineData("V1Json", "Push")]
    [InlineData("V2", "push")]
    public async Task A_word_typed_under_pam_duos_menu_is_the_option_with_the_number(string dialect, string typed)
    {
        client.UserAgent = "pam_duo/1.11.3 (x86_64-pc-linux-gnu) libduo/1.11.3";
        var (text, factors) = MenuOf(dialect, await PreauthAsync(dialect));

        var answer = AuthAsync(dialect, factors.FindText(typed)!);
        var (_, push, _) = Sent();
        Assert.Contains($" 1. Push to Pixel 9: enter {push.Number!.Reveal()} there\n", text, StringComparison.Ordinal);
        await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve);

        Assert.Equal("allow", (await answer).Result);
        Assert.Contains("cannot show", TextOf(dialect, await AuthAsync(dialect, factors.FindText("1")!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    [InlineData(128 * 1024, true)]
    public void A_command_that_is_cut_says_so(int length, bool isCut)
    {
        var command = "x" + new string('y', length - 1);
        Assert.Equal(FormFault.None, FormParameters.TryParse(
            System.Text.Encoding.ASCII.GetBytes($"pushinfo={Uri.EscapeDataString($"Server+IP=192.0.2.2&Command={command}")}"), out var parameters, FormParameters.MaxBytesWithCommand));

        var shown = PushInfo.Of(parameters).Command!;

        Assert.Equal(PendingPush.MostCommand, shown.Length);
        Assert.Equal(isCut, shown.EndsWith(FormattableString.Invariant($" … (cut: {length:N0} bytes)"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_number_of_a_prompt_is_good_once_and_for_its_own_login()
    {
        client.UserAgent = "pam_duo/1.11.3 (x86_64-pc-linux-gnu) libduo/1.11.3";
        var words = new List<string>();
        for (var i = 0; i < 4; i++)
            words.Add(MenuOf("V1Bson", await PreauthAsync("V1Bson")).Factors.FindText("1")!);
        Assert.Equal(4, words.Distinct(StringComparer.Ordinal).Count());

        Assert.NotNull(await BeginAsync("V1Bson", words[0]));
        Sent();
        clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var word in (string[])["push1", "push1.", "push1.0123456789abcdef", words[0], words[1]])
            Assert.Contains("cannot show", TextOf("V1Bson", await AuthAsync("V1Bson", word)), StringComparison.Ordinal);

        clock.Advance(DuoConnectionTries.ConnectionLife);
        var other = MenuOf("V1Bson", await PreauthAsync("V1Bson")).Factors.FindText("1")!;
        var elsewhere = await client.CallAsync(host, Dialect.V1Bson, "POST", "/rest/v1/auth.bson", ("user", "ada"), ("factor", "auto"), ("auto", other), ("ipaddr", "192.0.2.8"));
        Assert.Contains("cannot show", TextOf("V1Bson", elsewhere), StringComparison.Ordinal);
        Assert.Empty(server.Pushes.Sent);
        Assert.DoesNotContain(server.Events, e => e.Kind == AuditKind.CodeWrong);
    }

    [Fact]
    public async Task A_device_is_chosen_by_its_id_or_by_none()
    {
        foreach (var device in (string[])[phone.Device.Id.Text, "auto"])
        {
            var begun = await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", ("username", "ada"), ("factor", "push"), ("device", device), ("async", "1"), ("ipaddr", "192.0.2.7"));
            Assert.NotNull(begun.Response.FindText("txid"));
            Assert.Equal([phone.Device.Id], Sent().Devices.Select(d => d.Id));
        }

        var none = await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", ("username", "ada"), ("factor", "phone"), ("device", "auto"));
        Assert.Equal("deny", none.Result);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Another_integration_neither_sees_the_number_nor_takes_the_approval(string dialect)
    {
        var id = await BeginAsync(dialect, "push");
        var (_, push, _) = Sent();
        var (own, other) = (host, await server.AddHostAsync("other", DuoClients.Old));
        host = other;
        var seen = await StatusAsync(dialect, id);
        Assert.Equal("This login is no longer pending. Connect again to retry.", TextOf(dialect, seen));
        await phone.AnswerAsync(server.Pushes.Service, push, PushReply.Approve);
        Assert.Equal("deny", (await StatusAsync(dialect, id)).Result);

        host = own;
        await StatusAsync(dialect, id);
        Assert.Equal("allow", (await StatusAsync(dialect, id)).Result);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_login_from_a_trusted_network_is_audited_once_whatever_was_chosen(string dialect)
    {
        await server.TrustAsync("192.0.2.0/24");

        Assert.Equal("allow", (await AuthAsync(dialect, "1")).Result);

        Assert.Single(server.Events, e => e.Kind == AuditKind.LoginTrustedNetwork);
    }

    [Fact]
    public void Whatever_a_client_says_of_the_command_is_shown_as_one_short_visible_line()
    {
        var random = new Random(5);
        var logins = new DuoLogins(null!, null!, new PromptNumbers(clock), new DuoConnectionTries(clock), []);
        for (var i = 0; i < 20_000; i++)
        {
            var command = new byte[1 + random.Next(i % 100 == 0 ? 4_000 : 300)];
            random.NextBytes(command);
            var encoded = string.Concat(command.Select(b => $"%{b:X2}"));
            var info = $"Server+IP=192.0.2.2&Command={encoded}&x{encoded[..3]}={encoded}" + string.Concat(Enumerable.Range(0, i % 20).Select(n => $"&{n}={n}"));
            Assert.Equal(FormFault.None, FormParameters.TryParse(System.Text.Encoding.ASCII.GetBytes($"pushinfo={Uri.EscapeDataString(info)}"), out var parameters, FormParameters.MaxBytesWithCommand));

            var shown = logins.Attempt(SignedCall.Of(host, parameters), "ada"u8).Command!;

            Assert.InRange(shown.Length, 1, PendingPush.MostCommand);
            Assert.DoesNotContain(shown, char.IsControl);
            var told = logins.Attempt(SignedCall.Of(host, parameters), "ada"u8).Told.Facts;
            Assert.InRange(told.Length, 1, ToldByHost.MostFacts);
            Assert.All(told.SelectMany(fact => (string[])[fact.Name, fact.Value]), text =>
            {
                Assert.InRange(text.Length, 1, ToldByHost.MostText);
                Assert.DoesNotContain(text, char.IsControl);
            });
        }
    }

    [Fact]
    public async Task An_authority_that_stops_ends_the_wait_with_a_refusal()
    {
        var id = await BeginAsync("V1Bson", "push");
        await StatusAsync("V1Bson", id);
        var polled = StatusAsync("V1Bson", id);
        await UntilAsync(() => server.Pushes.Waiters.Count == 1);

        server.Pushes.Waiters.Close();

        Assert.Equal("deny", (await polled).Result);
    }

    private async ValueTask StartAsync(Configuration.PushOptions push)
    {
        server = await DuoServer.StartAsync(clock, push);
        client = new(server);
        host = await server.AddHostAsync("shell", DuoClients.Old);
        server.Store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered("ada"))).Next);
    }

    private (string Person, PendingPush Push, IReadOnlyList<Device> Devices) Sent() =>
        server.Pushes.Sent.TryTake(out var sent, TimeSpan.FromSeconds(10)) ? sent : throw new TimeoutException("nothing was sent");

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, "it did not come to that");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> BeginAsync(string dialect, string answer) =>
        (await AuthAsync(dialect, answer, ("async", "1"))).Response.FindText("txid") ?? throw new InvalidOperationException("no txid");

    private Task<DuoAnswer> PreauthAsync(string dialect) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/preauth", ("username", "ada"), ("ipaddr", "192.0.2.7"), ("text_prompt", "1"))
        : client.CallAsync(host, Dialect.V1Bson, "POST", $"/rest/v1/preauth.{Suffix(dialect)}", ("user", "ada"), ("ipaddr", "192.0.2.7"));

    private Task<DuoAnswer> AuthAsync(string dialect, string answer, params (string, string)[] more) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", [("username", "ada"), ("factor", "prompt"), ("prompt", answer), ("ipaddr", "192.0.2.7"), .. more])
        : client.CallAsync(host, Dialect.V1Bson, "POST", $"/rest/v1/auth.{Suffix(dialect)}", [("user", "ada"), ("factor", "auto"), ("auto", answer), ("ipaddr", "192.0.2.7"), .. more]);

    private Task<DuoAnswer> StatusAsync(string dialect, string id) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "GET", "/auth/v2/auth_status", ("txid", id))
        : client.CallAsync(host, Dialect.V1Bson, "GET", $"/rest/v1/status.{Suffix(dialect)}", ("txid", id));

    private static (string Text, DuoDocument Factors) MenuOf(string dialect, DuoAnswer start) => dialect == "V2"
        ? (start.Response.FindDocument("prompt")!.FindText("text")!, start.Response.FindDocument("prompt")!.FindDocument("factors")!)
        : (start.Response.FindText("prompt")!, start.Response.FindDocument("factors")!);

    private static string? TextOf(string dialect, DuoAnswer answer) => answer.Response.FindText(dialect == "V2" ? "status_msg" : "status");

    private static string Suffix(string dialect) => dialect == "V1Bson" ? "bson" : "json";
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>Logins over the wire, in every dialect.</summary>
public sealed class DuoLoginTests : IAsyncLifetime
{
    private const string Address = "192.0.2.7";

    private readonly TestClock clock = new();
    private DuoServer server = null!;
    private DuoClient client = null!;
    private DuoHost host = null!;

    public static TheoryData<string> Dialects => new("V1Bson", "V1Json", "V2");

    public async ValueTask InitializeAsync()
    {
        server = await DuoServer.StartAsync(clock);
        client = new(server);
        host = await server.AddHostAsync("shell", DuoClients.Old);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_right_code_gets_in_once(string dialect)
    {
        var key = server.AddTotp("ada");
        var start = await PreauthAsync(dialect, "ada");
        Assert.Equal("auth", start.Result);
        Assert.Equal("Code from your authenticator app: ", PromptOf(start));

        var code = server.CodeOf(key);
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", code)).Result);
        var second = await AuthAsync(dialect, "ada", code);
        Assert.Equal("deny", second.Result);
        Assert.Equal("That code is wrong or has already been used.", TextOf(second));
        Assert.Equal([AuditKind.LoginAllowed, AuditKind.AnswerRepeated], server.Events.Select(row => row.Kind));
        Assert.All(server.Events, row => Assert.Equal(("ada", Address, "shell"), (row.Person, row.Source?.ToString(), row.Host)));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task The_words_of_an_skey_line_keep_their_spaces(string dialect)
    {
        using var passphrase = SkeyPassphrase.Parse("a phrase of some length")!;
        var sheet = SkeySheet.Generate(SkeyAlgorithm.Sha1, SkeySeed.For("do", 12345, null), passphrase, 500);
        server.Put("ada", Enrolments.None with { Skey = sheet.Start });

        Assert.StartsWith("otp-sha1 500 do", PromptOf(await PreauthAsync(dialect, "ada")), StringComparison.Ordinal);
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", $"  {sheet.Lines[0].Words.ToLowerInvariant()} ")).Result);
        Assert.StartsWith("otp-sha1 499 do", PromptOf(await PreauthAsync(dialect, "ada")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_Web_OTP_and_a_recovery_code_get_in(string dialect)
    {
        var now = clock.GetUtcNow();
        var issued = (WebOtpIssue.Done)LiveWebOtp.None.Issue(PasscodeHash.Of("WEB23", RandomNumberGenerator.GetBytes(16)), WebOtpPolicy.Default, now);
        var recovery = new RecoveryCodes([PasscodeHash.Of("abc234def678", RandomNumberGenerator.GetBytes(16))]);
        server.Put("ada", Enrolments.None with { WebOtp = issued.Live, RecoveryCodes = recovery });

        Assert.Equal("Code from the web page: ", PromptOf(await PreauthAsync(dialect, "ada")));
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", "web23")).Result);
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", "ABC234-DEF678")).Result);
        Assert.Equal([AuditKind.LoginAllowed, AuditKind.LoginRecoveryCode], server.Events.Select(row => row.Kind));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Push_sms_and_phone_are_honestly_refused_and_count_as_no_guess(string dialect)
    {
        server.AddTotp("ada");
        foreach (var word in (string[])["push", "push1", "phone2", "sms"])
        {
            var answer = await AuthAsync(dialect, "ada", word);
            Assert.Equal("deny", answer.Result);
            Assert.Equal("No device can be asked here. Enter a code instead.", TextOf(answer));
        }
        Assert.Empty(server.Events);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_client_without_a_terminal_is_told_to_send_a_code(string dialect)
    {
        server.AddTotp("ada");
        var start = await PreauthAsync(dialect, "ada");
        var factors = dialect == "V2" ? start.Response.FindDocument("prompt")!.FindDocument("factors")! : start.Response.FindDocument("factors")!;
        var answer = await AuthAsync(dialect, "ada", factors.FindText("default")!);
        Assert.Equal("deny", answer.Result);
        Assert.Contains("DUO_PASSCODE", TextOf(answer), StringComparison.Ordinal);
        Assert.Empty(server.Events);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task An_asynchronous_login_is_fetched_by_its_own_integration_only(string dialect)
    {
        var key = server.AddTotp("ada");
        var begun = await AuthAsync(dialect, "ada", server.CodeOf(key), ("async", "1"));
        var id = begun.Response.FindText("txid")!;

        var other = await server.AddHostAsync("other", DuoClients.Old);
        Assert.Equal("deny", (await StatusAsync(dialect, other, id)).Result);
        Assert.Equal("allow", (await StatusAsync(dialect, host, id)).Result);
        Assert.Equal("deny", (await StatusAsync(dialect, host, id[..^1] + "z")).Result);

        clock.Advance(TimeSpan.FromMinutes(2));
        var late = await StatusAsync(dialect, host, id);
        Assert.Equal("deny", late.Result);
        Assert.Equal("This login is no longer pending. Connect again to retry.", TextOf(late));
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_trusted_network_needs_no_code_and_is_audited_as_one(string dialect)
    {
        await server.TrustAsync("192.0.2.0/24");
        var start = await PreauthAsync(dialect, "ada");
        Assert.Equal("allow", start.Result);
        Assert.Equal(AuditKind.LoginTrustedNetwork, Assert.Single(server.Events).Kind);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task One_connection_gets_three_prompts_however_often_sshd_begins_anew(string dialect)
    {
        var key = server.AddTotp("ada");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("auth", (await PreauthAsync(dialect, "ada")).Result);
            Assert.Equal("deny", (await AuthAsync(dialect, "ada", $"00000{i}")).Result);
        }

        for (var again = 0; again < 6; again++)
        {
            var ended = await PreauthAsync(dialect, "ada");
            Assert.Equal("deny", ended.Result);
            Assert.Equal("Too many wrong answers on one connection. Wait two minutes, then connect again.", TextOf(ended));
        }

        clock.Advance(DuoConnectionTries.ConnectionLife);
        Assert.Equal("auth", (await PreauthAsync(dialect, "ada")).Result);
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", server.CodeOf(key))).Result);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Six_terminals_with_one_right_code_cost_their_person_nothing(string dialect)
    {
        var code = server.CodeOf(server.AddTotp("ada"));
        Assert.Equal("allow", (await AuthAsync(dialect, "ada", code)).Result);
        for (var i = 0; i < 5; i++)
            Assert.Equal("deny", (await AuthAsync(dialect, "ada", code)).Result);

        Assert.Equal("auth", (await PreauthAsync(dialect, "ada")).Result);
        Assert.DoesNotContain(server.Events, e => e.Kind is AuditKind.CodeWrong or AuditKind.SourceClosed);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Five_wrong_codes_close_the_door_for_an_hour(string dialect)
    {
        var key = server.AddTotp("ada");
        for (var i = 0; i < 5; i++)
            Assert.Equal("deny", (await AuthAsync(dialect, "ada", $"00000{i}")).Result);
        clock.Advance(DuoConnectionTries.ConnectionLife);
        var lockedOut = await PreauthAsync(dialect, "ada");
        Assert.Equal("auth", lockedOut.Result);
        Assert.StartsWith("Too many wrong codes for this name from your network.", PromptOf(lockedOut), StringComparison.Ordinal);
        Assert.Equal("deny", (await AuthAsync(dialect, "ada", server.CodeOf(key))).Result);

        clock.Advance(TimeSpan.FromMinutes(61));
        var allowed = await AuthAsync(dialect, "ada", server.CodeOf(key));
        Assert.Equal("allow", allowed.Result);
        Assert.Contains("5", TextOf(allowed), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Unknown_names_get_the_answers_of_known_ones(string dialect)
    {
        server.AddTotp("ada");
        foreach (var answer in (string[])["123456", "push", "passcode", "abc234-def678", "x"])
        {
            Assert.Equal($"{await PreauthAsync(dialect, "ada")}", $"{await PreauthAsync(dialect, "nobody")}");
            Assert.Equal($"{await AuthAsync(dialect, "ada", answer)}", $"{await AuthAsync(dialect, "nobody", answer)}");
        }
    }

    [Fact]
    public async Task The_second_dialect_lists_the_expected_code_as_a_token()
    {
        server.AddTotp("ada");
        var start = await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/preauth", ("username", "ada"));
        var device = Assert.IsType<DuoValue.Document>(Assert.Single(Assert.IsType<DuoValue.List>(start.Response.Find("devices")).Values)).Value;
        Assert.Equal("token", device.FindText("type"));
        Assert.Equal("Code from your authenticator app", device.FindText("name"));
        Assert.Null(start.Response.Find("prompt"));
    }

    [Fact]
    public async Task Ping_needs_no_signature_and_check_does()
    {
        using var ping = new HttpRequestMessage(HttpMethod.Get, "/auth/v2/ping?");
        var time = (DuoValue.Number)(await client.SendAsync(ping)).Response.Find("time")!;
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), time.Value);

        using var unsigned = new HttpRequestMessage(HttpMethod.Get, "/auth/v2/check");
        Assert.Equal(40101, (await client.SendAsync(unsigned)).Code);
        Assert.Equal("OK", (await client.CallAsync(host, Dialect.V2, "GET", "/auth/v2/check")).Stat);
        Assert.Equal("OK", (await client.CallAsync(host, Dialect.V1Bson, "GET", "/rest/v1/check.bson")).Stat);
    }

    public static TheoryData<string, string, string> LeftOut => new()
    {
        { "V2", "factor=passcode", "passcode" },
        { "V2", "factor=prompt", "prompt" },
        { "V2", "factor=push", "device" },
        { "V2", "factor=phone&device=", "device" },
        { "V2", "factor=sms", "device" },
        { "V2", "factor=wink&device=auto", "factor" },
        { "V2", "", "factor" },
        { "V2", "user_id=ada&factor=passcode&passcode=1", "user_id" },
        { "V1Bson", "factor=auto", "auto" },
        { "V1Json", "factor=passcode", "code" },
        { "V1Json", "factor=wink", "factor" },
    };

    [Theory]
    [MemberData(nameof(LeftOut))]
    public async Task What_was_left_out_is_named_whoever_it_is_for(string dialect, string form, string named)
    {
        server.AddTotp("ada");
        foreach (var name in (string[])["ada", "nobody"])
        {
            var parameters = form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]));
            var (path, user) = dialect == "V2" ? ("/auth/v2/auth", "username") : ($"/rest/v1/auth.{dialect[2..].ToLowerInvariant()}", "user");
            var answer = await client.CallAsync(host, Enum.Parse<Dialect>(dialect), "POST", path, [(user, name), .. parameters]);

            Assert.Equal((400, 40002, named), (answer.Status, answer.Code, answer.Document.FindText("message_detail")));
        }
        Assert.Empty(server.Events);
    }

    [Fact]
    public async Task A_user_id_is_the_name()
    {
        var key = server.AddTotp("ada");
        Assert.Equal("auth", (await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/preauth", ("user_id", "ada"))).Result);
        Assert.Equal("allow", (await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", ("user_id", "ada"), ("factor", "passcode"), ("passcode", server.CodeOf(key)))).Result);
        Assert.Equal("username", (await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/preauth")).Document.FindText("message_detail"));
    }

    [Theory]
    [InlineData(4, false, 200)]
    [InlineData(5, false, 200)]
    [InlineData(4, true, 401)]
    [InlineData(5, true, 401)]
    public async Task A_JSON_body_is_covered_by_signature_versions_4_and_5(int version, bool isChanged, int status)
    {
        const string Body = "{\"username\":\"ada\"}";
        var hash = Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(Body)));
        var date = DuoClient.Date(clock.GetUtcNow());
        var canonical = $"{date}\nPOST\nlocalhost\n/auth/v2/preauth\n\n{hash}" + (version == 5 ? "\n" + Convert.ToHexStringLower(SHA512.HashData([])) : "");
        using var request = DuoClient.Request(
            host.IntegrationKey, HMACSHA512.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes(canonical)), date, "POST", "/auth/v2/preauth", "");
        request.Content = new StringContent(isChanged ? Body.Replace("ada", "eve", StringComparison.Ordinal) : Body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));

        Assert.Equal(status, (await client.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("GET", "/admin/v1/users", 40301)]
    [InlineData("DELETE", "/admin/v1/users/DU123", 40301)]
    [InlineData("POST", "/accounts/v1/account/list", 40301)]
    [InlineData("POST", "/auth/v2/nothing", 40401)]
    [InlineData("POST", "/rest/v1/nothing", 40401)]
    public async Task What_is_not_offered_is_refused_in_the_protocols_words(string method, string path, int code)
    {
        var answer = await client.CallAsync(host, Dialect.V2, method, path);
        Assert.Equal((code / 100, code), (answer.Status, answer.Code));
        Assert.NotEmpty(answer.Document.FindText("message_detail")!);

        using var unsigned = new HttpRequestMessage(new HttpMethod(method), path);
        Assert.Equal(code == 40301 ? 40101 : 40401, (await client.SendAsync(unsigned)).Code);
    }

    [Fact]
    public async Task Enrolment_by_a_host_is_refused_with_the_way_to_do_it()
    {
        var answer = await client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/enroll", ("username", "ada"));
        Assert.Equal((403, 40301), (answer.Status, answer.Code));
        Assert.Contains("sallyport command", answer.Document.FindText("message_detail"), StringComparison.Ordinal);
        Assert.Equal(404, (await client.CallAsync(host, Dialect.V2, "GET", "/auth/v2/logo")).Status);
    }

    [Fact]
    public async Task Unknown_names_are_answered_in_the_time_of_known_ones()
    {
        const int Names = 200;
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < Names; i++)
            server.AddTotp($"known{i:D3}");
        await TimeAsync("warm-up");
        for (var i = 0; i < Names; i++)
        {
            known.Add(await TimeAsync($"known{i:D3}"));
            unknown.Add(await TimeAsync($"nobody{i:D3}"));
        }
        var (first, second) = (known.Order().ElementAt(Names / 2), unknown.Order().ElementAt(Names / 2));
        Assert.True(Math.Abs(first - second) / Math.Max(first, second) < 0.25, $"medians: known {first:F3} ms, unknown {second:F3} ms");

        async Task<double> TimeAsync(string user)
        {
            var begun = Stopwatch.GetTimestamp();
            Assert.Equal("auth", (await PreauthAsync("V1Bson", user)).Result);
            Assert.Equal("deny", (await AuthAsync("V1Bson", user, "wrong")).Result);
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task Of_200_parallel_logins_with_one_code_exactly_one_gets_in()
    {
        var code = server.CodeOf(server.AddTotp("ada"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AuthAsync("V2", "ada", code)));
        Assert.Single(answers, answer => answer.Status == 200 && answer.Result == "allow");
        Assert.Single(server.Events, row => row.Kind == AuditKind.LoginAllowed);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 429, $"{answer}"));
    }

    [Fact]
    public async Task One_integration_cannot_take_every_place()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new SemaphoreSlim(0);
        server.Store.BeforeCommit = async () =>
        {
            arrived.Release();
            await gate.Task;
        };
        var held = Enumerable.Range(0, HostLimits.AtOncePerHost).Select(i => AuthAsync("V2", $"guess{i}", "123456")).ToArray();
        for (var i = 0; i < held.Length; i++)
            await arrived.WaitAsync(TestContext.Current.CancellationToken);

        var refused = await PreauthAsync("V2", "ada");
        Assert.Equal((429, 42901, 1), (refused.Status, refused.Code, refused.RetryAfter));
        var other = await server.AddHostAsync("other", DuoClients.Old);
        Assert.Equal("auth", (await client.CallAsync(other, Dialect.V2, "POST", "/auth/v2/preauth", ("username", "ada"))).Result);

        gate.SetResult();
        Assert.All(await Task.WhenAll(held), answer => Assert.Equal("deny", answer.Result));
        Assert.Equal("auth", (await PreauthAsync("V2", "ada")).Result);
    }

    [Fact]
    public async Task Parameters_of_a_post_in_the_query_signed_with_the_port_are_the_Go_SDKs_way()
    {
        var date = DuoClient.Date(clock.GetUtcNow());
        const string Form = "text_prompt=1&username=ada";
        var canonical = $"{date}\nPOST\nlocalhost:{server.Port}\n/auth/v2/preauth\n{Form}";
        var signature = HMACSHA1.HashData(host.SecretKey.Bytes, Encoding.ASCII.GetBytes(canonical));
        using var request = DuoClient.Request(host.IntegrationKey, signature, null, "POST", "/auth/v2/preauth", "");
        request.RequestUri = new Uri($"/auth/v2/preauth?{Form}", UriKind.Relative);
        request.Content = null;
        request.Headers.TryAddWithoutValidation("Date", date);
        Assert.Equal("auth", (await client.SendAsync(request)).Result);
    }

    private Task<DuoAnswer> PreauthAsync(string dialect, string user) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/preauth", ("username", user), ("ipaddr", Address), ("text_prompt", "1"))
        : client.CallAsync(host, Dialect.V1Bson, "POST", $"/rest/v1/preauth.{Suffix(dialect)}", ("user", user), ("ipaddr", Address), ("failmode", "closed"));

    private Task<DuoAnswer> AuthAsync(string dialect, string user, string answer, params (string Name, string Value)[] more) => dialect == "V2"
        ? client.CallAsync(host, Dialect.V2, "POST", "/auth/v2/auth", [("username", user), ("ipaddr", Address), ("factor", "prompt"), ("prompt", answer), .. more])
        : client.CallAsync(host, Dialect.V1Bson, "POST", $"/rest/v1/auth.{Suffix(dialect)}", [("user", user), ("ipaddr", Address), ("factor", "auto"), ("auto", answer), .. more]);

    private Task<DuoAnswer> StatusAsync(string dialect, DuoHost from, string id) => dialect == "V2"
        ? client.CallAsync(from, Dialect.V2, "GET", "/auth/v2/auth_status", ("txid", id))
        : client.CallAsync(from, Dialect.V1Bson, "GET", $"/rest/v1/status.{Suffix(dialect)}", ("txid", id));

    private static string Suffix(string dialect) => dialect == "V1Bson" ? "bson" : "json";

    private static string? PromptOf(DuoAnswer start) => start.Response.FindText("prompt") ?? start.Response.FindDocument("prompt")?.FindText("text");

    private static string TextOf(DuoAnswer answer) => answer.Response.FindText("status_msg") ?? answer.Response.FindText("status")!;
}

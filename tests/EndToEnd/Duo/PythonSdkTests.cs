using System.Text.Json;
using EndToEnd.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace EndToEnd.Duo;

/// <summary>Duo's own SDK for Python (Debian's python3-duo-client 4.5.0), in its signature versions 2 and 4.</summary>
[Needs("/usr/bin/python3 /usr/lib/python3/dist-packages/duo_client/client.py")]
public sealed class PythonSdkTests
{
    // A line for each answer; a refusal is its code and detail.
    private const string Program = """
        import hashlib, json, sys, duo_client
        port, ca, ikey, skey, version = sys.argv[1:]
        options = dict(host='localhost', port=int(port), ca_certs=ca, sig_version=int(version), digestmod=hashlib.sha512)
        auth, admin = duo_client.Auth(ikey, skey, **options), duo_client.Admin(ikey, skey, **options)
        def say(call, *arguments, **more):
            try:
                print(json.dumps(call(*arguments, **more)), flush=True)
            except RuntimeError as fault:
                print(json.dumps(fault.data), flush=True)
        say(auth.ping)
        say(auth.check)
        say(auth.auth, 'passcode', username='ada')
        say(auth.auth, 'push', username='ada')
        say(auth.auth, 'push', device='auto')
        say(auth.auth, 'wink', username='ada')
        say(admin.get_info_summary)
        say(auth.json_api_call, 'POST', '/admin/v1/users', {'username': 'eve'})
        begun = auth.auth('push', user_id='ada', ipaddr='192.0.2.7', async_txn=True, type='VPN login', display_username='Ada L.',
                          pushinfo='from=login%20portal&domain=example.com', device='auto')
        answer = auth.auth_status(begun['txid'])
        while answer['waiting']:
            answer = auth.auth_status(begun['txid'])
        print(json.dumps(answer))
        """;

    [Theory]
    [InlineData("2")]
    [InlineData("4")]
    public async Task A_program_logs_in_and_is_told_what_it_left_out(string signature)
    {
        await using var authority = await DuoServer.StartAsync(TimeProvider.System);
        using var phone = new TestPhone("ada");
        authority.Store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered("ada"))).Next);
        var host = await authority.AddHostAsync("program", DuoClients.Dated);

        var program = Run.OfAsync(
            "/usr/bin/python3",
            ["-c", Program, $"{authority.Port}", authority.RootPath, host.IntegrationKey, host.SecretKey.Reveal(), signature],
            new Dictionary<string, string>(StringComparer.Ordinal), "");
        Assert.True(authority.Pushes.Sent.TryTake(out var sent, TimeSpan.FromMinutes(1)), $"nothing was sent: {(program.IsCompleted ? await program : null)}");
        await phone.AnswerAsync(authority.Pushes.Service, sent.Push, PushReply.Approve);
        var ended = await program;

        Assert.True(ended.ExitCode == 0, $"{ended}");
        var answers = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.True(answers[0].TryGetProperty("time", out _) && answers[1].TryGetProperty("time", out _), ended.Output);
        Assert.Equal(["passcode", "device", "username", "factor"], answers[2..6].Select(answer => answer.GetProperty("message_detail").GetString()));
        Assert.All(answers[2..6], answer => Assert.Equal(40002, answer.GetProperty("code").GetInt32()));
        Assert.All(answers[6..8], answer => Assert.Equal(40301, answer.GetProperty("code").GetInt32()));
        Assert.Contains("no Admin API", answers[7].GetProperty("message_detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("allow", answers[^1].GetProperty("status").GetString());
        Assert.Equal(("VPN login", "Ada L."), (sent.Push.Told.Type, sent.Push.Told.DisplayName));
        Assert.Equal([new ToldFact("domain", "example.com"), new ToldFact("from", "login portal")], sent.Push.Told.Facts);
    }
}

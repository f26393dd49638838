using System.Text.Json;
using EndToEnd.Machine;
using EndToEnd.Portal;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace EndToEnd.Duo;

/// <summary>Duo's own SDK for Node (npm's @duosecurity/duo_api 1.5.0), in both of its signatures, with a push. The phone's part is played here.</summary>
[Needs("node npm")]
public sealed class SdkPushTests
{
    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("2", PushReply.Approve, "allow")]
    [InlineData("5", PushReply.Approve, "allow")]
    [InlineData("2", PushReply.Deny, "deny")]
    public async Task A_program_is_shown_the_number_and_told_the_end(string signature, PushReply reply, string end)
    {
        await using var authority = await DuoServer.StartAsync(TimeProvider.System);
        using var phone = new TestPhone("ada");
        authority.Store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered("ada"))).Next);
        var host = await authority.AddHostAsync("program", DuoClients.Dated);
        var script = Path.Combine(await NodePackages.FolderAsync(), "duo-push.cjs");

        var program = Run.OfAsync(
            "node", [script, $"{authority.Port}", authority.RootPath, host.IntegrationKey, host.SecretKey.Reveal(), signature, "ada"], NoEnvironment, "");
        Assert.True(authority.Pushes.Sent.TryTake(out var sent, TimeSpan.FromMinutes(2)), "nothing was sent");
        await phone.AnswerAsync(authority.Pushes.Service, sent.Push, reply);

        Assert.Equal(("Program login", new ToldFact("from", "web")), (sent.Push.Told.Type, Assert.Single(sent.Push.Told.Facts)));
        var answers = (await program).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["auto", "push"], answers[0].GetProperty("devices")[0].GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(end, answers[^1].GetProperty("result").GetString());
        if (answers.Find(a => a.TryGetProperty("result", out var result) && result.GetString() == "waiting") is { ValueKind: JsonValueKind.Object } waiting)
            Assert.Equal($"Pushed a login request to Pixel 9: enter {sent.Push.Number!.Reveal()} there.", waiting.GetProperty("status_msg").GetString());
    }
}

using System.Text.RegularExpressions;

namespace EndToEnd.Radius;

/// <summary>FreeRADIUS's own client, which checks both signatures of every answer.</summary>
[Needs("radclient")]
public sealed partial class RadclientTests(RadiusFixture fixture) : IClassFixture<RadiusFixture>
{
    [Fact]
    public async Task radclient_holds_a_whole_conversation_with_state()
    {
        var asked = await fixture.RadclientAsync("User-Name=alice,User-Password=\"\",Message-Authenticator=0x00");
        Assert.True(asked.Output.Contains("Received Access-Challenge", StringComparison.Ordinal), asked.Output);
        Assert.Contains("Reply-Message = \"Code from your authenticator app: \"", asked.Output, StringComparison.Ordinal);

        var state = State().Match(asked.Output).Groups["state"].Value;
        var code = fixture.Setup.CodeOf("alice");
        var accepted = await fixture.RadclientAsync($"User-Name=alice,User-Password=\"{code}\",State={state},Message-Authenticator=0x00");
        Assert.Contains("Received Access-Accept", accepted.Output, StringComparison.Ordinal);
        Assert.Equal(0, accepted.ExitCode);

        var replayed = await fixture.RadclientAsync($"User-Name=alice,User-Password=\"{code}\",State={state}");
        Assert.Contains("Received Access-Reject", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task radclient_gets_its_answer_in_one_step()
    {
        var accepted = await fixture.RadclientAsync($"User-Name=bob,User-Password=\"{fixture.Setup.CodeOf("bob")}\"");
        Assert.Contains("Received Access-Accept", accepted.Output, StringComparison.Ordinal);

        var again = await fixture.RadclientAsync($"User-Name=bob,User-Password=\"{fixture.Setup.CodeOf("bob")}\"");
        Assert.Contains("Received Access-Reject", again.Output, StringComparison.Ordinal);
        Assert.Contains("That code is wrong or has already been used.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task radclient_with_chap_is_rejected()
    {
        var rejected = await fixture.RadclientAsync("User-Name=alice,CHAP-Password=\"secret\"");
        Assert.Contains("Received Access-Reject", rejected.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("State = (?<state>0x[0-9a-f]{32})", RegexOptions.None, 1000)]
    private static partial Regex State();
}

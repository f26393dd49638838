using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>What a collector reads of a served authority after real RADIUS conversations.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task logins_are_counted_without_naming_anybody()
    {
        await using var authority = await ServedAuthority.StartAsync();
        await authority.HandOutCodesAsync();
        var name = ServedAuthority.NameOf(0);
        using (var login = new RadiusConversation(authority.RadiusPort, authority.RadiusSecret, name, "192.0.2.66"))
        {
            await login.BeginAsync();
            await login.SendAsync("000000");
            Assert.True(RadiusConversation.Accepted(await login.SendAsync(authority.Codes[0][0])));
        }

        using (var forger = new RadiusConversation(authority.RadiusPort, "not-the-secret-of-this-client", name))
        {
            // Dropped without an answer; the status that follows has counted it.
            await forger.SendOnlyAsync("000000");
        }

        var text = await AskAsync(authority, "/metrics", until: "wrong-message-authenticator");
        Assert.Contains("sallyport_logins_total{outcome=\"allowed\",factor=\"recovery-code\",host=\"here\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("sallyport_logins_total{outcome=\"asked-again\",factor=\"none\",host=\"here\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("sallyport_radius_answer_seconds_count 3\n", text, StringComparison.Ordinal);
        Assert.Contains("sallyport_radius_dropped_total{reason=\"wrong-message-authenticator\"} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(name, text, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.", text, StringComparison.Ordinal);
        Assert.Equal("ready\n", await AskAsync(authority, "/readyz"));
    }

    /// <summary>By curl, again until the answer has a word.</summary>
    private static async Task<string> AskAsync(ServedAuthority authority, string path, string until = "")
    {
        for (var tries = 0; ; tries++)
        {
            var text = await Run.MustAsync("/usr/bin/curl", "--silent", "--show-error", "--fail", $"http://127.0.0.1:{authority.MetricsPort}{path}");
            if (text.Contains(until, StringComparison.Ordinal) || tries == 200)
                return text;
        }
    }
}

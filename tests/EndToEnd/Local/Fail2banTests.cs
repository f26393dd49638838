using System.Net;
using EndToEnd.Machine;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Tests;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Logins;

namespace EndToEnd.Local;

/// <summary>Debian's fail2ban-regex, with the filter that we ship, over the authority's own log of names that guessers chose to have somebody else banned.</summary>
public sealed class Fail2banTests
{
    private const string Guesser = "198.51.100.7";

    private static readonly string[] Names =
    [
        "alice",
        "",
        "x from=203.0.113.66 host=door",
        "x\" from=203.0.113.66 host=\"door",
        "x\\\" from=203.0.113.66 host=door",
        "x\\",
        "\\\" from=203.0.113.66 host=door \\",
        "x\n2031-07-13T03:17:41.123Z info 3001 wrong-code user=y from=203.0.113.66 host=door",
        "x\r\nsallyport[1]: info 3001 wrong-code user=y from=203.0.113.66 host=door",
        "x\u2028info 3001 wrong-code user=y from=203.0.113.66 host=door",
        "x\u001b[2K\u0000from=203.0.113.66",
        "user=y from=203.0.113.66 host=door",
        "from=203.0.113.66",
        "zoë",
        "\ud800",
    ];

    [Fact]
    public async Task the_filter_finds_each_guess_and_nobody_else()
    {
        var cancel = TestContext.Current.CancellationToken;
        var clock = new SteppedClock();
        await using var store = new MemoryStore(clock);
        using var written = new StringWriter();
        using (var lines = new LineLog(written, clock))
        {
            var policies = new PolicySource(new AuthorityOptions(), store, new Decoy(new byte[32], DecoyMix.Default), clock, new UnixAccounts());
            var logins = new LoginService(store, policies, clock, new LoginLog(lines.CreateLogger("logins")));
            foreach (var name in Names)
                await logins.AnswerAsync(new LoginAttempt(name, IPAddress.Parse(Guesser), "door"), 0, "000000", cancel);
        }

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, written.ToString(), cancel);
            Assert.Equal(Names.Length, written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            var found = await Run.MustAsync("/usr/bin/fail2ban-regex", "-o", "ip", file, Path.Combine(Checkout.Root, "packaging/fail2ban/filter.d/sallyport.conf"));
            Assert.Equal(Enumerable.Repeat(Guesser, Names.Length), found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using System.Globalization;
using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>A day's work with the real programs on one login: the purpose of the whole command.</summary>
[Needs("rsync git unison lftp plink pscp curl")]
public sealed class DaysScriptTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("plain ssh by the generated ssh_config")]
    [InlineData("our links ahead in PATH")]
    public async Task A_day_asks_for_one_code_and_one_password(string way)
    {
        Func<string[], Task<Run>> run = way.StartsWith("plain", StringComparison.Ordinal) ? site.Outside : site.OutsideLinked;
        await Site.Must(await site.Outside(site.Command, "link"));
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        await site.Outside("rm", "-rf", "tree", "copy", "clone");
        await site.Write(site.Home + "/tree/a/one", "one");
        await site.Write(site.Home + "/tree/two words", "two");

        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));

        for (var i = 0; i < 3; i++) await Prints("shell " + i, run, "ssh", "dora", $"echo shell {i}");
        for (var i = 0; i < 5; i++)
        {
            var protocol = i % 2 == 0 ? "-s" : "-O";
            await Site.Must(await run(["scp", protocol, "tree/a/one", $"dora:up{i.ToString(CultureInfo.InvariantCulture)}"]));
            await Site.Must(await run(["scp", protocol, $"dora:up{i.ToString(CultureInfo.InvariantCulture)}", "down"]));
        }
        await Site.Must(await run(["rsync", "-a", "tree/", "dora:tree/"]));
        await Prints("two", run, "ssh", "dora", "cat 'tree/two words'");
        await Prints("done", run, "ssh", "dora", "rm -rf repo.git && git init -q --bare repo.git && echo done");
        await Site.Must(await run(["git", "clone", "-q", "dora:repo.git", "clone"]));
        await Site.Must(await run(["sh", "-c", "cd clone && git config user.email a@b && git config user.name a && echo x > f && git add f && git commit -qm x && git push -q origin HEAD:main"]));
        await site.Write(site.Home + "/batch", "put tree/a/one batch-one\nls\n");
        await Site.Must(await run(["sftp", "-b", "batch", "dora"]));
        await Site.Must(await run(["unison", "-batch", "-silent", "-testserver", "tree", "ssh://dora/tree"]));
        await Prints("by lftp", run, "sh", "-c", "echo by lftp > l && lftp -c 'set sftp:connect-program \"ssh -a -x\"; connect sftp://dora; put l; cat l'");
        await Prints("by plink", run, "plink", "-batch", "-P", "12022", "-hostkey", await site.Fingerprint("dora"), "-pw", site.Password, site.Server + "@127.0.0.1", "echo by plink");
        await Site.Must(await run(["pscp", "-batch", "-P", "12022", "-hostkey", await site.Fingerprint("dora"), "-pw", site.Password, "tree/a/one", site.Server + "@127.0.0.1:by-pscp"]));
        await Prints("inside page", run, "curl", "-s", "--max-time", "10", "--socks5", "127.0.0.1:13080", "http://10.77.1.4/");

        Assert.Equal((1, 1), site.Prompts());
        await Site.Must(await site.Outside(site.Command, "down"));
    }

    private static async Task Prints(string expected, Func<string[], Task<Run>> run, params string[] command)
    {
        var ran = await run(command);
        Assert.True(ran.ExitCode == 0 && ran.Output.Contains(expected, StringComparison.Ordinal), ran.ToString());
    }
}

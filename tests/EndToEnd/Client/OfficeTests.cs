using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>Other people's programs on the session: by its ports, and by the commands that point them there.</summary>
public sealed class OfficeTests(OfficeSite office) : IClassFixture<OfficeSite>
{
    private readonly Site site = office.Site;

    /// <summary>A new program is a new row: a shell script, run outside without a terminal, that prints "by" and its name.</summary>
    public static TheoryData<string, string> ProgramsAtThePort => new()
    {
        { "ssh", "ssh -p 12022 $SERVER@127.0.0.1 echo by ssh" },
        { "scp", "echo by scp > f; scp -q -P 12022 f $SERVER@127.0.0.1:f-scp && scp -q -O -P 12022 $SERVER@127.0.0.1:f-scp g && cat g" },
        { "sftp", "echo by sftp > f; printf 'put f f-sftp\\nget f-sftp h\\n' > b; sftp -q -b b -P 12022 $SERVER@127.0.0.1 && cat h" },
        { "rsync", "mkdir -p t/a && echo by rsync > t/a/f; rsync -a -e 'ssh -p 12022' t/ $SERVER@127.0.0.1:t-rsync/ && rsync -a -e 'ssh -p 12022' $SERVER@127.0.0.1:t-rsync/ u/ && cat u/a/f" },
        { "git", "ssh -p 12022 $SERVER@127.0.0.1 'git init -q --bare g-$$.git; echo g-$$.git' > name; git clone -q ssh://$SERVER@127.0.0.1:12022/~/$(cat name) c-$$ 2>&1; cd c-$$; git config user.email a@b; git config user.name a; echo by git > f; git add f; git commit -q -m m; git push -q origin HEAD:main; git show origin/main:f" },
        { "unison", "mkdir -p n; echo by unison > n/f; unison -batch -silent n ssh://$SERVER@127.0.0.1:12022/n-unison && ssh -p 12022 $SERVER@127.0.0.1 cat n-unison/f" },
        { "lftp", "echo by lftp > f-lftp; lftp -c \"set sftp:auto-confirm yes; open -u $SERVER, sftp://127.0.0.1:12022; put f-lftp; cat f-lftp\"" },
        { "plink", "plink -batch -P 12022 -hostkey $FINGERPRINT -pw $PASSWORD $SERVER@127.0.0.1 'echo by plink'" },
        { "pscp", "echo by pscp > f; pscp -q -batch -P 12022 -hostkey $FINGERPRINT -pw $PASSWORD f $SERVER@127.0.0.1:f-pscp && pscp -q -batch -P 12022 -hostkey $FINGERPRINT -pw $PASSWORD $SERVER@127.0.0.1:f-pscp i && cat i" },
        { "psftp", "echo by psftp > f; printf 'put f f-psftp\\nget f-psftp j\\n' > b2; psftp -batch -b b2 -P 12022 -hostkey $FINGERPRINT -pw $PASSWORD $SERVER@127.0.0.1 && cat j" },
        { "sshfs", "mkdir -p m; ssh -p 12022 $SERVER@127.0.0.1 'echo by sshfs > f-sshfs'; sshfs -p 12022 $SERVER@127.0.0.1: m && cat m/f-sshfs; fusermount3 -u m" },
    };

    [Theory]
    [MemberData(nameof(ProgramsAtThePort))]
    public async Task A_program_works_at_the_sessions_port(string name, string script)
    {
        NeedsAttribute.ForThisRow(name);
        var run = await Script(script);
        Assert.True(run.Output.Contains("by " + name, StringComparison.Ordinal), run.ToString());
        Assert.Equal(0, run.ExitCode);
    }

    [Needs("curl")]
    [Fact]
    public async Task Mail_is_stored_and_fetched_and_the_settings_say_so()
    {
        var told = await site.Outside(site.Command, "mail");
        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("port        12143", told.Output, StringComparison.Ordinal);
        Assert.Contains("it answers  * OK", told.Output, StringComparison.Ordinal);
        var fetched = await Script("printf 'Subject: hello\\r\\n\\r\\nby imap\\r\\n' > mail; curl -s -m 20 -u $SERVER:$PASSWORD -T mail imap://127.0.0.1:12143/INBOX && curl -s -m 20 -u $SERVER:$PASSWORD 'imap://127.0.0.1:12143/INBOX;MAILINDEX=1'");
        Assert.Contains("by imap", fetched.Output, StringComparison.Ordinal);
    }

    [Needs("lp lpstat")]
    [Fact]
    public async Task A_job_reaches_the_printing_server()
    {
        var told = await site.Outside(site.Command, "print");
        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Contains("ServerName 127.0.0.1:12631", told.Output, StringComparison.Ordinal);
        var printed = await Script("lpstat -h 127.0.0.1:12631 -p; echo by cups > paper; lp -h 127.0.0.1:12631 -d plotter paper");
        Assert.Contains("printer plotter is idle", printed.Output, StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(office.Spool, "d*"), file => File.ReadAllText(file) == "by cups\n");
    }

    [Needs("proxychains4 curl")]
    [Fact]
    public async Task Proxychains_carries_curl_inside()
    {
        await InsidePage(await site.Outside(site.Command, "proxychains", "--", "curl", "-s", "-m", "20", "http://10.77.1.4/"));
        var file = (await site.Outside(site.Command, "proxychains")).Output.Trim();
        await InsidePage(await site.Outside("proxychains4", "-q", "-f", file, "curl", "-s", "-m", "20", "http://10.77.1.4/"));
    }

    [Needs("chromium")]
    [Fact]
    public async Task A_browser_shows_an_inside_page_and_leaves_nothing_behind()
    {
        await InsidePage(await site.Outside(site.Command, "open", "http://10.77.1.4/", "--", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"));
        Assert.Empty(Directory.EnumerateDirectories(site.Runtime, "browser*"));
    }

    [Fact]
    public async Task Gui_prints_the_port_and_the_fingerprint_that_the_programs_show()
    {
        var told = await site.Outside(site.Command, "gui");
        Assert.Contains(await site.Fingerprint("dora"), told.Output, StringComparison.Ordinal);
        Assert.Contains("12022", told.Output, StringComparison.Ordinal);
        Assert.Contains(site.Server + "@127.0.0.1", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_is_content_until_the_persons_own_configuration_outranks_ours()
    {
        var well = await site.Outside(site.Command, "doctor");
        Assert.True(well.ExitCode == 0, well.ToString());
        Assert.Contains("nothing in your ssh configuration overrides", well.Output, StringComparison.Ordinal);
        var config = site.Home + "/.ssh/config";
        var before = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        try
        {
            await site.Write(config, "StrictHostKeyChecking no\n" + before);
            var ill = await site.Outside(site.Command, "doctor");
            Assert.Equal(1, ill.ExitCode);
            Assert.Contains("WRONG  precedence: line 1 of ~/.ssh/config sets stricthostkeychecking false for dora", ill.Output, StringComparison.Ordinal);
        }
        finally
        {
            await site.Write(config, before);
        }
    }

    private static Task InsidePage(Run run)
    {
        Assert.True(run.Output.Contains("inside page", StringComparison.Ordinal), run.ToString());
        return Task.CompletedTask;
    }

    private async Task<Run> Script(string script)
    {
        var fingerprint = await site.Fingerprint("dora");
        return await site.Outside("sh", "-c", $"export SERVER='{site.Server}' PASSWORD='{site.Password}' FINGERPRINT='{fingerprint}'; mkdir -p work && cd work; {script}");
    }
}

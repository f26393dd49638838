namespace EndToEnd.Laptop;

/// <summary>A person's day as it is typed at a real terminal: shells, copies, a file that is saved, mail, a cut of the network, and home.</summary>
[Collection(Alone.Name)]
[Needs("tmux rsync git")]
public sealed class DayAtATerminalTests(Site site) : IClassFixture<Site>
{
    private const string Ok = " 0";
    private const string FarPrompt = ":~$";

    [Fact]
    public async Task A_day_asks_for_one_code_and_one_password()
    {
        await site.Write(site.Home + "/notes.txt", "notes\n");
        var before = (await site.Audited()).Count;
        await using var terminal = new Tmux(site);
        await terminal.Start();

        Assert.Contains("the session with dora is up", await terminal.Types("ssh-with-2fa up"), StringComparison.Ordinal);

        // A shell, and out of it.
        await InAShell(terminal, "first");
        await terminal.Keys("exit");
        Assert.Contains("Shared connection to 198.51.100.1 closed.", await terminal.Ends(), StringComparison.Ordinal);

        // Copies.
        await Does(terminal, "scp -q notes.txt dora:by-scp && scp -q -O dora:by-scp back && cmp notes.txt back");
        await terminal.Begins("sftp dora");
        await terminal.Sees("sftp>");
        await terminal.Keys("put notes.txt by-sftp");
        await terminal.Keys("bye");
        await terminal.Ends();
        await Does(terminal, "ssh dora cmp by-scp by-sftp");
        await Does(terminal, "mkdir -p tree && cp notes.txt tree && rsync -a tree/ dora:tree/ && ssh dora cmp by-scp tree/notes.txt");
        await Does(terminal, "ssh dora git init -q --bare work.git && git clone -q dora:work.git work");
        await Does(terminal, "cd work && git config user.email a@b && git config user.name a && cp ../notes.txt . && git add . && git commit -qm x && git push -q origin HEAD:main && cd");

        // An editor saves: a new file beside the old one, then a rename.
        await Does(terminal, "if command -v sshfs > sshfs-is-there; then mkdir -p m && sshfs dora: m && echo saved > m/.text.swp && mv m/.text.swp m/text && fusermount3 -u m;"
            + " else echo saved > text && printf 'put text .text.swp\\nrename .text.swp text\\n' | sftp -q -b - dora; fi");
        Assert.Contains("saved", await terminal.Types("ssh dora cat text"), StringComparison.Ordinal);

        // Mail, by the forward.
        Assert.Contains("a mail of today", await terminal.Types("echo a mail of today | socat -t 30 - TCP:127.0.0.1:12143"), StringComparison.Ordinal);

        // A tunnel on the way home: the shell waits, is told, and goes on.
        await InAShell(terminal, "second");
        await site.Network("down");
        try
        {
            await terminal.Keys("echo typed-in-the-$((1+1))nd-tunnel");
            await terminal.Sees("the network may be down");
        }
        finally
        {
            await site.Network("up");
        }
        await terminal.Sees("typed-in-the-2nd-tunnel");
        await terminal.Keys("exit");
        await terminal.Ends();

        Assert.Contains("used by:", await terminal.Types("ssh -n dora sleep 600 & until ssh-with-2fa status | grep 'used by:'; do sleep 1; done"), StringComparison.Ordinal);
        Assert.Contains("the session with dora has ended, and with it ssh (", await terminal.Types("ssh-with-2fa down"), StringComparison.Ordinal);
        Assert.Contains("no session with dora is up", await terminal.Types("ssh -o BatchMode=yes dora true"), StringComparison.Ordinal);

        Assert.Equal((1, 1), (terminal.Codes, terminal.Passwords));
        Assert.Equal(["login-allowed"], (await site.Audited()).Skip(before));
        Assert.Equal(1, site.PasswordsTaken());
    }

    private static async Task InAShell(Tmux terminal, string name)
    {
        var prompts = (await terminal.Text()).Split(FarPrompt).Length;
        await terminal.Begins("ssh dora");
        await terminal.Sees(FarPrompt, prompts);
        await terminal.Keys($"echo {name}-$((40+2))");
        await terminal.Sees(name + "-42");
    }

    private static async Task Does(Tmux terminal, string line)
    {
        var printed = await terminal.Types(line);
        Assert.EndsWith(Ok, printed, StringComparison.Ordinal);
    }
}

using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>
/// The programs of the table in docs/users/programs.md that bring their own way to ssh, or their own SSH. Each row is a shell command of the person's; what it
/// prints shows that it worked, and the counts that nobody was asked.
/// </summary>
[Collection(Alone.Name)]
public sealed class ProgramsTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const string InsidePage = "http://127.0.0.1:14099/";

    /// <summary>Program, what must be installed, the command, what it prints. OURS is the directory of our links, USER the login name.</summary>
    private static readonly Dictionary<string, (string Needs, string Command, string Prints)> Riding = new(StringComparer.Ordinal)
    {
        ["Ansible"] = ("ansible", "printf '[ssh_connection]\\nssh_args =\\n' > ansible.cfg; ansible all -i dora, -m ping", "\"ping\": \"pong\""),
        ["Ansible's defaults, with our links"] = ("ansible", "rm -f ansible.cfg; PATH=OURS:$PATH ansible all -i dora, -m ping", "\"ping\": \"pong\""),
        ["git-annex, with our links"] = ("git-annex", """
            export PATH=OURS:$PATH; git config --global user.email ann@maths.example; git config --global user.name ann
            ssh dora 'git config --global user.email ann@maths.example; git config --global user.name ann; git init -q --bare annexed.git'
            git init -q annex; cd annex; git annex init -q here; echo data > file; git annex add -q file; git commit -qm file; git remote add there dora:annexed.git
            git push -q there HEAD git-annex; git annex copy -q file --to there; git annex drop -q file; git annex get -q file --from there; cat file
            """, "data"),
        ["TRAMP"] = ("emacs", Tramp("(setq tramp-use-ssh-controlmaster-options nil)"), "read by emacs"),
        ["restic"] = ("restic", "export RESTIC_PASSWORD=x; mkdir -p docs; echo one > docs/f; restic -q -r sftp:dora:restic init && restic -q -r sftp:dora:restic backup docs && restic -r sftp:dora:restic snapshots", "1 snapshots"),
        ["borg"] = ("borg", "export BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes; mkdir -p docs; echo one > docs/f; borg init -e none dora:borg && borg create dora:borg::today docs && borg list --short dora:borg", "today"),
        ["duplicity"] = ("duplicity", "mkdir -p docs; echo one > docs/f; duplicity --no-encryption docs pexpect+sftp://dora/duplicity && duplicity list-current-files --no-encryption pexpect+sftp://dora/duplicity", " f"),
        ["rclone"] = ("rclone", "rclone cat ':sftp,host=127.0.0.1,port=12022,user=USER,key_file=/HOME/.ssh/id_ed25519,known_hosts_file=/HOME/known:/etc/hostname'", "HOSTNAME"),
        ["paramiko"] = ("python3", """
            python3 -c 'import paramiko; c = paramiko.SSHClient(); c.load_host_keys("/HOME/known"); c.connect("127.0.0.1", 12022, "USER"); print(c.exec_command("echo by paramiko")[1].read().decode())'
            """, "by paramiko"),
        ["dbclient"] = ("dbclient", """
            rm -f key; dropbearconvert openssh dropbear .ssh/id_ed25519 key 2>&1; sed 's/^\[127.0.0.1\]:12022/127.0.0.1/' known > .ssh/known_hosts; dbclient -i key -p 12022 USER@127.0.0.1 echo by dbclient; rm -f .ssh/known_hosts
            """, "by dbclient"),
        ["autossh, with our links"] = ("autossh", $$"""
            AUTOSSH_PATH=OURS/ssh autossh -M 0 -N -L 14099:10.77.1.4:80 dora & tunnel=$!
            for i in $(seq 300); do curl -sS -m 5 {{InsidePage}} 2>/dev/null && break; sleep 0.1; done
            kill -0 $tunnel && echo stays
            kill $tunnel; wait $tunnel
            for i in $(seq 300); do curl -sS -m 5 {{InsidePage}} >/dev/null 2>&1 || { echo gone; break; }; sleep 0.1; done
            """, "stays\ngone"),
    };

    public static TheoryData<string> Programs => [.. Riding.Keys];

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(site.Home + "/.ssh/id_ed25519")) await site.MakeKey();
        await Site.Must(await site.Outside(site.Command, "link"));
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        await Site.Must(await site.Outside("sh", "-c", $"'{site.Command}' gui --known-hosts > known"));
        site.Prompts();
    }

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        site.Prompts();
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task It_works_on_the_session_and_asks_nobody(string program)
    {
        var (needs, command, prints) = Riding[program];
        NeedsAttribute.ForThisRow(needs);
        if (program == "paramiko") Assert.SkipUnless((await site.Outside("python3", "-c", "import paramiko")).ExitCode == 0, "not installed: python3-paramiko");

        var run = await site.OutsideWith("LANG=C.UTF-8", "sh", "-c", Filled(command));

        Assert.True(run.Output.Contains(Filled(prints), StringComparison.Ordinal), run.ToString());
        Assert.Equal((0, 0), site.Prompts());
    }

    [Theory]
    [InlineData("ansible", "ansible all -i dora, -m ping")]
    [InlineData("restic", "RESTIC_PASSWORD=x restic -r sftp:dora:restic snapshots")]
    [InlineData("borg", "borg list dora:borg")]
    [InlineData("autossh", "AUTOSSH_PATH=OURS/ssh autossh -M 0 -N -L 14099:10.77.1.4:80 dora")]
    public async Task Without_a_session_it_ends_with_our_line_and_knocks_at_no_door(string program, string command)
    {
        NeedsAttribute.ForThisRow(program);
        await Site.Must(await site.Outside(site.Command, "down"));
        var knocks = site.KnocksAtTheDoor();

        var run = await site.OutsideWith("LANG=C.UTF-8", "sh", "-c", "{ " + Filled(command) + "; echo status $?; } 2>&1 | cat");

        Assert.Contains("run \"ssh-with-2fa up\" once", run.Output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("status 0\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(knocks, site.KnocksAtTheDoor());
    }

    /// <summary>The outside sshd's MaxSessions is 10. Each command waits until all have begun, so that all run at the same time.</summary>
    [Theory]
    [InlineData("ssh")]
    [InlineData("ssh-with-2fa ssh")]
    public async Task More_commands_at_once_than_MaxSessions_all_get_through_with_a_key(string way)
    {
        var ssh = way == "ssh" ? "ssh" : $"'{site.Command}' ssh";
        var command = $$"""
            ssh dora 'rm -rf begun; mkdir begun'
            for i in $(seq 15); do {{ssh}} dora "touch begun/$i; for t in \$(seq 600); do [ \$(ls begun | wc -l) -ge 15 ] && { echo done; break; }; sleep 0.1; done" & done; wait
            """;
        var run = await site.Outside("bash", "-c", command);
        Assert.True(run.Output.Split('\n').Count(line => line == "done") == 15, run.ToString());
        Assert.Equal((0, 0), site.Prompts());
    }

    [Needs("emacs")]
    [Fact]
    public async Task TRAMP_without_a_session_finds_the_prompt_when_it_is_told_its_form()
    {
        await Site.Must(await site.Outside(site.Command, "down"));
        var told = Tramp("""(setq tramp-use-ssh-controlmaster-options nil tramp-password-prompt-regexp ".*\\(?:[Pp]ass\\(?:word\\|code\\)\\|authenticator app\\|six words\\).*: ?\\'")""");
        // In batch mode nobody types the code, so it ends instead of waiting for a prompt that it knows.
        var run = await site.OutsideWith("LANG=C.UTF-8", "sh", "-c", "timeout 90 " + told[told.IndexOf("emacs", StringComparison.Ordinal)..] + " < /dev/null");
        Assert.NotEqual(124, run.ExitCode);
        Assert.NotEqual(0, run.ExitCode);
    }

    [Needs("mosh")]
    [Theory]
    [InlineData("with a session")]
    [InlineData("without one")]
    public async Task Mosh_goes_to_the_outside_door_and_asks_once(string session)
    {
        if (session == "without one") await Site.Must(await site.Outside(site.Command, "down"));
        site.Prompts();
        var run = await site.OutsideAtTerminalWith("LANG=C.UTF-8", "sh", "-c", "stty rows 24 columns 80; TERM=xterm exec mosh dora -- sh -c 'echo by mosh; sleep 1'");
        Assert.True(run.ExitCode == 0 && run.Output.Contains("by mosh", StringComparison.Ordinal), run.ToString());
        Assert.Equal((1, 1), site.Prompts());
    }

    private static string Tramp(string settings) =>
        $$"""ssh dora 'echo read by emacs > tramped'; emacs -Q --batch --eval '(require (quote tramp))' --eval '{{settings.Replace("'", "'\\''", StringComparison.Ordinal)}}' --eval '(with-temp-buffer (insert-file-contents "/ssh:dora:tramped") (princ (buffer-string)))'""";

    private string Filled(string text) => text
        .Replace("OURS", site.Links, StringComparison.Ordinal)
        .Replace("USER", site.Server, StringComparison.Ordinal)
        .Replace("/HOME", site.Home, StringComparison.Ordinal)
        .Replace("HOSTNAME", File.ReadAllText("/etc/hostname").Trim(), StringComparison.Ordinal);
}

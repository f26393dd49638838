using System.Diagnostics;
using SshWith2fa.Arguments;

namespace SshWith2fa.Tests.Arguments;

/// <summary>What we read out of a command line against what the real ssh of this machine makes of it (<c>ssh -G</c>).</summary>
public sealed class CommandLineTests
{
    /// <summary>One command line a row, words separated by spaces; "_" stands for a space within a word.</summary>
    public static TheoryData<string> Lines { get; } =
    [
        "host", "user@host", "-l user host", "host -l user", "-luser host", "user@host -l other", "-l first -l second host",
        "-p 2222 host", "-p2222 host", "host -p 2222", "-p 1 -p 2 host", "host -p 1 -p 2", "-p 2222 host -p 3333",
        "ssh://host", "ssh://user@host", "ssh://user@host:2222", "ssh://host:2222", "ssh://host:2222/", "ssh://us%65r@host", "SSH://host",
        "-p 1234 ssh://host:2222", "ssh://[2001:db8::1]:2222", "ssh://user@[::1]:22", "ssh://user;fingerprint=x@host:2222",
        "2001:db8::1", "user@2001:db8::1", "user@::1", "user@192.0.2.7",
        "a@b@host", "user@domain@host", "-l a@b host", "host.example.", "HOST.Example", "host_name",
        "-- host", "-- user@host", "host -- command", "-v -- host -p 22", "-p 2222 -- host", "-N host", "-fN host", "-fNT host", "-Nf -v host",
        "-o User=u host", "-oUser=u host", "-o User_u host", "-o user=u host", "-oPort=2222 host", "-o Port_2222 host", "-oport=2222 host", "-o Port=1 -p 2 host",
        "-p 2 -o Port=1 host", "-o User=u other@host", "-o User=u -l l host", "-l l -o User=u host", "other@host -o User=u", "host -o User=u -l l",
        "-o HostName=real host", "-oHostName=real host", "-o Compression=yes host", "-C -X host", "-CX host", "-XC4 host", "-4 host", "-6A host", "-46 host",
        "-L 12022:dora:22 host", "-L12022:dora:22 host", "-R 1:h:2 host", "-D 13080 host", "-D13080 host", "-L 1234:a:1 -L 1235:b:2 host",
        "-i /tmp/key host", "-i/tmp/key host", "-F /dev/null host", "-F/dev/null host", "-F none host", "-S none host", "-S/tmp/x host", "-c aes128-ctr host",
        "-m hmac-sha2-256 host", "-b 127.0.0.1 host", "-B lo host", "-e none host", "-e^a host", "-E /dev/null host", "-I /x host", "-J jump host", "-Jjump host",
        "-o ProxyJump=jump host", "-W target:22 host", "-w 0:0 host", "-Q cipher", "-t host command", "-tt host command", "-T host command arg", "host command -p 2222",
        "host -t command -l x", "host ls -la", "host sh -c 'x'", "user@host -p 2222 -l x ls -l", "-qTn host true", "-a -k -x host", "-K host", "-g host",
        "-M host", "-MN host", "-y host", "-Y host", "-s host sftp", "host -s sftp", "-vvv host", "-v -v host", "-oBatchMode=yes host", "-o_BatchMode=yes host", "-1 host", "-2 host",
        "-A -o ForwardAgent=no host", "-oConnectTimeout=5 -p 22 user@host", "localhost", "127.0.0.1", "-p 12022 localhost", "-p 12022 user@127.0.0.1",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Destination_is_read_as_ssh_reads(string text)
    {
        var words = text.Split(' ').Select(word => word.Replace('_', word.Contains("host_name", StringComparison.Ordinal) ? '_' : ' ')).ToArray();
        var line = CommandLine.Read(SshProgram.Ssh, words, Version);
        var (status, output) = Real(["-F", "/dev/null", "-G", .. words]);
        if (status != 0 || line.Has('Q'))
        {
            Assert.True(status != 0 || line.Destinations.Count == 0);
            return;
        }
        Assert.Single(line.Destinations);
        Assert.Equal(output["host"], line.Destinations[0].Host, ignoreCase: true);
        Assert.Equal(output["port"], (line.Port ?? 22).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(output["user"], line.User ?? Environment.UserName);
    }

    public static TheoryData<string> Hostile { get; } =
    [
        "-oProxyCommand=id", "-- -oProxyCommand=id", "-l -oProxyCommand=id host", "ssh://-oProxyCommand=id", "ssh://user@-oProxyCommand=id/", "-z host", "host -z",
        "ssh://host/path", "ssh://host:0", "ssh://host:99999", "ssh://%zz@host", "ssh://", "ssh://:22", "@host", "user@", "-p", "-o", "--", "", "-", "--debug",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_site_host_is_ever_seen_in(string text)
    {
        var line = CommandLine.Read(SshProgram.Ssh, text.Split(' '), Version);
        Assert.DoesNotContain(line.Destinations, destination => destination.Host is "dora");
        // Where ssh itself refuses, we may see nothing or a name that is none of the site's: it runs untouched and says so itself.
        Assert.InRange(line.Destinations.Count, 0, 1);
    }

    [Theory]
    [InlineData("file dora:", "dora", null)]
    [InlineData("dora:file .", "dora", null)]
    [InlineData("ann@dora:file .", "dora", "ann")]
    [InlineData("-r dir dora:dir", "dora", null)]
    [InlineData("-P 2222 file dora:", "dora", null)]
    [InlineData("scp://ann@dora:22/file .", "dora", "ann")]
    [InlineData("scp://dora/file .", "dora", null)]
    [InlineData("[2001:db8::1]:file .", "2001:db8::1", null)]
    [InlineData("ann@[::1]:file .", "::1", "ann")]
    [InlineData("./a:b c", null, null)]
    [InlineData("/a:b c", null, null)]
    [InlineData(":a c", null, null)]
    [InlineData("a b", null, null)]
    [InlineData("-- -a dora:", "dora", null)]
    [InlineData("-J jump file dora:", "dora", null)]
    [InlineData("-oPort=22 file dora:x:y", "dora", null)]
    [InlineData("-z file dora:", null, null)]
    public void Scp_operands_are_told_from_local_files(string text, string? host, string? user)
    {
        var line = CommandLine.Read(SshProgram.Scp, text.Split(' '), Version);
        var first = line.Destinations is [var destination, ..] ? destination : null;
        Assert.Equal(host, first?.Host);
        Assert.Equal(user, first?.User);
    }

    [Theory]
    [InlineData("dora", "dora")]
    [InlineData("ann@dora:dir", "dora")]
    [InlineData("-b - dora", "dora")]
    [InlineData("-P 2222 -r dora:dir", "dora")]
    [InlineData("sftp://ann@dora:22/dir", "dora")]
    [InlineData("-B 1000 -R 3 dora", "dora")]
    public void Sftp_takes_one_destination(string text, string host) =>
        Assert.Equal(host, Assert.Single(CommandLine.Read(SshProgram.Sftp, text.Split(' '), Version).Destinations).Host);

    [Theory]
    [InlineData("OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19", 9, 2)]
    [InlineData("OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2", 9, 5)]
    [InlineData("OpenSSH_10.0p2, LibreSSL", 10, 0)]
    [InlineData("dropbear", 8, 4)]
    [InlineData("OpenSSH_x", 8, 4)]
    public void The_version_is_read_from(string text, int major, int minor) => Assert.Equal(new SshVersion(major, minor), SshVersion.Parse(text));

    [Fact]
    public void Option_P_takes_a_tag_only_since_9_4()
    {
        Assert.Equal("host", CommandLine.Read(SshProgram.Ssh, ["-P", "host"], new SshVersion(9, 2)).Destinations[0].Host);
        Assert.Equal("host", CommandLine.Read(SshProgram.Ssh, ["-P", "tag", "host"], new SshVersion(9, 4)).Destinations[0].Host);
    }

    [Fact]
    public void Any_words_are_read_without_an_exception_and_stay_as_they_were()
    {
        var random = new Random(4);
        string[] pieces = ["-", "--", "o", "p", "22", "l", "ann", "@", "dora", ":", "/", "[", "]", "ssh://", "scp://", "%", "%4", "%41", "\n", "é", "'", "-oProxyCommand=id", "", "J", "=", " "];
        for (var i = 0; i < 60_000; i++)
        {
            var words = Enumerable.Range(0, random.Next(6)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => pieces[random.Next(pieces.Length)]))).ToArray();
            var line = CommandLine.Read((SshProgram)random.Next(3), words, Version);
            Assert.Equal(words, line.Arguments);
            Assert.All(line.Destinations, destination => Assert.NotEqual("", destination.Host));
        }
    }

    private static SshVersion Version { get; } = new(9, 2);

    private static (int Status, Dictionary<string, string> Output) Real(string[] arguments)
    {
        using var ssh = Process.Start(new ProcessStartInfo("ssh", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        ssh.StandardInput.Close();
        var errors = ssh.StandardError.ReadToEndAsync();
        var text = ssh.StandardOutput.ReadToEnd();
        ssh.WaitForExit();
        Assert.NotNull(errors.Result);
        var output = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in text.Split('\n'))
            if (row.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space) output.TryAdd(row[..space], row[(space + 1)..]);
        return (ssh.ExitCode, output);
    }
}

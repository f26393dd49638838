using SshWith2fa.Passcode;

namespace SshWith2fa.Tests.Passcode;

public sealed class CarriedCommandTests
{
    private const string Ours = "-o SendEnv=DUO_PASSCODE";

    [Theory]
    [InlineData("scp", "-r|files|gro:", "-o|SendEnv=DUO_PASSCODE|-r|files|gro:")]
    [InlineData("sftp", "gro", "-o|SendEnv=DUO_PASSCODE|gro")]
    [InlineData("ssh", "gro|make|all", "-o|SendEnv=DUO_PASSCODE|gro|make|all")]
    [InlineData("ssh", "-o|SetEnv DUO_PASSCODE=sms|-o|SetEnv X=1|gro|ls", "-o|SendEnv=DUO_PASSCODE|-o|SetEnv X=1|gro|ls")]
    [InlineData("scp", "-v|-oSetEnv=\"DUO_PASSCODE=sms\"|-o|SendEnv DUO_PASSCODE|gro:f|.", "-o|SendEnv=DUO_PASSCODE|-v|-o|SendEnv DUO_PASSCODE|gro:f|.")]
    [InlineData("ssh", "gro|echo|-o|SetEnv DUO_PASSCODE=1", "-o|SendEnv=DUO_PASSCODE|gro|echo|-o|SetEnv DUO_PASSCODE=1")]
    [InlineData("rsync", "-prav|gro:sums/|.", "-e|ssh " + Ours + "|-prav|gro:sums/|.")]
    [InlineData("rsync", "-prave|ssh -p 22|gro:sums/|.", "-e|ssh " + Ours + " -p 22|-prav|gro:sums/|.")]
    [InlineData("rsync", "--rsh=ssh -4|a|gro:", "-e|ssh " + Ours + " -4|a|gro:")]
    [InlineData("rsync", "--exclude|-e|a|gro:", "-e|ssh " + Ours + "|--exclude|-e|a|gro:")]
    [InlineData("rsync", "-essh -4|-f|- *.o|a|gro:", "-e|ssh " + Ours + " -4|-f|- *.o|a|gro:")]
    [InlineData("rsync", "--|-e|gro:", "-e|ssh " + Ours + "|--|-e|gro:")]
    [InlineData("rsync", "-e|\"/my ssh/ssh\" -4|a|gro:", "-e|\"/my ssh/ssh\" " + Ours + " -4|a|gro:")]
    // The page's own example: two -e, of which rsync alone would keep the last.
    [InlineData("rsync", "-prav|-e|ssh -o \"SetEnv DUO_PASSCODE=sms\" -i 'my key'|-e|ssh -o \"SendEnv DUO_PASSCODE\"|gro:sums/|sums",
        "-e|ssh " + Ours + " -o \"SendEnv DUO_PASSCODE\" -i \"my key\"|-prav|gro:sums/|sums")]
    [InlineData("rsync", "-e|rsh|-e|ssh -4|a|gro:", "-e|ssh " + Ours + " -4|a|gro:")]
    public void The_variable_is_sent_and_the_value_never_stands_in_a_command(string program, string arguments, string expected)
    {
        var command = Read([program, .. arguments.Split('|')]);
        Assert.Equal(expected.Split('|'), command.With());
    }

    [Theory]
    [InlineData("ssh|-p|22|gro|make", "-n -p 22 gro true")]
    [InlineData("ssh|gro", "-n gro true")]
    [InlineData("ssh|-N|gro", null)]
    [InlineData("ssh|-s|gro|sftp", null)]
    [InlineData("scp|a|gro:", null)]
    public void The_first_try_of_ssh_runs_nothing(string words, string? expected)
    {
        var harmless = Read(words.Split('|')).Harmless();
        Assert.Equal(expected, harmless is null ? null : string.Join(' ', harmless.Arguments));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vi")]
    [InlineData("/usr/bin/ssh-copy-id")]
    public void Other_programs_are_refused_with_a_way_out(string word)
    {
        var (command, mistake) = CarriedCommand.Read(word.Length == 0 ? [] : [word], new PlayedPlatform());
        Assert.Null(command);
        Assert.Contains(word.Length == 0 ? "--" : "SendEnv DUO_PASSCODE", mistake!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gro:src", "gro")]
    [InlineData("me@gro:", "me@gro")]
    [InlineData("[::1]:x", "[::1]")]
    [InlineData("gro::module", null)]
    [InlineData("rsync://gro/module", null)]
    [InlineData("./a:b", null)]
    public void The_far_end_of_rsync_is_known(string operand, string? host) => Assert.Equal(host, RsyncLine.Read(["-a", "local", operand]).Host);

    [Fact]
    public void Any_word_survives_the_way_through_rsyncs_own_splitting()
    {
        var random = new Random(4711);
        for (var round = 0; round < 5000; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new string(Enumerable.Range(0, random.Next(0, 6)).Select(_ => "ab '\"\\-="[random.Next(8)]).ToArray())).ToArray();
            Assert.Equal(words, RemoteShell.Split(RemoteShell.Join(words)));
        }
    }

    [Theory]
    [InlineData("sms", nameof(PasscodeKind.Sms), "sms")]
    [InlineData("SMS2", nameof(PasscodeKind.Sms), "sms2")]
    [InlineData("push", nameof(PasscodeKind.Push), "push")]
    [InlineData("phone12", nameof(PasscodeKind.Phone), "phone12")]
    [InlineData("push123", nameof(PasscodeKind.Code), "push123")]
    [InlineData(" 1354475\n", nameof(PasscodeKind.Code), "1354475")]
    [InlineData("ROOM BATH GUY", nameof(PasscodeKind.Code), "ROOM BATH GUY")]
    public void A_factor_is_read(string text, string kind, string value)
    {
        var factor = Factor.Read(text)!;
        Assert.Equal((kind, value), (factor.Kind.ToString(), factor.Value));
        if (factor.Kind == PasscodeKind.Code) Assert.DoesNotContain(value, factor.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("12\n34")]
    [InlineData("12\u001b[2J")]
    public void What_no_server_takes_is_no_factor(string text) => Assert.Null(Factor.Read(text));

    private static CarriedCommand Read(string[] words)
    {
        var (command, mistake) = CarriedCommand.Read(words, new PlayedPlatform { Variables = { ["PATH"] = "/nowhere" } });
        Assert.Null(mistake);
        // The full path of this machine's ssh is not what is tested.
        return command! with { Shell = [.. command.Shell.Select(word => word == "/usr/bin/ssh" ? "ssh" : word)] };
    }
}

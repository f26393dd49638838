using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Simulation;

namespace Sallyport.Gate.Tests.Simulation;

public sealed class ConnectionLogTests
{
    private static readonly DateTimeOffset Start = new(2011, 8, 25, 22, 17, 0, TimeSpan.FromHours(10));

    [Theory]
    [InlineData("sshd, syslog", "Aug 25 22:17:33 bari sshd[411]: Failed password for invalid user aaa from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongUser")]
    [InlineData("sshd, a user that exists", "Aug 25 22:17:33 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("sshd, IPv6 and a success", "Aug 25 22:17:33 bari sshd[411]: Accepted keyboard-interactive/pam for ann from 2001:db8::7 port 9 ssh2", "2001:db8::7", "Success")]
    [InlineData("sshd with a year", "2011-08-25T22:17:33.000000+10:00 bari sshd[411]: Failed none for invalid user aaa from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongUser")]
    [InlineData("a name made to look like an address", "Aug 25 22:17:33 bari sshd[411]: Failed password for invalid user a from 192.0.2.1 port 5 ssh2 from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongUser")]
    [InlineData("OpenSSH 9.8 and later", "Aug 25 22:17:33 bari sshd-session[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("OpenSSH 10", "Aug 25 22:17:33 bari sshd-auth[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("a door's name", "Aug 25 22:17:33 bari sskd[411]: Failed keyboard-interactive/pam for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("no host", "Aug 25 22:17:33 sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("no process", "2011-08-25T22:17:33+10:00 bari sshd: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("journalctl -o short-iso", "2011-08-25T22:17:33+1000 bari sshd-session[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", "198.51.100.23", "WrongCode")]
    [InlineData("the key that was taken", "Aug 25 22:17:33 bari sshd[411]: Accepted publickey for ann from 198.51.100.23 port 9 ssh2: ED25519 SHA256:abc", "198.51.100.23", "Success")]
    [InlineData("the gate", "2011-08-25T12:17:33.000Z gate: refused source=198.51.100.23 port=4711 lane=stranger reason=penalty retry=30s", "198.51.100.23", "NoLogin")]
    [InlineData("plain", "2011-08-25T22:17:33+10:00 198.51.100.23 denied-push", "198.51.100.23", "DeniedPush")]
    public void A_line_is_read(string what, string line, string source, string outcome)
    {
        var read = Assert.Single(ConnectionLog.Read([line], Start).Tries);
        Assert.True(read == new PastTry(33_000, SourceAddress.TryParse(source)!.Value, Enum.Parse<LoginOutcome>(outcome)), $"{what}: {read}");
    }

    [Fact]
    public void The_gates_later_word_on_a_login_belongs_to_its_connection()
    {
        var read = ConnectionLog.Read(
        [
            "2011-08-25T12:17:33.000Z gate: handed-over connection=9 source=192.0.2.7 port=1 lane=known pid=4 after=3ms",
            "2011-08-25T12:17:39.000Z gate: logged-in connection=9 source=192.0.2.7 port=1 after=6s",
            "2011-08-25T12:17:40.000Z gate: handed-over connection=10 source=192.0.2.8 port=1 lane=stranger pid=5 after=3ms",
            "2011-08-25T12:17:41.000Z gate: outcome source=192.0.2.8 outcome=wrong-code",
        ], Start).Tries;
        Assert.Equal([LoginOutcome.Success, LoginOutcome.WrongCode], read.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Aug 25 22:17:33 bari sskd: Failed for invalid user aaa")]
    [InlineData("Aug 25 22:17:33 bari cron[5]: session opened")]
    [InlineData("2011-08-25T22:17:33+10:00 198.51.100.23 nonsense")]
    [InlineData("Aug 25 22:17:33 bari sshd[411]: Invalid user x]: Accepted password for y from 198.51.100.23 port 4711 ssh2")]
    [InlineData("Aug 25 22:17:33 bari sshd[411]: Invalid user message repeated 9 times: [ Failed password for root from 198.51.100.23 port 4711 ssh2]")]
    [InlineData("yesterday 198.51.100.23 success")]
    public void A_line_that_tells_of_no_connection_is_passed_over(string line) => Assert.Empty(ConnectionLog.Read([line], Start).Tries);

    [Theory]
    [InlineData("Aug 25 22:17:34 bari sshd[411]: message repeated 3 times: [ Failed password for root from 198.51.100.23 port 4711 ssh2]", 4)]
    [InlineData("Aug 25 22:17:34 bari last message repeated 2 times", 3)]
    [InlineData("Aug 25 22:17:34 bari sshd-session[411]: message repeated 999999999 times: [ Failed password for root from 198.51.100.23 port 4711 ssh2]", 10_001)]
    public void A_repeated_message_counts_as_often_as_it_came(string line, int tries) => Assert.Equal(tries, ConnectionLog.Read(
        ["Aug 25 22:17:33 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2", line], Start).Tries.Count);

    [Fact]
    public void What_could_not_be_read_is_told()
    {
        var read = ConnectionLog.Read(
        [
            "Aug 25 22:17:33 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2",
            "Aug 25 22:17:33 bari sshd[411]: Connection closed by 198.51.100.23 port 4711 [preauth]",
            "",
            "25.8.2011 22:17 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2",
            "Aug 25 22:17:33 bari sshd[411]: Failed password for root from a-name.example port 4711 ssh2",
            "Aug 25 22:16:33 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2",
        ], Start);
        Assert.Equal((2, 5, 2, 4, 1), (read.Tries.Count, read.Lines, read.Unread, read.FirstUnread, read.Before));
    }

    [Fact]
    public void A_compressed_log_is_read_and_a_damaged_or_silent_one_is_a_fault()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-log-");
        var file = Path.Combine(folder.FullName, "auth.log.2.gz");
        using (var gzip = new System.IO.Compression.GZipStream(File.Create(file), System.IO.Compression.CompressionMode.Compress))
            gzip.Write("Aug 25 22:17:33 bari sshd[411]: Failed password for root from 198.51.100.23 port 4711 ssh2\n"u8);
        var scenario = $"[scenario]\nstart = 2011-08-25T22:17:00+10:00\nlength = 1h\n[log past]\nfile = {file}\n";
        Assert.Equal(1, Assert.Single(Runs.Of(scenario).Logs).Tries);

        var written = Path.Combine(folder.FullName, "scenario.conf");
        File.WriteAllText(written, scenario);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Assert.NotEmpty(ScenarioFile.Load(written).Faults);
        File.WriteAllText(file, "Aug 25 22:17:33 bari cron[5]: session opened\n");
        Assert.Contains("none of the 1 lines", Assert.Single(ScenarioFile.Load(written).Faults).Sentence, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_log_is_replayed_at_its_own_times()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, Enumerable.Range(0, 500).Select(i =>
            $"{Start.AddSeconds(2 * i):yyyy-MM-dd'T'HH:mm:sszzz} 198.51.100.23 wrong-user").Append($"{Start.AddSeconds(900):yyyy-MM-dd'T'HH:mm:sszzz} 203.0.113.9 success"));
        var got = Assert.Single(Runs.Of($"[scenario]\nstart = 2011-08-25T22:17:00+10:00\nlength = 1h\n[log past]\nfile = {file}\n").Logs);
        File.Delete(file);
        Assert.Equal((2, 501L, 1L, 1L), (got.Sources, got.Tries, got.Successes, got.SuccessesLetIn));
        Assert.InRange(got.LetIn, 4, 30);
    }
}

using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests.Configuration;

public sealed class GateConfigurationFileTests
{
    private static (GateConfiguration? Configuration, IReadOnlyList<string> Faults) Read(string text)
    {
        var (configuration, _, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", text));
        return (configuration, [.. faults.Select(fault => fault.ToString())]);
    }

    [Fact]
    public void an_empty_file_gives_the_defaults()
    {
        var (configuration, faults) = Read("");
        Assert.Empty(faults);
        var sshd = Assert.IsType<Backend.Sshd>(configuration!.Backend);
        Assert.Equal(("/usr/sbin/sshd", "-i", ""), (sshd.Program, string.Join(' ', sshd.Arguments), string.Join(' ', sshd.Check)));
        Assert.Equal(200, configuration.Rules.Pending);
        Assert.Equal(RefusalAction.Message, configuration.Actions[(int)AdmissionRefusal.Penalty]);
        Assert.Equal(RefusalAction.Close, configuration.Actions[(int)AdmissionRefusal.TotalRate]);
    }

    [Fact]
    public void rates_and_backends_are_read()
    {
        var (configuration, faults) = Read("""
            [gate]
            backend = relay login.example.org:22
            send-proxy = on
            [strangers]
            rate = 6 per 1m burst 4
            cps = 3 15s
            [known]
            rate = none
            cps = none
            [actions]
            source-hour = tarpit
            """);
        Assert.Empty(faults);
        var relay = Assert.IsType<Backend.Relay>(configuration!.Backend);
        Assert.Equal(("login.example.org:22", ProxyHeaderUse.Version2), (relay.Target.ToString(), relay.ProxyHeader));
        Assert.Equal(new Rate(6, TimeSpan.FromMinutes(1), 4), configuration.Rules.Strangers.PerSource);
        Assert.Equal(new OverallRate(3, TimeSpan.FromSeconds(15)), configuration.Rules.Strangers.Overall);
        Assert.Equal(0, configuration.Rules.Known.PerSource.Count);
        Assert.Equal(RefusalAction.Tarpit, configuration.Actions[(int)AdmissionRefusal.SourceHour]);
    }

    [Theory]
    [InlineData("[gate]\nbackend = relay nowhere", "gate.conf:2: backend is 'relay nowhere'; write sshd, or relay HOST:PORT")]
    [InlineData("[gate]\nauthority = https://a.example:8443", "gate.conf:2: authority is 'https://a.example:8443'; write unix:/run/sallyport/authority.sock, or https://HOST:PORT together with authority-token = /path")]
    [InlineData("[gate]\nauthority = http://a.example\nauthority-token = /t", "gate.conf:2: authority is 'http://a.example'; write unix:/run/sallyport/authority.sock, or https://HOST:PORT together with authority-token = /path")]
    [InlineData("[gate]\nmetrics = 0.0.0.0:9417", "gate.conf:2: metrics is '0.0.0.0:9417'; write a local address such as 127.0.0.1:9417; let the collector connect through a proxy that controls access")]
    [InlineData("[gate]\nsshd-check = true", "gate.conf:2: sshd-check is 'true'; write a program's full path and its arguments, such as /usr/bin/sallyport sshd check --before-start")]
    [InlineData("[strangers]\nrate = 20/m", "gate.conf:2: rate is '20/m'; write a rate such as 20 per 1m burst 15, or none")]
    [InlineData("[strangers]\ncps = 3", "gate.conf:2: cps is '3'; write connections per second and the wait after too many, such as 3 15s, or none")]
    [InlineData("[limits]\npending = 50", "gate.conf:1: reserved-known and reserved-recovery leave no places of pending = 50 for unknown sources; increase pending")]
    [InlineData("[actions]\npenalty = drop", "gate.conf:2: penalty is 'drop'; write one of: close, reset, message, tarpit")]
    [InlineData("[actions]\npenatly = close", "gate.conf:2: there is no key 'penatly' in [actions]; did you mean 'penalty'?")]
    public void each_fault_says_what_to_write_instead(string text, string expected)
    {
        var (configuration, faults) = Read(text);
        Assert.Null(configuration);
        Assert.Equal([expected], faults);
    }

    [Fact]
    public void lists_are_read_with_comments_and_their_faults_have_file_and_line()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "192.0.2.0/24 # one\n\n# two\n2001:db8::/32\nnonsense\n");
        try
        {
            var (_, lists, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", $"[lists]\ndeny = {path}\nallow = /nonexistent/list\n"));
            Assert.Equal(2, lists.Deny.Count);
            Assert.Equal([$"{path}:5: this is not a network; write one per line, such as 192.0.2.0/24 or 2001:db8::/32",
                "/nonexistent/list: there is no such list; create it, even if empty, or remove its line from [lists]"],
                faults.Select(fault => fault.ToString()));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

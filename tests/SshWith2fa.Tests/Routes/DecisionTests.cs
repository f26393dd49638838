using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Routes;

namespace SshWith2fa.Tests.Routes;

public sealed class DecisionTests
{
    private static RouteDecision Decide(string text, PlayedInputs inputs)
    {
        var words = text.Split(' ');
        var program = words[0] switch { "scp" => SshProgram.Scp, "sftp" => SshProgram.Sftp, _ => SshProgram.Ssh };
        return RouteDecision.Make(CommandLine.Read(program, words[1..], new SshVersion(9, 2)), inputs);
    }

    public static TheoryData<string> Strangers { get; } =
    [
        "ssh github.com", "ssh git@github.com git-upload-pack x", "ssh -J dora github.com", "ssh dora.evil.example", "ssh xdora", "ssh doras", "ssh -p 2222 dora", "ssh ssh://dora:2222",
        "ssh -J jump dora", "ssh -o ProxyJump=jump dora", "ssh -o ProxyCommand=nc dora", "ssh -O check dora", "ssh -G dora", "ssh -V", "ssh -Q cipher", "ssh", "ssh -oProxyCommand=id",
        "ssh -- -oProxyCommand=id", "ssh -z dora", "ssh localhost -p 12022", "scp a b", "scp a github.com:", "scp dora:a github.com:b", "scp savona:a dora:b", "scp -P 2222 a dora:",
        "sftp github.com", "sftp -D /usr/lib/openssh/sftp-server dora", "sftp -P 2222 dora",
    ];

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Is_left_alone_without_a_question(string text)
    {
        var inputs = new PlayedInputs { Up = PlayedInputs.Session() };
        Assert.IsType<Route.Untouched>(Decide(text, inputs).Route);
        Assert.Empty(inputs.Asked);
    }

    [Theory]
    [InlineData("ssh dora")]
    [InlineData("ssh DORA.Maths.Example")]
    [InlineData("ssh ann@dora -v ls")]
    [InlineData("ssh -p 22 dora")]
    [InlineData("ssh ssh://ann@dora:22")]
    [InlineData("ssh -o ProxyJump=none dora")]
    [InlineData("ssh -L 14022:savona:22 dora")]
    [InlineData("scp file dora:")]
    [InlineData("scp dora:a dora:b")]
    [InlineData("scp dora:a dora.maths.example:b")]
    [InlineData("sftp -b - ann@dora")]
    public void Rides_on_the_session(string text)
    {
        var inputs = new PlayedInputs { Up = PlayedInputs.Session() };
        Assert.Equal(new Route.ThroughMaster("dora", 12022), Decide(text, inputs).Route);
        Assert.Equal(["session"], inputs.Asked);
    }

    [Fact]
    public void Rides_on_the_port_where_there_is_no_control_socket() =>
        Assert.Equal(new Route.ThroughPort("dora", 12025), Decide("ssh dora", new PlayedInputs { Up = PlayedInputs.Session(SessionTransport.Port, 12025) }).Route);

    [Fact]
    public void Another_inside_host_is_reached_over_the_login_server() =>
        Assert.Equal(new Route.Jump("savona"), Decide("ssh savona", new PlayedInputs { Up = PlayedInputs.Session() }).Route);

    [Fact]
    public void An_alias_of_the_persons_own_configuration_counts()
    {
        var inputs = new PlayedInputs { Up = PlayedInputs.Session() };
        inputs.Aliases["d"] = "dora.maths.example";
        Assert.Equal(new Route.ThroughMaster("dora", 12022), Decide("ssh d", inputs).Route);
    }

    [Theory]
    [InlineData("ssh dora")]
    [InlineData("scp f dora:")]
    [InlineData("sftp dora")]
    public void Outside_a_person_is_asked_at_the_door(string text) => Assert.IsType<Route.OutsideDoor>(Decide(text, new PlayedInputs()).Route);

    [Theory]
    [InlineData("ssh dora rsync --server .")]
    [InlineData("ssh dora git-upload-pack 'x'")]
    [InlineData("scp f dora:")]
    [InlineData("ssh savona")]
    public void Outside_a_program_is_refused_and_told_how_to_go_on(string text)
    {
        var refused = Assert.IsType<Route.Refused>(Decide(text, new PlayedInputs { Person = false }).Route);
        Assert.Equal(RouteRefusal.NobodyToAsk, refused.Reason);
        Assert.Contains("ssh-with-2fa up", refused.Refusal.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Refusal.Sentence);
    }

    [Fact]
    public void Inside_nobody_is_asked()
    {
        var inputs = new PlayedInputs { Where = NetworkLocation.Inside, Person = false };
        Assert.Equal(new Route.Inside("dora"), Decide("ssh dora", inputs).Route);
        Assert.Equal(new Route.Inside("savona"), Decide("ssh savona", inputs).Route);
    }

    [Theory]
    [InlineData("scp f dora:", true)]
    [InlineData("sftp dora", true)]
    [InlineData("ssh dora git-receive-pack 'x'", true)]
    [InlineData("ssh dora git-upload-pack_'x'", true)]
    [InlineData("ssh -s dora sftp", true)]
    [InlineData("ssh dora", false)]
    [InlineData("ssh dora rsync --server", false)]
    [InlineData("ssh -N dora", false)]
    [InlineData("ssh -W x:22 dora", false)]
    public void With_share_limited_to_scp_sftp_and_git_rides(string text, bool rides)
    {
        var inputs = new PlayedInputs { Up = PlayedInputs.Session(), Settings = Settings.Default with { Share = ["scp", "sftp", "git"] }, Person = false };
        var route = Decide(text.Replace('_', ' '), inputs).Route;
        if (rides) Assert.IsType<Route.ThroughMaster>(route);
        else Assert.Equal(RouteRefusal.NotShared, Assert.IsType<Route.Refused>(route).Reason);
    }

    [Fact]
    public void Settings_that_are_not_understood_are_the_reason_that_is_given()
    {
        var inputs = new PlayedInputs { Up = PlayedInputs.Session(), Settings = Settings.Read("\nidle = soon").Settings, Person = false };
        Assert.StartsWith("line 2 of the settings file", Assert.IsType<Route.Refused>(Decide("scp f dora:", inputs).Route).Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_set_up_everything_is_left_alone() => Assert.IsType<Route.Untouched>(Decide("ssh dora", new PlayedInputs { Site = null }).Route);

    [Fact]
    public void Each_step_is_told_in_one_line()
    {
        var trace = Decide("ssh dora", new PlayedInputs()).Trace;
        Assert.Equal(["dora: one of maths's hosts", "no session is up", "this machine is outside", "to the outside door: the code and the password are asked for"], trace);
    }
}

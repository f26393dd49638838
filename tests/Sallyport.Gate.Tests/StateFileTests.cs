using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Tests.Admission;

namespace Sallyport.Gate.Tests;

public sealed class StateFileTests
{
    [Fact]
    public void what_is_written_reads_back()
    {
        var before = new Story();
        before.Report("192.0.2.7", LoginOutcome.Success);
        before.Report("2001:db8::7", LoginOutcome.Success);
        for (var i = 0; i < 4; i++)
        {
            before.Report("198.51.100.66", LoginOutcome.WrongUser);
            before.Report("2001:db8:66::1", LoginOutcome.WrongCode);
        }

        before.Control.Bans.TryAdd(IPNetwork.Parse("203.0.113.0/24"), before.Now.Seconds + 600, before.Now);
        var text = StateFile.Text(before.Control, before.Control.Memory.Penalties(before.Now), before.Now);

        var after = new Story();
        Assert.Equal((2, 2, 0), StateFile.Read(text, after.Control, after.Now));
        Assert.Equal(Lane.Known, after.Control.LaneOf(Story.Address("192.0.2.9"), after.Now));
        Assert.Equal(Lane.Known, after.Control.LaneOf(Story.Address("2001:db8::8"), after.Now));
        Assert.Equal(before.Knock("198.51.100.66"), after.Knock("198.51.100.66"));
        Assert.Equal(AdmissionRefusal.Penalty, after.Visit("2001:db8:66::2"));
        Assert.Equal(AdmissionRefusal.Banned, after.Visit("203.0.113.9"));
    }

    [Fact]
    public void penalties_that_ran_out_meanwhile_and_times_from_the_future_are_left_out()
    {
        var story = new Story();
        var past = story.Now.Seconds - 1;
        var far = story.Now.Seconds + (8 * 86_400);
        StateFile.Read($"x\npenalty 192.0.2.1 {past} 9 wrong-code\npenalty 192.0.2.2 {far} 9 wrong-code\ngood-host 192.0.2.3 {far}\n", story.Control, story.Now);
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.1"));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.2"));
        Assert.Equal(0, story.Control.GoodHosts.Count);
    }

    [Fact]
    public void a_damaged_state_is_read_as_far_as_it_makes_sense_and_never_throws()
    {
        var random = new Random(20261120);
        var story = new Story();
        var good = $"sallyport-gate-state 1\ngood-host 192.0.2.7 {story.Now.Seconds}\npenalty 198.51.100.66 {story.Now.Seconds + 60} 6 wrong-user\nban ::/0 12\n";
        for (var round = 0; round < 20_000; round++)
        {
            var letters = good.ToCharArray();
            for (var i = 0; i < 4; i++)
                letters[random.Next(letters.Length)] = (char)random.Next(10, 256);
            StateFile.Read(new string(letters), new Story(new AdmissionRules { Remember = 1000 }).Control, story.Now);
            if (round % 100 == 99)
                good = $"sallyport-gate-state 1\ngood-network 2001:db8::/56 {story.Now.Seconds}\npenalty 2001:db8::/64 {story.Now.Seconds + 60} 300 no-login\n";
        }
    }

    [Fact]
    public void a_file_that_is_no_state_is_left_alone()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, "my diary\n");
        try
        {
            Assert.False(StateFile.Load(path, new Story().Control, new Story().Now, NullLogger.Instance));
            Assert.Equal("my diary\n", File.ReadAllText(path));
            StateFile.Save(path, "sallyport-gate-state 1\n", NullLogger.Instance);
            Assert.Equal("sallyport-gate-state 1\n", File.ReadAllText(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

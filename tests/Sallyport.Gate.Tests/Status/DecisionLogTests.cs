using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Tests.Admission;

namespace Sallyport.Gate.Tests.Status;

public sealed class DecisionLogTests
{
    [Fact]
    public void a_flood_writes_so_many_lines_a_second_and_a_summary_every_ten()
    {
        using var text = new StringWriter();
        var log = new DecisionLog(new LineLogger(text, TimeProvider.System, "journal"), 10);
        var story = new Story();
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < 5000; i++)
            {
                log.Refused(Story.Address("192.0.2.7"), 40000, Lane.Stranger, new AdmissionDecision(AdmissionRefusal.Penalty, TimeSpan.FromSeconds(29.2), default), story.Now);
                log.Tick(story.Now);
            }

            story.Pass(TimeSpan.FromSeconds(1));
        }

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 200, 203);
        Assert.Equal("<6>gate: refused source=192.0.2.7 port=40000 lane=stranger reason=penalty retry=30s", lines[0]);
        Assert.Contains("<6>gate: refused-more count=49900 reasons=penalty:49900", lines);
    }

    [Fact]
    public void the_words_of_reasons_lanes_and_outcomes_only_grow()
    {
        Assert.Equal(
            "none deny-list banned penalty network-penalty source-pending network-pending total-pending source-rate source-hour total-rate "
            + "not-ssh gone proxy-header backend no-descriptors stopping",
            string.Join(' ', Enum.GetValues<AdmissionRefusal>().Select(refusal => refusal.Word())));
        Assert.Equal("stranger known trusted recovery", string.Join(' ', Enum.GetValues<Lane>().Select(lane => lane.Word())));
        Assert.Equal(
            "success wrong-code wrong-user denied-push refused not-ssh no-login password-next",
            string.Join(' ', Enum.GetValues<LoginOutcome>().Select(outcome => outcome.Word())));
    }

    [Fact]
    public void the_lines_ids_stay()
    {
        var ids = typeof(Log).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(LoggerMessageAttribute), inherit: false).Cast<LoggerMessageAttribute>())
            .Select(message => $"{message.EventId} {message.Message!.Split(' ')[0]}");
        Assert.Equal(
            [
                "100 started", "101 stopped", "102 reloaded", "103 not-reloaded", "104 upgrading", "105 not-upgraded", "106 listener-ended", "107 part-failed", "108 outliving", "109 bad-record",
                "200 refused", "201 refused-more", "202 handed-over", "203 logged-in", "204 ended", "205 backend-failed", "206 no-descriptors", "207 sshd-checked",
                "300 outcome", "301 authority-connected", "302 authority-lost", "400 banned", "401 unbanned",
                "500 state-not-saved", "501 state-not-loaded", "502 state-loaded",
            ],
            ids.Order(StringComparer.Ordinal));
    }
}

using System.Net;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Tests.Admission;

/// <summary>One gate's memory and a clock that a test turns. It starts at an odd time: 2026-11-20 17:43:21 UTC.</summary>
internal sealed class Story
{
    public Story(AdmissionRules? rules = null, AccessLists? lists = null) =>
        Control = new AdmissionControl(rules ?? new AdmissionRules { Remember = 20_000 }, lists ?? AccessLists.None);

    public AdmissionControl Control { get; }

    public Moment Now { get; private set; } = Moment.Of(new DateTimeOffset(2026, 11, 20, 17, 43, 21, TimeSpan.Zero));

    public void Pass(TimeSpan time) => Now += time;

    public AdmissionDecision Knock(string source) => Control.Decide(Address(source), Now);

    /// <summary>A connection that comes and goes again.</summary>
    public AdmissionRefusal Visit(string source)
    {
        var decision = Knock(source);
        if (decision.IsAdmitted)
            Control.Release(decision.Lease);
        return decision.Refusal;
    }

    public void Report(string source, LoginOutcome outcome) => Control.Report(Address(source), outcome, Now);

    public static SourceAddress Address(string text) => SourceAddress.From(IPAddress.Parse(text));

    public static AddressList List(params string[] networks) => new(networks.Select(IPNetwork.Parse));
}

using Sallyport.Settings;

namespace Sallyport.Gate.Admission;

/// <summary>The enums' names as they stand in the log, the metrics, the feed and the configuration: <c>wrong-code</c>.</summary>
internal static class EnumNames
{
    private static readonly string[] Refusals = [.. Enum.GetNames<AdmissionRefusal>().Select(KebabCase.Of)];
    private static readonly string[] Lanes = [.. Enum.GetNames<Lane>().Select(KebabCase.Of)];
    private static readonly string[] Outcomes = [.. Enum.GetNames<LoginOutcome>().Select(KebabCase.Of)];

    public static string Word(this AdmissionRefusal refusal) => Refusals[(int)refusal];

    public static string Word(this Lane lane) => Lanes[(int)lane];

    public static string Word(this LoginOutcome outcome) => Outcomes[(int)outcome];

    /// <summary>An outcome that an authority may report; the gate's own two are not among them.</summary>
    public static LoginOutcome? Outcome(string word) =>
        AnyOutcome(word) is { } outcome and not (LoginOutcome.NotSsh or LoginOutcome.NoLogin) ? outcome : null;

    public static LoginOutcome? AnyOutcome(string word) => Array.IndexOf(Outcomes, word) is >= 0 and var index ? (LoginOutcome)index : null;
}

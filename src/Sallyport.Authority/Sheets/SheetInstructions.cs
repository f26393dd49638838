using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>How to use a sheet, for paper and for the terminal.</summary>
internal static class SheetInstructions
{
    /// <summary>What the login will ask with this sheet.</summary>
    public static string Example(SkeySequence start) => $"skey line {start.Line} of {start.Seed} (six words):";

    /// <summary>What to do at a login, in order.</summary>
    public static IReadOnlyList<string> Steps(SkeySequence start) =>
    [
        $"Log in with ssh as usual. It asks for one line by its number, as above; the numbers count down from {start.Line} to 1.",
        "Find the number here and type all six words of its line. Capitals and the space between words do not matter.",
        "Cross the line off. Each line works once; a line above the one asked for never works again.",
    ];

    /// <summary>What else to know.</summary>
    public static IReadOnlyList<string> Care(SkeySequence start) =>
    [
        $"If the login names another sheet than {start.Seed}, this one was replaced: throw it away.",
        "Keep it like a door key: on you or locked up, not with the laptop, never photographed or typed into a computer.",
        "Lost, or seen by somebody else? Have it replaced at once; the new sheet makes this one worthless. "
            + "Ask for a new one too when fewer than 20 lines are left.",
    ];
}

using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Sheets;

/// <summary>How to use a sheet, for paper and for the terminal.</summary>
internal static class SheetInstructions
{
    /// <summary>What the login will ask with this sheet.</summary>
    public static string Example(SkeySequence start) => start.IsCalculated ? $"{start.Challenge} (six words):" : $"skey line {start.Line} of {start.Seed} (six words):";

    /// <summary>What to do at a login, in order.</summary>
    public static IReadOnlyList<string> Steps(SkeySequence start) =>
    [
        $"Log in with ssh as usual. It asks for one line by its number, as above. The numbers count down from {start.Line} to 1.",
        "Find the number here and type all six words of its line. Capitals and the number of spaces do not matter.",
        "Cross the line off. Each line works once; the lines above the requested one never work again.",
    ];

    /// <summary>What else to know.</summary>
    public static IReadOnlyList<string> Care(SkeySequence start) =>
    [
        $"If the login names a sheet other than {start.Seed}, this sheet was replaced: throw it away.",
        "Treat it like a door key: carry it or lock it up, do not keep it with the laptop, and never photograph it or type it into a computer.",
        "Lost, or seen by somebody else? Ask for a new sheet at once; it makes this one invalid. "
            + "Also ask for a new one when fewer than 20 lines are left.",
    ];
}

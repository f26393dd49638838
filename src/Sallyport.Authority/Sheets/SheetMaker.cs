using System.Security.Cryptography;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Sheets;

/// <summary>A sheet that nobody has seen yet, drawn for the printer.</summary>
/// <param name="Start">What to keep of it.</param>
/// <param name="Drawing">The file, or what is missing to draw it.</param>
internal sealed record MadeSheet(SkeySequence Start, SheetDrawing Drawing);

/// <summary>Makes sheets in the authority's process, for browsers. The pass phrase is random and forgotten at once.</summary>
internal sealed class SheetMaker(AuthorityOptions options, TimeProvider clock)
{
    /// <summary>The lines alone.</summary>
    public SkeySheet Generate(Person person)
    {
        using var passphrase = SkeyPassphrase.FromEntropy(RandomNumberGenerator.GetBytes(SkeyPassphrase.MinEntropyBytes));
        return SkeySheet.Generate(
            options.Skey.Algorithm, Codes.Seed(options.Site, person.Enrolments.Skey?.Seed), passphrase, options.Skey.Lines);
    }

    public MadeSheet Make(Person person, SheetPaper paper)
    {
        var sheet = Generate(person);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), options.TimeZone).DateTime);
        return new MadeSheet(sheet.Start, SheetPdf.Draw(sheet, new SheetLabel(person.Name, options.Site, today), paper));
    }
}

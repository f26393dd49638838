using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Authority.Sheets;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Cli.Factors;

/// <summary><c>sallyport skey</c>: sheets of one-time lines. A sheet is made here, in the caller's process: the authority gets its public end only.</summary>
internal static class SkeyCommand
{
    private const int TerminalWidth = 80;

    private static readonly Option<FileInfo?> Pdf = new("--pdf") { Description = "write the sheet as PDF instead of text", HelpName = "FILE" };

    private static readonly Option<SheetPaper> Paper = new("--paper") { Description = "the paper of the PDF", DefaultValueFactory = _ => SheetPaper.A4 };

    private static readonly Option<int?> Lines = new("--lines") { Description = "the number of lines (1 to 9999; default: the site's number)" };

    private static readonly Option<bool> OwnPassphrase = new("--own-passphrase")
    {
        Description = "create the sheet from a pass phrase that you type, so that an OTP calculator can replace it",
    };

    public static Command Create() => new("skey", "Create a printed sheet of one-time lines; show or remove the one in use.")
    {
        AuthorityCommand.Create("sheet", "Create a new sheet; the old one is no longer valid.", SheetAsync, AuthorityCommand.For, Pdf, Paper, Lines, OwnPassphrase),
        AuthorityCommand.Create("status", "Show how many lines the sheet in use has left.", StatusAsync, AuthorityCommand.For, AuthorityCommand.Json),
        AuthorityCommand.Create("remove", "Remove the sheet in use.", RemoveAsync, AuthorityCommand.For),
    };

    private static async Task SheetAsync(Call call)
    {
        var pdf = call.Parsed.GetValue(Pdf);
        SecretFile.MustBeNew(pdf);

        var plan = await call.Authority.GetAsync(Path(call) + "/plan", LocalJson.Default.SkeyPlanMessage, call.Cancel);
        var lines = call.Parsed.GetValue(Lines) ?? plan.Lines;
        if (lines is < 1 or > SkeySheet.MaxLines)
            throw new CommandFailure(ExitCode.Usage, $"a sheet has 1 to {SkeySheet.MaxLines} lines");

        using var passphrase = await PassphraseAsync(call);
        var sheet = SkeySheet.Generate(SkeyAlgorithmName.Parse(plan.Algorithm)!.Value, SkeySeed.Parse(plan.Seed)!, passphrase, lines);
        var label = new SheetLabel(call.Person(), plan.Site, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime));

        // The sheet is on paper before it counts: whoever has no printer loses nothing.
        var text = new StringWriter();
        if (pdf is not null)
            SecretFile.Write(pdf, SheetPdf.Draw(sheet, label, call.Parsed.GetValue(Paper)));
        else
            SheetText.Write(text, sheet, label, Console.IsOutputRedirected ? TerminalWidth : Math.Max(40, Console.WindowWidth - 1));

        var issue = new SkeyIssueMessage(plan.Algorithm, plan.Seed, lines, Convert.ToHexString(sheet.Start.LastHash.ToBytes()), sheet.Start.IsCalculated);
        using var issued = await call.Authority.PostAsync(Path(call), issue, LocalJson.Default.SkeyIssueMessage, call.Cancel);
        await call.Output.WriteAsync(text.ToString());
        await call.Error.WriteLineAsync(pdf is null
            ? "This sheet is valid from now on, and replaces an earlier one. It is shown once."
            : $"wrote {pdf}; this sheet is valid from now on, and replaces an earlier one. Print it, hand it over, and delete the file.");
    }

    private static async Task<SkeyPassphrase> PassphraseAsync(Call call)
    {
        if (!call.Parsed.GetValue(OwnPassphrase))
            return SkeyPassphrase.FromEntropy(RandomNumberGenerator.GetBytes(SkeyPassphrase.MinEntropyBytes));

        return SkeyPassphrase.Parse(await Ask.HiddenLineAsync("Pass phrase (10 to 63 characters): ", call))
            ?? throw new CommandFailure(ExitCode.Usage, "a pass phrase has 10 to 63 printable ASCII characters (RFC 2289 section 6)");
    }

    private static async Task StatusAsync(Call call)
    {
        var person = await call.Authority.GetAsync(AuthorityClient.UserPath(call.Person()), LocalJson.Default.PersonMessage, call.Cancel);
        if (person.Skey is not { } skey)
            throw new CommandFailure(ExitCode.Failed, "no skey sheet is in use");
        await call.Output.WriteLineAsync(call.WantsJson
            ? JsonSerializer.Serialize(skey, LocalJson.Default.SkeyMessage)
            : $"{skey.LinesLeft} lines left; next: {skey.Challenge}");
    }

    private static async Task RemoveAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Delete, Path(call), call.Cancel);
        await call.Output.WriteLineAsync("Skey sheet removed.");
    }

    private static string Path(Call call) => AuthorityClient.UserPath(call.Person()) + "/skey";
}

using System.CommandLine;
using Sallyport.Authority.Local;
using Sallyport.Authority.Sheets;
using Sallyport.Cli.Import;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Settings;

namespace Sallyport.Cli.Factors;

/// <summary><c>sallyport totp</c>: one's authenticator app.</summary>
internal static class TotpCommand
{
    private static readonly Option<string> Algorithm = new("--algorithm")
    {
        Description = "sha1 (every app), sha256 or sha512",
        DefaultValueFactory = _ => "sha1",
    };

    private static readonly Option<int> Digits = new("--digits") { Description = "6 (every app) or 8", DefaultValueFactory = _ => 6 };

    private static readonly Option<bool> Text = new("--text") { Description = "show the key only as text, without a QR code" };

    private static readonly Option<FileInfo?> Png = new("--png") { Description = "write the QR code into a picture instead of drawing it", HelpName = "FILE" };

    private static readonly Option<FileInfo?> Pdf = new("--pdf") { Description = "write the QR code and the key into a PDF to print, instead of drawing it", HelpName = "FILE" };

    private static readonly Option<SheetPaper> Paper = new("--paper") { Description = "the paper of the PDF", DefaultValueFactory = _ => SheetPaper.A4 };

    private static readonly Argument<string?> Code = new("code")
    {
        Description = "the code that the app shows; if omitted, you are asked",
        HelpName = "CODE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<FileInfo> File = new("file") { Description = "a .google_authenticator file", HelpName = "FILE" };

    public static Command Create() => new("totp", "Enrol, test, import and remove your authenticator app.")
    {
        AuthorityCommand.Create("enroll", "Show a QR code for an authenticator app; the app is active after its first correct code.", EnrollAsync, AuthorityCommand.For, Algorithm, Digits, Text, Png, Pdf, Paper),
        AuthorityCommand.Create("at-login", "Offer the enrolment before the shell starts; the start of a login shell runs this (see enrol-at-login).", TotpAtLogin.RunAsync),
        AuthorityCommand.Create("confirm", "Enter the first code of a pending enrolment.", ConfirmAsync, Code, AuthorityCommand.For),
        AuthorityCommand.Create("test", "Check a code, and the phone's clock, without using the code up.", TestAsync, Code, AuthorityCommand.For),
        AuthorityCommand.Create("import", "Import the app from a .google_authenticator file, with its scratch codes.", ImportAsync, File, AuthorityCommand.For),
        AuthorityCommand.Create("remove", "Remove the app; logins then ask for your skey sheet again, if you have one.", RemoveAsync, AuthorityCommand.For),
    };

    private static async Task EnrollAsync(Call call)
    {
        var request = new TotpStartMessage(call.Parsed.GetValue(Algorithm)!, call.Parsed.GetValue(Digits));
        var (picture, pdf) = (call.Parsed.GetValue(Png), call.Parsed.GetValue(Pdf));
        SecretFile.MustBeNew(picture);
        SecretFile.MustBeNew(pdf);
        if (pdf is not null && SheetFonts.Problem(SheetFonts.Folder) is { } problem)
            throw new CommandFailure(ExitCode.Failed, problem);
        var started = await call.Authority.PostAsync(
            Path(call) + "/start", request, LocalJson.Default.TotpStartMessage, LocalJson.Default.TotpStartedMessage, call.Cancel);
        if (picture is not null)
            SecretFile.Write(picture, QrCode.Png(started.Uri));
        if (pdf is not null)
            SecretFile.Write(pdf, Sheet(started, call));
        foreach (var written in new[] { picture, pdf }.OfType<FileInfo>())
            await call.Error.WriteLineAsync($"wrote {written}; destroy it, and what was printed of it, when the app has the key");

        // The code comes last: what follows it would push it out of a window of 24 rows.
        await call.Output.WriteLineAsync($"Key:  {Grouped(started.Key)}");
        await call.Output.WriteLineAsync($"URI:  {started.Uri}");
        await call.Output.WriteLineAsync();
        if (Console.IsInputRedirected)
            await call.Output.WriteLineAsync("The key is active after its first correct code: sallyport totp confirm CODE" + (call.Parsed.GetValue(AuthorityCommand.For) is { } person ? " --for " + person : ""));
        if (picture is null && pdf is null && !call.Parsed.GetValue(Text))
        {
            await call.Output.WriteLineAsync("Scan this with your authenticator app:");
            QrOnScreen.Write(call.Output, started.Uri);
        }

        if (!Console.IsInputRedirected)
            await ConfirmAsync(call, await Ask.LineAsync("Code from the app: ", call));
    }

    private static SheetDrawing Sheet(TotpStartedMessage started, Call call)
    {
        var key = OtpauthReading.Of(started.Uri).Otpauth ?? throw new InvalidOperationException("the authority's own URI cannot be read");
        var label = new SheetLabel(call.Person(), key.Issuer, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime));
        return KeySheetPdf.Draw(key, label, call.Parsed.GetValue(Paper));
    }

    private static async Task ConfirmAsync(Call call) => await ConfirmAsync(call, await CodeAsync(call));

    private static async Task ConfirmAsync(Call call, string code)
    {
        using var done = await call.Authority.PostAsync(Path(call) + "/confirm", new CodeMessage(code), LocalJson.Default.CodeMessage, call.Cancel);
        await call.Output.WriteLineAsync("Your authenticator app is enrolled. An earlier key is no longer valid. To create recovery codes for a lost phone: sallyport recovery-codes");
    }

    private static async Task TestAsync(Call call)
    {
        var tested = await call.Authority.PostAsync(
            Path(call) + "/test", new CodeMessage(await CodeAsync(call)), LocalJson.Default.CodeMessage, LocalJson.Default.TotpTestedMessage, call.Cancel);
        var (code, text) = Verdict(tested);
        if (code != ExitCode.Ok)
            throw new CommandFailure(code, text);
        await call.Output.WriteLineAsync(text);
    }

    private static (ExitCode Code, string Text) Verdict(TotpTestedMessage tested) => tested switch
    {
        { OffsetSteps: null } => (ExitCode.Failed, "wrong: not a code of your app within ten minutes of now; did you choose the right account in the app?"),
        { Used: true } => (ExitCode.Failed, "used: this code, or a later one, has already been used for a login; wait for the next one"),
        { Accepted: true, OffsetSteps: 0 } => (ExitCode.Ok, "right: a login would accept this code, and the phone's clock is correct"),
        { Accepted: true, OffsetSteps: { } steps } => (ExitCode.Ok, $"right: a login would accept this code; the phone's clock is about {Off(steps)}"),
        { OffsetSteps: { } steps } => (ExitCode.Failed, $"too far off: the phone's clock is about {Off(steps)}; set its time to automatic"),
    };

    private static string Off(int steps) => $"{Math.Abs(steps) * 30} s {(steps < 0 ? "behind" : "ahead")}";

    private static async Task ImportAsync(Call call)
    {
        var file = call.Parsed.GetValue(File)!;
        if (!file.Exists)
            throw new CommandFailure(ExitCode.Failed, $"there is no file {file}");

        var text = BoundedFile.Text(file.FullName);
        var imported = await call.Authority.PostAsync(
            Path(call) + "/import", new TotpImportMessage(text), LocalJson.Default.TotpImportMessage, LocalJson.Default.TotpImportedMessage, call.Cancel);
        foreach (var remark in imported.Remarks)
            await call.Error.WriteLineAsync($"sallyport: {file.Name}: {remark}");
        await call.Output.WriteLineAsync($"The app is enrolled, with {imported.ScratchCodes} scratch codes as recovery codes.");
        await call.Output.WriteLineAsync(FileReaders.OfThisMachine.Advice(file.FullName, "pam_google_authenticator"));
    }

    private static async Task RemoveAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Delete, Path(call), call.Cancel);
        await call.Output.WriteLineAsync("Authenticator app removed.");
    }

    private static string Path(Call call) => AuthorityClient.UserPath(call.Person()) + "/totp";

    private static async Task<string> CodeAsync(Call call) => call.Parsed.GetValue(Code) ?? await Ask.LineAsync("Code from the app: ", call);

    /// <summary>The key in groups of four, as people type it.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(c => new string(c)));
}

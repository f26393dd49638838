using System.Runtime.InteropServices;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Factors;

/// <summary>
/// <c>sallyport totp at-login</c>: the start of a login shell runs it. It never keeps anybody from the shell: without a terminal, without an
/// offer of the authority's or without an answer it does nothing, and it always succeeds.
/// </summary>
internal static class TotpAtLogin
{
    private const int Tries = 3;

    /// <summary>The lines above the QR code that should stay in sight.</summary>
    private const int Explanation = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Call call)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return;

        // Ctrl-C goes on to the shell like an empty line.
        DateOnly? until = null;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Console.Out.WriteLine();
            Console.Out.WriteLine(LoginEnrolmentText.Skipped(until));
            Environment.Exit((int)ExitCode.Ok);
        });
        try
        {
            var path = AuthorityClient.UserPath(Environment.UserName) + "/totp";
            if (await OfferAsync(path, call) is not { Offer: { } offer } answer)
                return;
            until = answer.Until;
            Show(offer, until, call.Output);
            await call.Output.WriteLineAsync(await ConfirmAsync(path, call) ? LoginEnrolmentText.Enrolled : LoginEnrolmentText.Skipped(until));
        }
        catch (CommandFailure failure)
        {
            await call.Output.WriteLineAsync("sallyport: " + PlainText.Sentence(failure.Message));
            await call.Output.WriteLineAsync(LoginEnrolmentText.Skipped(until));
        }
    }

    /// <summary>Null when the authority does not answer: the person hears nothing of it.</summary>
    private static async Task<TotpAtLoginMessage?> OfferAsync(string path, Call call)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await call.Authority.PostAsync(path + "/at-login", LocalJson.Default.TotpAtLoginMessage, patience.Token);
        }
        catch (Exception e) when (e is CommandFailure or OperationCanceledException or HttpRequestException)
        {
            return null;
        }
    }

    private static void Show(TotpStartedMessage offer, DateOnly? until, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Key for typing: {TotpCommand.Grouped(offer.Key)}");
        output.WriteLine(LoginEnrolmentText.Why(until));
        output.WriteLine(LoginEnrolmentText.How);
        QrOnScreen.Write(output, offer.Uri, Explanation, LoginEnrolmentText.TooSmall);
    }

    /// <summary>Whether a right code was typed; an empty line, the end of the input or too many wrong ones leave it for another time.</summary>
    private static async Task<bool> ConfirmAsync(string path, Call call)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await TypedAsync(call) is not { Length: > 0 } code)
                return false;
            try
            {
                using var done = await call.Authority.PostAsync(path + "/confirm", new CodeMessage(code), LocalJson.Default.CodeMessage, call.Cancel);
                return true;
            }
            catch (CommandFailure wrong) when (wrong.Code == ExitCode.Failed)
            {
                await call.Output.WriteLineAsync(PlainText.Sentence(wrong.Message));
            }
        }

        return false;
    }

    private static async Task<string?> TypedAsync(Call call)
    {
        await call.Output.WriteAsync(LoginEnrolmentText.Prompt);
        await call.Output.FlushAsync(call.Cancel);
        var line = await Console.In.ReadLineAsync(call.Cancel);
        if (line is null)
            await call.Output.WriteLineAsync();
        return line?.Trim();
    }
}

using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Factors;

/// <summary><c>sallyport web-otp</c>: a short-lived code for somebody on the telephone; the person fetches it from the web page.</summary>
internal static class WebOtpCommand
{
    private static readonly Option<string> For = new("--for")
    {
        Description = "the user who gets the code",
        HelpName = "USER",
        Required = true,
    };

    public static Command Create() => AuthorityCommand.Create(
        "web-otp", "Issue a five-character code for a user's next login (administrators, helpdesk).", RunAsync, For, AuthorityCommand.Json);

    private static async Task RunAsync(Call call)
    {
        var issued = await call.Authority.PostAsync(
            AuthorityClient.UserPath(call.Parsed.GetValue(For)!) + "/web-otp", LocalJson.Default.WebOtpMessage, call.Cancel);
        await call.Output.WriteLineAsync(call.WantsJson
            ? JsonSerializer.Serialize(issued, LocalJson.Default.WebOtpMessage)
            : $"{issued.Code}   (until {LocalTime.Clock(issued.Expires)}; it is valid for one login, and until then only a recovery code works instead)");
    }
}

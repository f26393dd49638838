using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.People;

/// <summary><c>sallyport portal</c>: ways into the web portal.</summary>
internal static class PortalCommand
{
    public static Command Create() => new("portal", "Sign in to the web portal.")
    {
        AuthorityCommand.Create(
            "link", "Print a link that signs you in once, with a second factor, within ten minutes.", LinkAsync, AuthorityCommand.Json),
    };

    private static async Task LinkAsync(Call call)
    {
        var link = await call.Authority.PostAsync(
            AuthorityClient.UserPath(Environment.UserName) + "/portal-link", LocalJson.Default.PortalLinkMessage, call.Cancel);
        await call.Output.WriteLineAsync(call.WantsJson ? JsonSerializer.Serialize(link, LocalJson.Default.PortalLinkMessage) : link.Url);
        if (!call.WantsJson)
            await call.Error.WriteLineAsync($"Open it before {LocalTime.Clock(link.Expires)}. It works once; do not give it to anybody.");
    }
}

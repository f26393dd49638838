using System.CommandLine;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Duo;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Hosts;

/// <summary><c>sallyport host</c>: hosts that ask by the Duo protocol.</summary>
internal static class HostCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "the host's name in the audit", HelpName = "NAME" };

    private static readonly Option<string> Clients = new("--clients")
    {
        Description = "old: Debian's duo packages (undated signatures); dated: duo_unix 2.0.4 and later, the SDKs",
        DefaultValueFactory = _ => "old",
    };

    private static readonly Option<DirectoryInfo?> Install = new("--install")
    {
        Description = "write pam_duo.conf, login_duo.conf (mode 0600, owned by its reader sshd) and the root certificate into this folder, such as /etc/security",
        HelpName = "FOLDER",
    };

    public static Command Create() => new("host", "Add, list and remove hosts that use the Duo protocol.")
    {
        AuthorityCommand.Create("add", "Create a host's keys, and print its pam_duo.conf or write it.", AddAsync, Name, Clients, Install, AuthorityCommand.Json),
        AuthorityCommand.Create("list", "List the hosts.", ListAsync, AuthorityCommand.Json),
        AuthorityCommand.Create("remove", "Remove a host: its keys are no longer valid.", RemoveAsync, Name),
    };

    private static async Task AddAsync(Call call)
    {
        if (call.Parsed.GetValue(Install) is { } place)
            DuoClientFiles.DemandWritable(place);
        var request = new HostRequestMessage(call.Parsed.GetValue(Name)!, call.Parsed.GetValue(Clients)!);
        var added = await call.Authority.PostAsync("/v1/hosts", request, LocalJson.Default.HostRequestMessage, LocalJson.Default.HostAddedMessage, call.Cancel);
        if (call.Parsed.GetValue(Install) is { } folder)
        {
            foreach (var file in await InstallAsync(added, folder, call))
                await call.Output.WriteLineAsync($"wrote {file}");
        }
        else if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(added, LocalJson.Default.HostAddedMessage));
        }
        else
        {
            await call.Output.WriteAsync(DuoClientFiles.Text(added));
        }
    }

    /// <summary>Keys that could not be written are nobody's: the host is not registered then.</summary>
    private static async Task<IReadOnlyList<string>> InstallAsync(HostAddedMessage added, DirectoryInfo folder, Call call)
    {
        try
        {
            return await DuoClientFiles.InstallAsync(added, folder, call.Cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CommandFailure)
        {
            await call.Authority.DoAsync(HttpMethod.Delete, "/v1/hosts/" + AuthorityClient.Segment(added.Name), call.Cancel);
            throw;
        }
    }

    private static async Task ListAsync(Call call)
    {
        var hosts = await call.Authority.GetAsync("/v1/hosts", LocalJson.Default.IReadOnlyListHostMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(hosts, LocalJson.Default.IReadOnlyListHostMessage));
            return;
        }

        var table = new Table("NAME", "IKEY", "CLIENTS");
        foreach (var host in hosts)
            table.Add(host.Name, host.IntegrationKey, host.Clients);
        table.WriteTo(call.Output);
    }

    private static async Task RemoveAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Delete, "/v1/hosts/" + AuthorityClient.Segment(call.Parsed.GetValue(Name)!), call.Cancel);
        await call.Output.WriteLineAsync("Host removed; its keys are no longer valid.");
    }
}

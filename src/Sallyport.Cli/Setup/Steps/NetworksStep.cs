using Sallyport.Authority.Local;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Networks whose logins need no second factor.</summary>
internal sealed class NetworksStep(SetupContext context) : AskingStep(context)
{
    public override string Name => "networks";

    public override async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        [.. (await MissingAsync(cancel)).Select(network => $"trust the network {network}: logins from it need no second factor")];

    public override async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        using var authority = await AuthorityAsync(cancel);
        foreach (var network in await MissingAsync(cancel))
        {
            note(network);
            using var done = await authority.PostAsync("/v1/networks", new NetworkMessage(network), LocalJson.Default.NetworkMessage, cancel);
        }
    }

    protected override async Task UndoAsync(IReadOnlyList<string> noted, AuthorityClient authority, CancellationToken cancel)
    {
        var trusted = await TrustedAsync(authority, cancel);
        foreach (var network in noted.Intersect(trusted, StringComparer.Ordinal))
            using (await authority.PostAsync("/v1/networks/remove", new NetworkMessage(network), LocalJson.Default.NetworkMessage, cancel))
            {
            }
    }

    private async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancel) =>
        [.. Context.Answers.Trusted.Except(await TryAskAsync(authority => TrustedAsync(authority, cancel), cancel) ?? Noted, StringComparer.Ordinal)];

    private static async Task<IReadOnlyList<string>> TrustedAsync(AuthorityClient authority, CancellationToken cancel) =>
        [.. (await authority.GetAsync("/v1/networks", LocalJson.Default.IReadOnlyListNetworkMessage, cancel)).Select(network => network.Network)];
}

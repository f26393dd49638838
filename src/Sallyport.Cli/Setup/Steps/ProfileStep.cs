using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Local;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Talking;
using Sallyport.Profile;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The site profile, from what setup has learnt. One that an administrator published or changed is left as it is.</summary>
internal sealed class ProfileStep(SetupContext context) : AskingStep(context), ISetupStep
{
    private string? before;

    public override string Name => "profile";

    private bool IsWanted => Context.Answers.HasPortal && Context.Answers.PublicName.Length > 0;

    public async Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        if (!IsWanted || Context.Openssh is null)
            return [];
        var read = ProfileReader.Read(Encoding.UTF8.GetBytes(await ProfileText.OfAsync(Context, cancel)));
        return read.Problem is { } problem ? [$"users' machines would not accept the site profile: {problem.Sentence}"] : [];
    }

    public override async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) => await WantedAsync(cancel) is null
        ? []
        : [$"publish the site profile: outside {Context.Answers.PublicName}:{Context.Answers.Port}, portal {Context.Answers.Portal}"];

    public override async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        if (await WantedAsync(cancel) is not { } payload)
            return;
        using var authority = await AuthorityAsync(cancel);
        before = (await authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, cancel)).Payload;
        note(Fingerprint(payload));
        await PublishAsync(authority, payload, cancel);
    }

    protected override async Task UndoAsync(IReadOnlyList<string> noted, AuthorityClient authority, CancellationToken cancel)
    {
        if (before is not null)
            await PublishAsync(authority, before, cancel);
    }

    /// <summary>The payload that is to be published; null when what is there stays.</summary>
    private async Task<string?> WantedAsync(CancellationToken cancel)
    {
        if (!IsWanted)
            return null;
        var payload = await ProfileText.OfAsync(Context, cancel);
        if (Noted.Count > 0)
            return Noted[^1] == Fingerprint(payload) ? null : payload;
        var site = await TryAskAsync(authority => authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, cancel), cancel);
        return site?.Payload is null ? payload : null;
    }

    private static Task PublishAsync(AuthorityClient authority, string payload, CancellationToken cancel) => authority.PostAsync(
        "/v1/site", new SiteRequestMessage(payload), LocalJson.Default.SiteRequestMessage, LocalJson.Default.SitePublishedMessage, cancel);

    private static string Fingerprint(string payload) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(payload)));
}

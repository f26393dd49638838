using Sallyport.Authority.Configuration;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The authority's configuration: what differs from the defaults.</summary>
internal sealed class ConfigurationStep(SetupContext context) : FilesStep(context)
{
    public override string Name => "configuration";

    protected override IReadOnlyList<WantedFile> Wanted()
    {
        List<WantedFile> files = [WantedFile.Text(Context.Paths.Configuration, AuthorityText.Of(Context.Answers, Context.Paths))];
        if (Context.Services.AreKept && PortalAddress.Of(Context.Answers) is { Port: < PortalAddress.FirstForAll })
            files.Add(WantedFile.Text(Context.Paths.AuthorityUnit, UnitTexts.LowPort));
        return files;
    }

    protected override bool MayReplace(string path) => SettingLines.Of(path).Count == 0;

    protected override Task<IReadOnlyList<string>> MoreObstaclesAsync(CancellationToken cancel)
    {
        var text = AuthorityText.Of(Context.Answers, Context.Paths);
        var faults = AuthoritySettings.Read(SettingsFile.Parse(Context.Paths.Configuration, text)).Faults.Select(fault => fault.Sentence);
        var certificate = new[] { Context.Answers.Certificate, Context.Answers.CertificateKey }.Where(file => file.Length > 0 && !File.Exists(file)).Select(file => $"there is no file {file}");
        return Task.FromResult<IReadOnlyList<string>>([.. faults, .. certificate]);
    }

    protected override string About(WantedFile file) => file.Path != Context.Paths.Configuration
        ? ""
        : ":" + string.Concat(AuthorityText.Of(Context.Answers, Context.Paths).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => "\n    " + line));

    protected override async Task BeforeAsync(CancellationToken cancel)
    {
        foreach (var file in new[] { Context.Answers.Certificate, Context.Answers.CertificateKey }.Where(file => file.Length > 0))
        {
            if (!await Context.Accounts.MayReadAsync(AccountsStep.Authority, file, cancel))
                throw new CommandFailure(ExitCode.Failed, $"the user {AccountsStep.Authority} may not read {file}; change its group to that user's, with mode 0640, and give its folders mode 0755");
        }
    }

    protected override async Task AfterAsync(CancellationToken cancel)
    {
        // A site that was there before reads its new configuration; a new one is not started yet.
        if (Context.Previous is not null)
            await Context.Services.StartAuthorityAsync(cancel);
    }

    protected override async Task AfterUndoAsync(UndoReach reach, CancellationToken cancel)
    {
        if (reach == UndoReach.Run && Context.Previous is not null)
            await Context.Services.StartAuthorityAsync(cancel);
    }
}

using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The gate's configuration, and the port of its socket unit.</summary>
internal sealed class GateFilesStep(SetupContext context) : FilesStep(context)
{
    public override string Name => "gate-files";

    protected override IReadOnlyList<WantedFile> Wanted()
    {
        if (!Context.Answers.Gate || Context.Openssh is null)
            return [];
        List<WantedFile> files = [WantedFile.Text(Context.Paths.GateConfiguration, GateText.Of(Context))];
        if (Context.Services.AreKept)
            files.Add(WantedFile.Text(Context.Paths.GateSocketUnit, UnitTexts.GateSocket(Context.Answers)));
        return files;
    }

    protected override bool MayReplace(string path) => path == Context.Paths.GateConfiguration && !SettingLines.Of(path).Except(GateText.AsShipped, StringComparer.Ordinal).Any();

    protected override async Task AfterAsync(CancellationToken cancel)
    {
        if (Context.Previous is { Gate: true })
            await Context.Services.StartGateAsync(cancel);
    }

    protected override async Task AfterUndoAsync(UndoReach reach, CancellationToken cancel)
    {
        if (reach == UndoReach.Run && Context.Previous is { Gate: true })
            await Context.Services.StartGateAsync(cancel);
    }
}

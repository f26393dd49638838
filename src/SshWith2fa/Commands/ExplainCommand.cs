using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>Shows what a call would do, step by step, and runs nothing of it.</summary>
internal static class ExplainCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        SshProgram? named = call.Arguments is [var first, ..] ? first switch { "ssh" => SshProgram.Ssh, "scp" => SshProgram.Scp, "sftp" => SshProgram.Sftp, _ => null } : null;
        if (named is not { } program)
            return Task.FromResult(call.Fail(ExitCodes.Usage, "give the command to explain: ssh-with-2fa explain ssh|scp|sftp ARGUMENT..."));
        var name = OptionTable.NameOf(program);
        var real = RealPrograms.Find(name, call.Platform) ?? name;
        var plan = CallPlan.Make(call with { Arguments = [.. call.Arguments.Skip(1)] }, program);
        foreach (var step in plan.Decision.Trace)
            call.Terminal.Print("# " + step);
        if (plan.Decision.Route is Route.Refused refused)
            call.Terminal.Print("# refused: " + refused.Refusal.Sentence);
        else if (plan.Site is { } site && ((plan.Decision.Route is Route.OutsideDoor && call.Platform.HasControlSockets) || plan.RaisesSessionInside))
            ShowBoth(call, plan, site, real);
        else
            call.Terminal.Print(CallPlan.Shown(real, plan.Arguments));
        return Task.FromResult(ExitCodes.Done);
    }

    private static void ShowBoth(Invocation call, CallPlan plan, SiteProfile site, string real)
    {
        call.Terminal.Print("# first the day's session, then the command over it");
        var starter = new SessionStarter(call, site);
        call.Terminal.Print(CallPlan.Shown(RealPrograms.Find("ssh", call.Platform) ?? "ssh", starter.Arguments(plan.Location, plan.ConnectionArguments(), plan.Line.User)));
        call.Terminal.Print(CallPlan.Shown(real, [.. call.Arguments.Skip(1)]) + "   # over the session");
    }
}

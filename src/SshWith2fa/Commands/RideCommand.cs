using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>ssh, scp and sftp: decide, then become the real program.</summary>
internal static class RideCommand
{
    /// <summary>Set only for a real ssh that is itself a script, which might call back by PATH.</summary>
    private const string Guard = "SSH_WITH_2FA_GUARD";

    public static Task<int> Ssh(Invocation call, CancellationToken cancel) => Task.FromResult(Go(call, SshProgram.Ssh));

    public static Task<int> Scp(Invocation call, CancellationToken cancel) => Task.FromResult(Go(call, SshProgram.Scp));

    public static Task<int> Sftp(Invocation call, CancellationToken cancel) => Task.FromResult(Go(call, SshProgram.Sftp));

    private static int Go(Invocation call, SshProgram program)
    {
        if (call.Arguments.Count > 0 && call.Arguments[0] == "--debug")
            call = call with { Debug = true, Arguments = [.. call.Arguments.Skip(1)] };
        var name = OptionTable.NameOf(program);
        if (RealPrograms.Find(name, call.Platform) is not { } real)
            return call.Fail(127, $"there is no {name} in PATH; install OpenSSH");
        if (call.Platform.Variable(Guard) == real)
            return call.Fail(127, $"{real} is a script that calls ssh-with-2fa again; put the directory of the real {name} before it in PATH");
        var plan = CallPlan.Make(call, program);
        if (call.Debug)
            foreach (var step in plan.Decision.Trace)
                call.Terminal.Say(step);
        switch (plan.Decision.Route)
        {
            case Route.Refused refused:
                return call.Fail((int)refused.Reason, refused.Refusal.For(plan.Site));
            case Route.OutsideDoor when call.Platform.HasControlSockets:
            case Route.Inside when plan.RaisesSessionInside:
                if (plan.Site is { } site && Raise(call, plan, site) is { } failed)
                    return failed;
                plan = CallPlan.Make(call, program);
                break;
        }
        if (plan.IsSlow)
            call.Terminal.Say($"the session with {plan.Site!.LoginServer.Name} is slow to answer; waiting for it");
        if (call.Debug)
            call.Terminal.Say("running " + CallPlan.Shown(real, plan.Arguments));
        if (HeldForwards.Wants(plan) && plan.Socket is { } socket)
            return HeldForwards.Hold(call, plan, real, socket);
        return call.Platform.Become(real, plan.Arguments, Variables(plan, real));
    }

    private static List<(string, string)> Variables(CallPlan plan, string real)
    {
        var variables = new List<(string, string)>();
        if (RealPrograms.IsScript(real))
            variables.Add((Guard, real));
        if (plan.Decision.Route is not Route.Untouched)
            variables.Add(SessionStarter.Routed);
        return variables;
    }

    private static int? Raise(Invocation call, CallPlan plan, SiteProfile site)
    {
        var started = new SessionStarter(call, site).Up(plan.Location, plan.ConnectionArguments(), plan.Line.User);
        return started.Outcome == StartOutcome.Up ? null : started.ExitCode;
    }
}

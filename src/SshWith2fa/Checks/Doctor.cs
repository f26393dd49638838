using SshWith2fa.Calls;
using SshWith2fa.Routes;

namespace SshWith2fa.Checks;

/// <summary>Everything that doctor looks at, in the order of what a person would mend first. To add a check: a function in this folder and a line here.</summary>
internal static class Doctor
{
    public static async IAsyncEnumerable<Finding> LookAt(Invocation call, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        yield return ToolChecks.Ssh(call.Platform);
        yield return ToolChecks.Agent(call.Platform);
        yield return ToolChecks.XServer(call.Platform);
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        yield return SetupChecks.Files(inputs.Site);
        if (inputs.Site?.Profile is not { } site)
            yield break;
        yield return SetupChecks.Include(call.Paths);
        foreach (var finding in SetupChecks.Privacy(call.Paths))
            yield return finding;
        foreach (var finding in PrecedenceCheck.Of(call, site))
            yield return finding;
        foreach (var finding in KeyChecks.Of(call, site))
            yield return finding;
        foreach (var finding in PortChecks.Of(site, inputs.Session()))
            yield return finding;
        yield return PortChecks.Door(site.Outside);
        yield return await ClockCheck.Of(site.Portal, call.Time, cancel);
    }
}

using System.Runtime.CompilerServices;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Sshd.Pam;

namespace Sallyport.Cli.Doctor;

/// <summary>The PAM service lets nobody in without the factor, and without the password: libpam itself is asked.</summary>
internal static class PamServiceCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": PAM";
        var path = door.Paths.PamService;
        var module = ModuleOf(door.Order);
        if (!File.Exists(path))
            yield return Finding.Wrong(subject, $"{path} is missing, so PAM would use its service \"other\"", "install again: " + door.Again);
        else if (module is not null && !InstallPrecondition.HasModule(module))
            yield return Finding.Wrong(subject, $"{module} is not installed, so nobody can log in", "apt-get install libpam-radius-auth libpam-duo");
        else if (!Environment.IsPrivilegedProcess)
            yield return Finding.Note(subject, $"only root can test what {path} does", "run it as root");
        else if (await FaultAsync(door, module, cancel) is { } fault)
            yield return Finding.Wrong(subject, $"{path}: {fault}", "install again: " + door.Again);
        else
            yield return Finding.Fine(subject, $"{path} was tested, and requires both");
    }

    private static async Task<string?> FaultAsync(InstalledDoor door, string? module, CancellationToken cancel)
    {
        var auth = new PamSimulation(door.Paths, "auth");
        if (door.Order == Order.CodeFirst && !(auth.Lines() is [var first, ..] && IsFactor(first)))
            return $"another module comes before {module}, so the code is not asked for first";
        if (await auth.WithAllAsync(cancel) is { } closed)
            return closed;
        if (module is not null && await DemandedAsync(auth, IsFactor, module, cancel) is { } passed)
            return passed;

        // Duo's clients are trusted with nothing but what the guard has looked at.
        var guarded = door.Order == Order.LoginDuo ? new PamSimulation(door.Paths, "account") : auth;
        if (door.Order != Order.CodeFirst && await DemandedAsync(guarded, IsGuard, door.Paths.FactorGuard, cancel) is { } unguarded)
            return unguarded;
        if (await auth.WithAloneAsync(line => IsFactor(line) || IsGuard(line), cancel) is { } withoutPassword)
            return withoutPassword;
        var network = door.Order == Order.CodeFirst ? EmptyNetwork.Isolated : EmptyNetwork.Loopback;
        return module is not null && await auth.WithAsync(line => IsFactor(line) || IsGuard(line), network, cancel) is { } open
            ? $"{module}: {open}"
            : null;

        bool IsFactor(PamLine line) => Path.GetFileName(line.Module) == module;
        bool IsGuard(PamLine line) => Path.GetFileName(line.Module) == "pam_exec.so" && line.Arguments.Split(' ')[^1] == door.Paths.FactorGuard;
    }

    private static async Task<string?> DemandedAsync(PamSimulation trial, Func<PamLine, bool> demanded, string name, CancellationToken cancel)
    {
        if (!trial.Lines().Any(demanded))
            return $"it does not require {name}";
        return await trial.WithoutAsync(demanded, cancel) is { } fault ? $"it does not require {name}: {fault}" : null;
    }

    private static string? ModuleOf(Order order) => order switch
    {
        Order.CodeFirst => "pam_radius_auth.so",
        Order.PasswordFirst => "pam_duo.so",
        Order.LoginDuo => null,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "no such order"),
    };
}

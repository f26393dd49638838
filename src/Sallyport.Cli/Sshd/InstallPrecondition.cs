using Sallyport.Authority.Machine;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Settings;

namespace Sallyport.Cli.Sshd;

/// <summary>What must be mended before a door can be installed.</summary>
internal static class InstallPrecondition
{
    private static readonly string[] ModuleFolders = ["/lib/x86_64-linux-gnu/security", "/lib/aarch64-linux-gnu/security", "/lib/security", "/lib64/security", "/usr/lib/security"];

    public static string? Find(Door door, DoorRecord? before)
    {
        var paths = door.Paths;
        if (before is null && File.Exists(paths.PamService) && !door.Name.StartsWith(DoorPaths.DefaultName, StringComparison.Ordinal))
            return $"the PAM service {paths.PamService} belongs to another program; choose another --name";

        if (door.HostKeys.IsEmpty)
            return "this machine has no host keys in /etc/ssh; create them with: ssh-keygen -A";
        if (door.HostKeys.FirstOrDefault(key => !File.Exists(key)) is { } missing)
            return $"there is no host key {missing}; create it with: ssh-keygen -t ed25519 -N '' -f {missing}";
        if (door.HostKeys.FirstOrDefault(key => !CanBeKey(key)) is { } other)
            return $"{other} is not a host key; name one with --host-key, or create it with: ssh-keygen -t ed25519 -N '' -f PATH";

        if (door.DayKeys is { User: var asking } && NameService.FindUser(asking).Value is null)
            return $"there is no user {asking}, under whose name sshd asks about day keys; create it with: useradd --system --no-create-home --shell /usr/sbin/nologin {asking}";

        return door.Order switch
        {
            Order.CodeFirst when !HasModule("pam_radius_auth.so") => "pam_radius_auth.so is missing; install it with: apt-get install libpam-radius-auth",
            Order.PasswordFirst when !HasModule("pam_duo.so") => "pam_duo.so is missing; install it with: apt-get install libpam-duo",
            Order.LoginDuo when !File.Exists("/usr/sbin/login_duo") => "login_duo is missing; install it with: apt-get install login-duo",
            _ => null,
        };
    }

    /// <summary>sshd reads a device without an end for ever.</summary>
    private static bool CanBeKey(string path)
    {
        try
        {
            return BoundedFile.Bytes(path).Length > 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static bool HasModule(string name) => ModuleFolders.Any(folder => File.Exists(Path.Combine(folder, name)));
}

using System.Globalization;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Handover;

/// <summary>
/// The listener is started through setpriv(1) of util-linux: not one instruction of it runs as root, it can gain nothing by running another
/// program, and it holds no capability (but CAP_NET_RAW when it must connect from the client's address).
/// </summary>
internal static class Privileges
{
    public static string[] Drop(PasswdEntry user, GateConfiguration configuration)
    {
        var kept = configuration.Backend is Backend.Relay { Source: RelaySource.Client } ? "-all,+net_raw" : "-all";
        string[] ambient = kept == "-all" ? [] : ["--ambient-caps", "+net_raw"];
        return
        [
            "/usr/bin/setpriv",
            "--reuid", user.UserId.ToString(CultureInfo.InvariantCulture),
            "--regid", user.GroupId.ToString(CultureInfo.InvariantCulture),
            "--init-groups",
            "--inh-caps", kept,
            .. ambient,
            "--bounding-set", kept,
            "--no-new-privs",
            "--",
        ];
    }
}

using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Routes;

namespace SshWith2fa.Programs;

/// <summary>What a forwarded port is for, as other programs need to know it.</summary>
internal enum Service
{
    Other,
    Imap,
    Pop,
    Smtp,
    Printing,
}

/// <summary>A local port of the session: where it is today, or will be when no session is up.</summary>
internal sealed record LocalPort(string Name, int Port, string Host, int FarPort)
{
    public Service Service => FarPort switch
    {
        143 or 993 => Service.Imap,
        110 or 995 => Service.Pop,
        25 or 465 or 587 => Service.Smtp,
        631 => Service.Printing,
        _ => Name switch { "imap" => Service.Imap, "pop" => Service.Pop, "smtp" => Service.Smtp, "cups" or "ipp" => Service.Printing, _ => Service.Other },
    };
}

/// <summary>The local ports that other programs are to be pointed at.</summary>
internal sealed record LocalPorts(SiteProfile Site, string? User, bool IsUp, IReadOnlyList<LocalPort> Forwards, int? Socks)
{
    /// <summary>Null before set-up; the sentence for it is <see cref="NotSetUp"/>.</summary>
    public static LocalPorts? Find(Invocation call)
    {
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        if (inputs.Site?.Profile is not { } site)
            return null;
        var user = inputs.Session()?.State.User ?? inputs.Settings.User;
        if (inputs.Session()?.State is not { } state)
            return new LocalPorts(site, user, false, [.. site.Forwards.Select(forward => new LocalPort(forward.Name, forward.LocalPort, forward.Host, forward.Port))], site.SocksPort);
        var open = state.Forwards.Where(forward => !forward.IsSocks).Select(forward => new LocalPort(forward.Name, forward.LocalPort, forward.Host, forward.Port));
        return new LocalPorts(site, user, true, [.. open], state.Forwards.FirstOrDefault(forward => forward.IsSocks)?.LocalPort);
    }

    public static int NotSetUp(Invocation call) => call.Fail(ExitCodes.Unavailable, "not set up yet; run ssh-with-2fa setup https://PORTAL");

    public static int NotUp(Invocation call) => call.Fail(ExitCodes.Unavailable, "no session is up; run \"ssh-with-2fa up\" first");
}

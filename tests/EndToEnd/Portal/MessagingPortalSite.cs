using System.Security.Cryptography;
using EndToEnd.Delivery;
using EndToEnd.Machine;

namespace EndToEnd.Portal;

/// <summary>A site on which users add phone numbers and a helpdesk helps, with Debian's Kannel for the messages.</summary>
[Needs("chromium certutil oathtool npm bearerbox fakesmsc")]
public sealed class MessagingPortalSite : PortalSite
{
    /// <summary>The helpdesk's group.</summary>
    public string Group { get; } = "sph" + RandomNumberGenerator.GetHexString(8, lowercase: true);

    internal Kannel Kannel { get; private set; } = null!;

    protected override async Task<(string Settings, string? Root)> PrepareAsync()
    {
        await Run.MustAsync("/usr/sbin/groupadd", Group);
        Kannel = await Kannel.StartAsync();
        return ($"own-phones = on\nhelpdesk-group = {Group}\nhelpdesk-in-person = on\n{Kannel.Section}", null);
    }

    protected override async ValueTask EndAsync()
    {
        await Run.OfAsync("/usr/sbin/groupdel", Group);
        await Kannel.DisposeAsync();
    }
}

using System.Globalization;
using System.Text;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>The authority's configuration: what differs from the defaults, and nothing else.</summary>
internal static class AuthorityText
{
    public static string Of(SetupAnswers answers, SetupPaths paths)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Written by: sallyport setup. It contains only what differs from the defaults; sallyport.conf in /usr/share/doc/sallyport lists every key.\n");
        text.Append(CultureInfo.InvariantCulture, $"site = {answers.Site}\n");
        if (!paths.IsOfTheMachine)
            text.Append(CultureInfo.InvariantCulture, $"state-folder = {paths.State}\nsocket = {paths.Socket}\nnotices-folder = {paths.Notices}\n");
        if (answers.AdministratorGroup != new SetupAnswers().AdministratorGroup)
            text.Append(CultureInfo.InvariantCulture, $"administrator-group = {answers.AdministratorGroup}\n");

        if (answers.Edge.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n[radius]\nproxies = {string.Join(' ', answers.Edge)}\ngate-control = {paths.GateControl}\n");
        if (!paths.IsOfTheMachine && OrderNames.TryParse(answers.Order) == Order.CodeFirst)
            text.Append(CultureInfo.InvariantCulture, $"\n[radius-client this-machine]\naddress = 127.0.0.1 ::1\nsecret-file = {paths.RadiusSecret}\n");
        if (answers.HasOwnCertificate)
            text.Append(CultureInfo.InvariantCulture, $"\n[duo]\nnames = localhost\ncertificate-file = {answers.Certificate}\ncertificate-key-file = {answers.CertificateKey}\n");
        if (PortalAddress.Of(answers) is { } listen)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n[portal]\nurl = {answers.Portal}\nlisten = {listen}\n");
            if (answers.Gate)
                text.Append(CultureInfo.InvariantCulture, $"gate-control = {paths.GateControl}\n");
        }

        return text.ToString();
    }

    /// <summary>Whether the authority asks the gate of this machine, and so must be in its group.</summary>
    public static bool AsksTheGate(SetupAnswers answers) => answers.Gate && (answers.HasPortal || answers.Edge.Count > 0);
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Cli.Doctor;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Cli.Tests.Doctor;

/// <summary>What <c>sallyport doctor</c> says of the portal, delivery, groups, the disk and other factors.</summary>
public sealed class SurroundingsTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 28, 1, 59, 47, TimeSpan.Zero);

    [Theory]
    [InlineData(90, SslPolicyErrors.None, "Fine", "answers")]
    [InlineData(13, SslPolicyErrors.None, "Note", "expires on")]
    [InlineData(-1, SslPolicyErrors.RemoteCertificateChainErrors, "Wrong", "expired on")]
    [InlineData(90, SslPolicyErrors.RemoteCertificateNameMismatch, "Wrong", "another name than portal.example")]
    [InlineData(90, SslPolicyErrors.RemoteCertificateChainErrors, "Note", "does not trust")]
    public void The_portals_certificate_is_judged(int days, SslPolicyErrors errors, string verdict, string words)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=portal.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-100), Now.AddDays(days));
        var finding = PortalCheck.Judge(new Uri("https://portal.example"), certificate, errors, Now);
        Assert.Equal(verdict, finding.Verdict.ToString());
        Assert.Contains(words, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portal_that_nobody_serves_and_a_way_that_leads_nowhere_are_named()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var open = (System.Net.IPEndPoint)listener.LocalEndpoint;
        var options = new AuthorityOptions
        {
            Portal = new PortalOptions { Url = new Uri("https://127.0.0.1:1"), Listen = [new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)] },
            Deliver =
            [
                Way("here", new DriverOptions.Ntfy(new Uri($"http://{open}"))),
                Way("away", new DriverOptions.Gotify(new Uri("http://127.0.0.1:1"))),
                Way("program", new DriverOptions.Command("/no/such/program", [])),
                Way("runs", new DriverOptions.Command("/bin/sh", [])),
            ],
        };
        var context = new DoctorContext("/nowhere", options, [], []);
        Assert.Equal(Verdict.Wrong, Assert.Single(await All(PortalCheck.Look(context, TestContext.Current.CancellationToken))).Verdict);
        Assert.Equal(
            [("deliver here", Verdict.Fine), ("deliver away", Verdict.Wrong), ("deliver program", Verdict.Wrong), ("deliver runs", Verdict.Fine)],
            (await All(DeliveryCheck.Look(context, TestContext.Current.CancellationToken))).Select(finding => (finding.Subject, finding.Verdict)));
        var behind = context with { Options = options with { Portal = options.Portal with { Listen = [open] } } };
        Assert.Equal(Verdict.Note, Assert.Single(await All(PortalCheck.Look(behind, TestContext.Current.CancellationToken))).Verdict);
    }

    [Theory]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    [InlineData(true, false, "turns it on")]
    [InlineData(false, true, "turns it off")]
    public async Task A_door_that_was_installed_before_the_enrolment_at_the_login_changed_is_named(bool wanted, bool installed, string? words)
    {
        var paths = new DoorPaths("sskd", "/");
        var written = installed ? new Dictionary<string, string>(StringComparer.Ordinal) { [paths.SessionVariable] = "" } : [];
        var door = new InstalledDoor(paths, new DoorRecord("code-first", "9.2", 2222, "/usr/sbin/sshd", written));
        var options = new AuthorityOptions { Rollout = Rollout.Complete with { EnrolsAtLogin = wanted } };

        var findings = await All(LoginEnrolmentCheck.Look(new DoctorContext("/nowhere", options, [], [door]), TestContext.Current.CancellationToken));

        Assert.Equal(words is null ? 0 : 1, findings.Count);
        Assert.All(findings, finding => Assert.Contains(words!, finding.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_that_does_not_exist_is_named()
    {
        var options = new AuthorityOptions { AdministratorGroup = "admins", Rollout = new Rollout(null, [new GroupRollout("staff", DateOnly.MinValue), new GroupRollout("stuff", DateOnly.MinValue)], 0) };
        var findings = GroupsCheck.Of(options, name => name switch
        {
            "staff" => new(NameServiceStatus.Found, new UnixGroup(name, 7, [])),
            "admins" => new(NameServiceStatus.Failed, null),
            _ => new(NameServiceStatus.None, null),
        }).ToList();
        Assert.Equal(2, findings.Count);
        Assert.Contains("no group stuff, which [rollout-group stuff] names", findings[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("cannot say whether there is a group admins", findings[1].Sentence, StringComparison.Ordinal);
        Assert.Equal(Verdict.Fine, Assert.Single(GroupsCheck.Of(options, name => new(NameServiceStatus.Found, new UnixGroup(name, 7, [])))).Verdict);
    }

    [Theory]
    [InlineData(1L << 20, "Wrong")]
    [InlineData(100L << 20, "Note")]
    [InlineData(20L << 30, "Fine")]
    public void A_disk_that_fills_is_named(long free, string verdict) => Assert.Equal(verdict, DiskCheck.Of("/var/lib/sallyport", free).Verdict.ToString());

    [Fact]
    public void Other_factors_in_PAM_are_named_and_ours_are_not()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("sshd"), "#%PAM-1.0\nauth required pam_google_authenticator.so nullok\n@include common-auth\n");
        File.WriteAllText(folder.File("common-auth"), "auth required /lib/security/pam_oath.so usersfile=/etc/users.oath\n# auth required pam_duo.so\n");
        File.WriteAllText(folder.File("sskd"), "auth requisite pam_radius_auth.so\n");
        File.WriteAllText(folder.File("cups"), $"auth required pam_duo.so conf={folder.File("others")}\n");
        File.WriteAllText(folder.File("others"), "[duo]\nhost = api-1234.duosecurity.com\n");
        File.WriteAllText(folder.File("imap"), $"auth required pam_duo.so conf={folder.File("ours")}\n");
        File.WriteAllText(folder.File("ours"), "[duo]\nhost = authority.example:8443\n");
        File.WriteAllText(folder.File("sudo"), new Sallyport.Cli.PamServices.FactorLines("/x", "sudo", Sallyport.Cli.PamServices.WhenAway.Refuse, []).In("@include common-auth\n"));
        var findings = OtherFactorsCheck.Of(folder.Root, ["sskd"], ["authority.example"]).ToList();
        Assert.Equal(["common-auth asks pam_oath.so", "cups asks pam_duo.so", "sshd asks pam_google_authenticator.so"], findings.Select(finding => finding.Sentence[(folder.Root.Length + 1)..].Split(" too")[0]));
    }

    private static DeliverOptions Way(string name, DriverOptions driver) => new(name, [Purpose.Alert], driver);

    private static async Task<List<Finding>> All(IAsyncEnumerable<Finding> findings)
    {
        var all = new List<Finding>();
        await foreach (var finding in findings)
            all.Add(finding);
        return all;
    }
}

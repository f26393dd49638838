namespace Sallyport.Cli.PamServices;

/// <summary>What a login gets while the authority does not answer.</summary>
internal enum WhenAway
{
    Refuse = 1,

    /// <summary>It goes on with what the program asked for before.</summary>
    Password,
}

/// <summary>The lines that ask for the second factor, and their place in a PAM service.</summary>
/// <param name="RadiusClient">pam_radius_auth's file.</param>
/// <param name="Service">The name under which the authority's audit shows it.</param>
/// <param name="WhenAway">What happens without an answer.</param>
/// <param name="Exempt">Accounts that are not asked.</param>
internal sealed record FactorLines(string RadiusClient, string Service, WhenAway WhenAway, IReadOnlyList<string> Exempt)
{
    public const string Module = "pam_radius_auth.so", ExemptModule = "pam_succeed_if.so";

    private const string First = "# The second factor; written by \"sallyport pam install\", removed by \"sallyport pam remove\".";
    private const string Last = "# End of the second factor.";
    private const string Header = "#%PAM";
    private const string GoesOn = "[success=ok new_authtok_reqd=ok authinfo_unavail=ignore default=die]";

    public override string ToString() => $"{First}\n{ExemptLine}auth {Control} {Module} conf={RadiusClient} skip_passwd prompt_attribute client_id={Service}\n{Last}\n";

    /// <summary>Only an authority that did not answer is passed over; anything else than a yes ends it.</summary>
    private string Control => WhenAway == WhenAway.Password ? GoesOn : "requisite";

    private string ExemptLine => Exempt.Count == 0 ? "" : $"auth [success=1 default=ignore] {ExemptModule} quiet_success user in {string.Join(':', Exempt)}\n";

    /// <summary>At the top: a comment that ends with a backslash would take the next line with it.</summary>
    public string In(string service)
    {
        var text = Without(service);
        var at = text.StartsWith(Header, StringComparison.Ordinal) ? text.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        return text[..at] + this + text[at..];
    }

    public static bool AreIn(string service) => service.Contains(First + "\n", StringComparison.Ordinal);

    /// <summary>What the line with our module does without an answer.</summary>
    public static WhenAway WhenAwayIn(string service) => service.Contains($"auth {GoesOn} {Module} ", StringComparison.Ordinal) ? WhenAway.Password : WhenAway.Refuse;

    /// <summary>A service as it is without these lines, whatever else was changed in it.</summary>
    public static string Without(string service)
    {
        var first = service.IndexOf(First + "\n", StringComparison.Ordinal);
        var last = first < 0 ? -1 : service.IndexOf(Last + "\n", first, StringComparison.Ordinal);
        return last < 0 ? service : Without(service[..first] + service[(last + Last.Length + 1)..]);
    }
}

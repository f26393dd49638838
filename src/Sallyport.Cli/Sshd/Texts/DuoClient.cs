using Sallyport.Authority.Secrets;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>The configurations of pam_duo and login_duo.</summary>
/// <param name="Host">The authority's Duo face as <c>NAME:PORT</c>; the name is in its certificate.</param>
/// <param name="IntegrationKey">The <c>ikey</c>.</param>
/// <param name="SecretKey">The <c>skey</c>.</param>
/// <param name="CertificateAuthority">The file that vouches for the certificate; null for the system's.</param>
internal sealed record DuoClient(string Host, string IntegrationKey, Secret SecretKey, string? CertificateAuthority)
{
    /// <summary>
    /// login_duo reads its configuration and the certificate as this user. A configuration that it may not read counts for it as no
    /// <c>failmode</c>, and it lets everybody in: mode 0600 is not enough, the owner must be right.
    /// </summary>
    public const string LoginDuoReader = "sshd";

    /// <summary>An authority that does not answer, or answers nonsense, is a refusal.</summary>
    public string ForPamDuo() => Common() + "prompts = 3\nautopush = no\n";

    /// <summary>Programs name their factor in <c>DUO_PASSCODE</c>.</summary>
    public string ForLoginDuo() => Common() + "prompts = 3\nautopush = no\naccept_env_factor = yes\n";

    private string Common() => $"""
        ; written by sallyport: who reads this can ask in this host's name
        [duo]
        host = {Host}
        ikey = {IntegrationKey}
        skey = {SecretKey.Reveal()}
        {(CertificateAuthority is null ? "" : "cafile = " + CertificateAuthority)}
        failmode = secure
        pushinfo = yes

        """;
}

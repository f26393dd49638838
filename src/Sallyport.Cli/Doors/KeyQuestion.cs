namespace Sallyport.Cli.Doors;

/// <summary>How a door asks the authority which public key opens an account. A door without it takes public keys where it trusts the network and nowhere else.</summary>
/// <param name="Program">The path of this command.</param>
/// <param name="Socket">The authority's.</param>
/// <param name="User">Under whose name sshd asks.</param>
internal sealed record KeyQuestion(string Program, string Socket, string User)
{
    /// <summary>The subcommand of <c>sallyport sshd</c> that asks about a key.</summary>
    public const string OfferedKey = "offered-key";

    /// <summary>The one that tells of a session.</summary>
    public const string SessionBegins = "session-begins";
}

/// <summary>Where the public keys of a door come from.</summary>
internal enum KeySource
{
    /// <summary>From the accounts' own files, where a network is trusted.</summary>
    Accounts = 1,
    /// <summary>From the authority; where a network is trusted, from the accounts' own files as well.</summary>
    Authority = 2,
}

namespace Sallyport.Authority.Portal.SingleSignOn;

/// <summary>What the provider's answer comes to.</summary>
internal abstract record SignOnOutcome
{
    private SignOnOutcome()
    {
    }

    /// <param name="Name">The UNIX user name that the provider vouches for.</param>
    public sealed record Vouched(string Name) : SignOnOutcome;

    public sealed record Failed(SignOnFault Why) : SignOnOutcome;
}

/// <summary>Why a sign-in by single sign-on did not come about. Each is a line of the log; the person is told two or three sentences.</summary>
internal enum SignOnFault
{
    /// <summary>The provider cannot be reached, or answers nonsense.</summary>
    Unreachable = 1,
    /// <summary>The browser did not begin this sign-in here, began it too long ago, or has ended it already.</summary>
    NotBegun = 2,
    /// <summary>The answer's <c>iss</c> is not the provider that was asked (RFC 9207: mix-up).</summary>
    OtherIssuer = 3,
    /// <summary>The provider says no, or the person did.</summary>
    Denied = 4,
    /// <summary>The provider did not take the code.</summary>
    CodeRefused = 5,
    /// <summary>The id token is not signed by the provider, not for us, not of now, or not of this sign-in.</summary>
    BadToken = 6,
    /// <summary>The person's claims are another's than the token's, or lack the name.</summary>
    NoName = 7,
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Local;

/// <summary>The tokens of the gates on other machines.</summary>
internal sealed class GateTokens(ImmutableArray<Secret> tokens)
{
    private const int LeastCharacters = 32;
    private const string Scheme = "Bearer ";

    /// <exception cref="StartFailure">A token cannot be used.</exception>
    public static GateTokens Read(IEnumerable<GateOptions> gates) =>
        new([.. gates.Select(g => new Secret(FirstLine.Of(g.TokenFile, LeastCharacters, $"the token of the gate {g.Name}")))]);

    /// <summary>Whether an <c>Authorization</c> header has one of the tokens. All are compared, in fixed time.</summary>
    public bool Know(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.Ordinal))
            return false;

        var shown = Encoding.UTF8.GetBytes(authorization[Scheme.Length..]);
        var known = false;
        foreach (var token in tokens)
            known |= CryptographicOperations.FixedTimeEquals(shown, token.Bytes);
        return known;
    }
}

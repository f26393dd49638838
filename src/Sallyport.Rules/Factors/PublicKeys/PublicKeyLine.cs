using System.Collections.Immutable;

namespace Sallyport.Rules.Factors.PublicKeys;

/// <summary>
/// Reads the text of a <c>.pub</c> file. What sshd would take from <c>authorized_keys</c> besides a key is refused: options, certificates, a second key.
/// </summary>
public static class PublicKeyLine
{
    /// <summary>An RSA key of the largest size has about 2,800 characters.</summary>
    public const int MostLength = 8192;

    public const int MostComment = 100;

    public static PublicKeyReading Read(string text)
    {
        if (text.Length > MostLength)
            return Unfit($"a public key has at most {MostLength} characters");
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal) || text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal))
            return Unfit("this is a private key, which nobody else should have; give the file whose name ends in .pub");
        if (text.StartsWith("---- BEGIN SSH2 PUBLIC KEY", StringComparison.Ordinal))
            return Unfit("this key has another form; convert it with: ssh-keygen -i -f FILE");

        var line = text.TrimEnd('\r', '\n');
        if (line.AsSpan().ContainsAny('\r', '\n'))
            return Unfit("there is more than one line; give one key at a time");
        if (line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return Unfit("the line has characters other than printable ASCII; take the comment after the key away");

        var words = line.Split(' ', 3);
        var type = words[0];
        if (line.Length == 0)
            return Unfit("there is no key; give the file whose name ends in .pub");
        if (type.Contains("-cert-v", StringComparison.Ordinal))
            return Unfit("this is a certificate; give the key that it was made for");
        if (type is "ssh-dss")
            return Unfit("DSA keys are too weak; make another with: ssh-keygen -t ed25519");
        if (!PublicKeyBlob.Types.Contains(type, StringComparer.Ordinal))
            return Unfit($"the line must begin with the type of the key, without options; the types are {string.Join(", ", PublicKeyBlob.Types)}");
        if (words.Length < 2)
            return Unfit("the key after its type is missing; copy the file again");

        var comment = words.Length == 3 ? words[2].Trim() : string.Empty;
        if (comment.Length > MostComment)
            return Unfit($"the comment after the key has more than {MostComment} characters; shorten it");
        if (comment.Split(' ').Intersect(PublicKeyBlob.Types, StringComparer.Ordinal).Any())
            return Unfit("there is more than one key in the line; give one key at a time");

        return Of(type, words[1]) is var read && read is PublicKeyReading.Fit fit ? fit with { Comment = comment } : read;
    }

    /// <summary>Reads a key as sshd names it: its type and its blob in base64.</summary>
    public static PublicKeyReading Of(string type, string base64)
    {
        var blob = new byte[base64.Length];
        if (base64.Length > MostLength || !Convert.TryFromBase64String(base64, blob, out var length) || Convert.ToBase64String(blob, 0, length) != base64)
            return Unfit("the key is damaged; copy the file again");
        return PublicKeyBlob.Problem(type, blob.AsSpan(0, length)) is { } problem
            ? Unfit(problem)
            : new PublicKeyReading.Fit(new PublicKey(type, [.. blob.AsSpan(0, length)]), string.Empty);
    }

    private static PublicKeyReading.Unfit Unfit(string reason) => new(reason);
}

namespace SshWith2fa.Passcode;

/// <summary>What a value of DUO_PASSCODE asks the server for.</summary>
internal enum PasscodeKind
{
    /// <summary>Send new passcodes and fail this try; the next one brings a passcode.</summary>
    Sms,

    /// <summary>Ask on the phone and wait for the answer.</summary>
    Push,

    /// <summary>Call the phone and wait for a key.</summary>
    Phone,

    /// <summary>A code the person has already.</summary>
    Code,
}

/// <summary>A value for DUO_PASSCODE. A code is good for one login, but until then it is a secret: it does not print.</summary>
internal sealed record Factor
{
    /// <summary>The name login_duo and the servers' AcceptEnv know.</summary>
    public const string Variable = "DUO_PASSCODE";

    private const int Longest = 255;

    private Factor(PasscodeKind kind, string value) => (Kind, Value) = (kind, value);

    public PasscodeKind Kind { get; }

    public string Value { get; }

    /// <summary>"sms", "push2", a passcode, or a line of a sheet; null for what no server takes.</summary>
    public static Factor? Read(string text)
    {
        text = text.Trim();
        if (text.Length is 0 or > Longest || text.StartsWith('-') || text.Any(char.IsControl))
            return null;
        var name = text.ToLowerInvariant().TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return text.Length - name.Length > 2 ? new(PasscodeKind.Code, text) : name switch
        {
            "sms" => new(PasscodeKind.Sms, text.ToLowerInvariant()),
            "push" => new(PasscodeKind.Push, text.ToLowerInvariant()),
            "phone" => new(PasscodeKind.Phone, text.ToLowerInvariant()),
            _ => new(PasscodeKind.Code, text),
        };
    }

    public override string ToString() => Kind == PasscodeKind.Code ? "a passcode" : Value;
}

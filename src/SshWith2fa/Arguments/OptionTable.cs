namespace SshWith2fa.Arguments;

/// <summary>The three OpenSSH programs that this command runs.</summary>
internal enum SshProgram
{
    Ssh,
    Scp,
    Sftp,
}

/// <summary>Which letters are options of a program and which of them take an argument, in getopt's notation.</summary>
internal static class OptionTable
{
    // The letters of OpenSSH 10. Up to 9.3 ssh's -P took no argument.
    private const string SshLetters = "1246ab:c:e:fgi:kl:m:no:p:qstvxAB:CD:E:F:GI:J:KL:MNO:P:Q:R:S:TVw:W:XYy";
    private const string ScpLetters = "12346ABCTdfOpqRrstvD:F:J:M:P:S:c:i:l:o:X:";
    private const string SftpLetters = "1246AafhNpqrvCc:D:i:l:o:s:S:b:B:F:J:P:R:X:";

    public static string Of(SshProgram program, SshVersion version) => program switch
    {
        SshProgram.Ssh when version.IsBefore(9, 4) => SshLetters.Replace("P:", "P", StringComparison.Ordinal),
        SshProgram.Ssh => SshLetters,
        SshProgram.Scp => ScpLetters,
        _ => SftpLetters,
    };

    public static string NameOf(SshProgram program) => program switch
    {
        SshProgram.Ssh => "ssh",
        SshProgram.Scp => "scp",
        _ => "sftp",
    };
}

/// <summary>The version of the OpenSSH at hand, as <c>ssh -V</c> tells it.</summary>
internal sealed record SshVersion(int Major, int Minor)
{
    /// <summary>The oldest version whose behaviour this command was written against.</summary>
    public static SshVersion Oldest { get; } = new(8, 4);

    public bool IsBefore(int major, int minor) => Major < major || (Major == major && Minor < minor);

    /// <summary>Reads "OpenSSH_9.2p1 Debian-2…" or "OpenSSH_for_Windows_9.5p1, …"; anything else is taken for the oldest.</summary>
    public static SshVersion Parse(string text)
    {
        var at = text.IndexOf("OpenSSH_", StringComparison.Ordinal);
        if (at < 0)
            return Oldest;
        var rest = text.AsSpan(at + "OpenSSH_".Length);
        if (rest.StartsWith("for_Windows_", StringComparison.Ordinal))
            rest = rest["for_Windows_".Length..];
        var dot = rest.IndexOf('.');
        if (dot < 1 || !int.TryParse(rest[..dot], out var major))
            return Oldest;
        var end = dot + 1;
        while (end < rest.Length && char.IsAsciiDigit(rest[end]))
            end++;
        return int.TryParse(rest[(dot + 1)..end], out var minor) ? new SshVersion(major, minor) : Oldest;
    }
}

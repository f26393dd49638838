using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Authority.Local;

/// <summary>Reads the public end of a sheet that was made elsewhere.</summary>
internal static class SheetMessages
{
    /// <summary>What is wrong with the message, or null; a message that is not there is no sheet.</summary>
    public static string? Read(SkeyIssueMessage? message, out SkeySequence? sheet)
    {
        sheet = null;
        if (message is null)
            return null;
        if (SkeyAlgorithmName.Parse(message.Algorithm) is not { } algorithm
            || SkeySeed.Parse(message.Seed) is not { } seed
            || message.Lines is < 1 or > SkeySheet.MaxLines
            || message.LastHash is not { Length: SkeyHash.Size * 2 }
            || !message.LastHash.All(char.IsAsciiHexDigit))
        {
            return "a sheet has an algorithm, a seed, 1 to 9999 lines and a hash of 16 hexadecimal digits";
        }

        sheet = new SkeySequence(algorithm, seed, message.Lines, SkeyHash.FromBytes(Convert.FromHexString(message.LastHash))) { IsCalculated = message.IsCalculated };
        return null;
    }
}

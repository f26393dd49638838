using Sallyport.Cli.Import;
using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Tests.Import;

/// <summary>Damaged files of every format: nothing but the two documented exceptions, no key too short, and no word of a secret in what is told.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 400;

    public static TheoryData<string> Names => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_file_is_read_without_a_fault(string name)
    {
        var random = new Random(6030);
        var whole = Samples.All[name];
        var read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A sealed file costs a derivation of its key each time.
            if (name.Contains("sealed", StringComparison.Ordinal) && round % 4 != 0)
                continue;
            var file = new KeyFile(whole.Name, Damaged(whole.Bytes, random)) { Owner = whole.Owner, PassPhrase = whole.PassPhrase, PreSharedKey = whole.PreSharedKey, Zone = whole.Zone };
            foreach (var format in Formats.All)
            {
                _ = format.Recognises(file);
                if (format != Formats.Of(whole))
                    continue;
                foreach (var found in Read(format, file))
                {
                    Assert.True(found.Refusal is null != (found.Totp is null && found.Skey is null), found.Refusal);
                    Assert.True(found.Totp is null || found.Totp.Bits >= TotpKey.LeastWeakBytes * 8);
                    Assert.DoesNotContain("GEZDGNBV", found + found.Refusal + found.What + string.Concat(found.Notes), StringComparison.Ordinal);
                    read++;
                }
            }
        }

        Assert.InRange(read, 1, int.MaxValue);
    }

    private static List<FoundKey> Read(IKeyFileFormat format, KeyFile file)
    {
        try
        {
            return [.. format.Read(file)];
        }
        catch (Exception documented) when (documented is UnreadableFile or SealedFile)
        {
            return [];
        }
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var wounds = random.Next(1, 6); wounds > 0 && bytes.Count > 0; wounds--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                case 3:
                    bytes.Insert(at, (byte)"\"{}[]<>/\n:,&"[random.Next(12)]);
                    break;
                default:
                    bytes[at] = (byte)"0123456789aA=-"[random.Next(14)];
                    break;
            }
        }

        return [.. bytes];
    }
}

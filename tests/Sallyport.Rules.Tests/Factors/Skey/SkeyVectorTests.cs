using System.Text;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Tests.Factors.Skey;

public sealed class SkeyVectorTests
{
    public sealed record Row(string Algorithm, string Passphrase, string Seed, int Count, string Hex, string Words);

    public static TheoryData<Row> Rfc2289 => Rows("rfc2289.tsv");

    public static TheoryData<Row> Heimdal => Rows("skey-heimdal.tsv");

    [Theory, MemberData(nameof(Rfc2289)), MemberData(nameof(Heimdal))]
    public void The_chain_gives_the_hex_and_the_words_of_the_vector(Row row)
    {
        var algorithm = SkeyAlgorithmName.Parse(row.Algorithm)!.Value;
        var hash = SkeySheet.Initial(algorithm, SkeySeed.Parse(row.Seed)!, Encoding.ASCII.GetBytes(row.Passphrase));
        for (var i = 0; i < row.Count; i++)
            hash = hash.Next(algorithm);

        Assert.Equal(row.Hex, hash.ToHex(), ignoreCase: true);
        Assert.Equal(row.Words, hash.ToWords());
        Assert.Equal([hash], SkeyAnswer.Read(row.Words));
        Assert.Equal([hash], SkeyAnswer.Read(row.Hex));
    }

    [Theory, MemberData(nameof(Heimdal))]
    public void A_sheet_carries_what_another_program_prints_for_the_same_pass_phrase(Row row)
    {
        using var passphrase = SkeyPassphrase.Parse(row.Passphrase)!;
        var sheet = SkeySheet.Generate(SkeyAlgorithmName.Parse(row.Algorithm)!.Value, SkeySeed.Parse(row.Seed)!, passphrase, 40);
        Assert.Contains(new SkeyLine(row.Count, row.Words), sheet.Lines);
    }

    private static TheoryData<Row> Rows(string file) =>
        [.. Vectors.Read(file).Select(row => new Row(row[0], row[1], row[2], int.Parse(row[3]), row[4], row[5]))];
}

using System.Text;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Tests.Factors.Skey;

public sealed class Md4Tests
{
    public static TheoryData<string, string> Rows =>
        [.. Vectors.Read("rfc1320.tsv").Select(row => (row[0], row[1]))];

    [Theory, MemberData(nameof(Rows))]
    public void Digests_as_rfc_1320_says(string message, string digest)
    {
        var actual = new byte[Md4.Size];
        Md4.HashData(Encoding.ASCII.GetBytes(message), actual);
        Assert.Equal(digest, Convert.ToHexStringLower(actual));
    }
}

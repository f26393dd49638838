using System.Text;
using Sallyport.Authority.Logins;

namespace Sallyport.Authority.Tests;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("alice", "61 6C 69 63 65")]
    [InlineData("DOM\\alice", "44 4F 4D 5C 61 6C 69 63 65")]
    [InlineData("Zoë", "5A 6F C3 AB")]
    [InlineData("a b", "61 20 62")]
    [InlineData("100%25", "31 30 30 25")]
    [InlineData("a%00", "61 00")]
    [InlineData("a%0Ab", "61 0A 62")]
    [InlineData("%1B[31m", "1B 5B 33 31 6D")]
    [InlineData("%7F", "7F")]
    [InlineData("%FF%FE", "FF FE")]
    [InlineData("%C0%80", "C0 80")]
    [InlineData("%C2%85", "C2 85")]
    [InlineData("%C2%A0", "C2 A0")]
    [InlineData("%E2%80%AEx", "E2 80 AE 78")]
    [InlineData("%E2%80%A8", "E2 80 A8")]
    [InlineData("%EF%BB%BF", "EF BB BF")]
    [InlineData("%EE%80%80", "EE 80 80")]
    [InlineData("%ED%A0%80", "ED A0 80")]
    [InlineData("%F0%9F", "F0 9F")]
    public void bytes_become_text_that_breaks_no_log(string expected, string bytes) =>
        Assert.Equal(expected, WireText.Read(Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal)), 253));

    [Fact]
    public void every_pair_of_bytes_has_its_own_text_of_visible_characters()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var pair = 0; pair < 65536; pair++)
        {
            var text = WireText.Read([(byte)(pair >> 8), (byte)pair], 253);
            Assert.True(texts.Add(text), text);
            Assert.DoesNotContain(text.EnumerateRunes(), Rune.IsControl);
        }
    }

    [Theory]
    [InlineData(253)]
    [InlineData(64)]
    public void long_names_are_cut(int most)
    {
        Assert.Equal(new string('a', most), WireText.Read(Encoding.ASCII.GetBytes(new string('a', 300)), most));
        Assert.True(WireText.Read(Enumerable.Repeat((byte)0xff, 253).ToArray(), most).Length <= most);
    }

    [Fact]
    public void a_cut_leaves_no_half_character() =>
        Assert.Equal("abc", WireText.Read("abc😀"u8, 4));
}

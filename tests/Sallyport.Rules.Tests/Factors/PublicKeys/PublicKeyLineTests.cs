using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.PublicKeys;

namespace Sallyport.Rules.Tests.Factors.PublicKeys;

public sealed class PublicKeyLineTests
{
    private const string Ed25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    [Fact]
    public void a_key_is_read_with_its_comment()
    {
        var fit = Assert.IsType<PublicKeyReading.Fit>(PublicKeyLine.Read(Ed25519 + " ada at the \"desk\"\n"));

        Assert.Equal("ada at the \"desk\"", fit.Comment);
        Assert.Equal(Ed25519, fit.Key.ToString());
        Assert.Equal(43 + "SHA256:".Length, fit.Key.Fingerprint.Length);
    }

    [Theory]
    [InlineData("nistP256", "ecdsa-sha2-nistp256", "nistp256", 65)]
    [InlineData("nistP384", "ecdsa-sha2-nistp384", "nistp384", 97)]
    [InlineData("nistP521", "ecdsa-sha2-nistp521", "nistp521", 133)]
    public void a_key_on_a_curve_is_taken(string _, string type, string curve, int size) =>
        Assert.IsType<PublicKeyReading.Fit>(Read(type, Encoding.ASCII.GetBytes(curve), [4, .. new byte[size - 1]]));

    [Fact]
    public void security_keys_are_taken()
    {
        Assert.IsType<PublicKeyReading.Fit>(Read("sk-ssh-ed25519@openssh.com", new byte[32], "ssh:"u8.ToArray()));
        Assert.IsType<PublicKeyReading.Fit>(Read("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256"u8.ToArray(), [4, .. new byte[64]], "ssh:"u8.ToArray()));
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2047, false)]
    [InlineData(2048, true)]
    [InlineData(4096, true)]
    [InlineData(16392, false)]
    public void an_rsa_key_has_a_length(int bits, bool isTaken) =>
        Assert.Equal(isTaken, Read("ssh-rsa", [1, 0, 1], Modulus(bits)) is PublicKeyReading.Fit);

    [Theory]
    [InlineData("""command="id" """ + Ed25519, "without options")]
    [InlineData("""environment="LD_PRELOAD=/tmp/x" """ + Ed25519, "without options")]
    [InlineData("cert-authority " + Ed25519, "without options")]
    [InlineData("cert-authority,principals=\"root\" " + Ed25519, "without options")]
    [InlineData("restrict " + Ed25519, "without options")]
    [InlineData(" " + Ed25519, "without options")]
    [InlineData("@cert-authority * " + Ed25519, "without options")]
    [InlineData("# " + Ed25519, "without options")]
    [InlineData(Ed25519 + "\n" + Ed25519, "one key at a time")]
    [InlineData(Ed25519 + "\r" + Ed25519, "one key at a time")]
    [InlineData(Ed25519 + " a " + Ed25519, "one key at a time")]
    [InlineData(Ed25519 + "\u0085" + Ed25519, "printable ASCII")]
    [InlineData(Ed25519 + " \u001b[2J", "printable ASCII")]
    [InlineData(Ed25519 + " a\tb", "printable ASCII")]
    [InlineData(Ed25519 + " Ren\u00e9", "printable ASCII")]
    [InlineData(Ed25519 + "\0", "printable ASCII")]
    [InlineData("ssh-ed25519-cert-v01@openssh.com AAAA", "certificate")]
    [InlineData("ssh-dss AAAAB3NzaC1kc3M=", "DSA")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", "private key")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519\n", "private key")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "ssh-keygen -i")]
    [InlineData("", "there is no key")]
    [InlineData("ssh-ed25519", "is missing")]
    [InlineData("ssh-ed25519 ", "not of the type")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", "not of the type")]
    [InlineData(Ed25519 + "==", "damaged")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fAAAA", "damaged")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAHwABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", "damaged")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5/////wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f", "damaged")]
    public void what_is_more_or_less_than_a_key_is_refused(string line, string why) =>
        Assert.Contains(why, Assert.IsType<PublicKeyReading.Unfit>(PublicKeyLine.Read(line)).Reason, StringComparison.Ordinal);

    [Fact]
    public void numbers_of_rsa_have_one_form()
    {
        Assert.IsType<PublicKeyReading.Unfit>(Read("ssh-rsa", [0, 1, 0, 1], Modulus(2048)));
        Assert.IsType<PublicKeyReading.Unfit>(Read("ssh-rsa", [1, 0, 1], [0, .. Modulus(2048)]));
        Assert.IsType<PublicKeyReading.Unfit>(Read("ssh-rsa", [1, 0, 1], Modulus(2048)[1..]));
        Assert.IsType<PublicKeyReading.Unfit>(Read("ssh-rsa", [2], Modulus(2048)));
        Assert.IsType<PublicKeyReading.Unfit>(Read("ssh-rsa", [], Modulus(2048)));
    }

    [Fact]
    public void long_comments_and_lines_are_refused()
    {
        Assert.IsType<PublicKeyReading.Fit>(PublicKeyLine.Read($"{Ed25519} {new string('x', PublicKeyLine.MostComment)}"));
        Assert.IsType<PublicKeyReading.Unfit>(PublicKeyLine.Read($"{Ed25519} {new string('x', PublicKeyLine.MostComment + 1)}"));
        Assert.IsType<PublicKeyReading.Unfit>(PublicKeyLine.Read("ssh-rsa " + new string('A', PublicKeyLine.MostLength)));
    }

    [Fact]
    public void whatever_arrives_is_read_or_refused_and_what_is_read_is_written_as_it_was()
    {
        var seeds = Gen.Elements(Ed25519, Line("ssh-rsa", [1, 0, 1], Modulus(2048)), Line("ecdsa-sha2-nistp256", "nistp256"u8.ToArray(), [4, .. new byte[64]]));
        var changes = Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 3000), Gen.Choose(0, 300)));
        Prop.ForAll(Gen.Zip(seeds, changes).ToArbitrary(), pair =>
        {
            var line = pair.Item1.ToCharArray();
            foreach (var (at, to) in pair.Item2)
                line[at % line.Length] = (char)to;
            var text = new string(line);
            return PublicKeyLine.Read(text) is not PublicKeyReading.Fit fit
                || (text.StartsWith(fit.Key.ToString(), StringComparison.Ordinal) && PublicKeyBlobIsWhole(fit.Key));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void bytes_of_any_kind_are_no_key_or_a_whole_one() =>
        Prop.ForAll<byte[]>(bytes => PublicKeyLine.Of("ssh-ed25519", Convert.ToBase64String(bytes ?? [])) is not PublicKeyReading.Fit fit || PublicKeyBlobIsWhole(fit.Key))
            .QuickCheckThrowOnFailure();

    private static bool PublicKeyBlobIsWhole(PublicKey key) => PublicKeyLine.Of(key.Type, Convert.ToBase64String(key.Blob.AsSpan())) is PublicKeyReading.Fit;

    private static byte[] Modulus(int bits)
    {
        var bytes = RandomNumberGenerator.GetBytes((bits + 7) / 8);
        var top = (bits - 1) % 8;
        bytes[0] = (byte)((bytes[0] & ((1 << top) - 1)) | (1 << top));
        bytes[^1] |= 1;
        return top == 7 ? [0, .. bytes] : bytes;
    }

    private static PublicKeyReading Read(string type, params byte[][] parts) => PublicKeyLine.Read(Line(type, parts));

    private static string Line(string type, params byte[][] parts)
    {
        var blob = new List<byte>();
        foreach (var part in parts.Prepend(Encoding.ASCII.GetBytes(type)))
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            blob.AddRange([.. length, .. part]);
        }

        return $"{type} {Convert.ToBase64String([.. blob])}";
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sallyport.Profile;
using SshWith2fa.Profile;

namespace SshWith2fa.Tests.Profile;

public sealed class SignedProfileTests
{
    [Fact]
    public void The_published_vector_is_read()
    {
        var read = SignedProfile.ReadFirst(File.ReadAllBytes(Path.Combine(Signer.Vectors, "signed.json")));
        Assert.Null(read.Problem);
        var profile = read.Value!.Profile;
        Assert.Equal("maths", profile.Site);
        Assert.Equal(new DoorAddress("ssh.maths.example", 22), profile.Outside);
        Assert.Equal("dora", profile.LoginServer.Name);
        Assert.Equal(12022, profile.Forwards[0].LocalPort);
        Assert.Equal(PortTaken.Skip, profile.Forwards[2].IfTaken);
        Assert.Equal(new SessionRules(720, 15), profile.Session);
        Assert.Equal(File.ReadAllText(Path.Combine(Signer.Vectors, "key-fingerprint.txt")).Trim(), read.Value.KeyFingerprint);
    }

    public static TheoryData<string, string> Attacks { get; } = new()
    {
        { "a changed payload", "BadSignature" },
        { "a signature of zeros", "BadSignature" },
        { "a signature in DER form", "BadSignature" },
        { "no signature", "Malformed" },
        { "an empty signature", "BadSignature" },
        { "half a document", "Malformed" },
        { "an empty document", "Malformed" },
        { "a field beside the three", "Malformed" },
        { "the same field twice", "Malformed" },
        { "a key on another curve", "BadSignature" },
        { "a key with trailing bytes", "BadSignature" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_document_is_refused_with(string attack, string fault)
    {
        using var signer = new Signer();
        using var other = new Signer(ECCurve.NamedCurves.nistP384);
        var good = Encoding.UTF8.GetString(signer.Sign(Signer.Payload()));
        string With(string field, JsonNode? value)
        {
            var document = JsonNode.Parse(good)!.AsObject();
            document[field] = value;
            return document.ToJsonString();
        }
        var text = attack switch
        {
            "a changed payload" => With("payload", "e30"),
            "a signature of zeros" => With("signature", new string('A', 86)),
            "a signature in DER form" => With("signature", System.Buffers.Text.Base64Url.EncodeToString([0x30, 6, 2, 1, 1, 2, 1, 1])),
            "no signature" => good.Replace("\"signature\"", "\"other\"", StringComparison.Ordinal),
            "an empty signature" => With("signature", ""),
            "half a document" => good[..(good.Length / 2)],
            "an empty document" => "",
            "a field beside the three" => With("certificate", "x"),
            "the same field twice" => good.Replace("{\"payload\"", "{\"key\":\"AA\",\"payload\"", StringComparison.Ordinal),
            "a key on another curve" => Encoding.UTF8.GetString(other.Sign(Signer.Payload())),
            _ => With("key", signer.Key + "AAAA"),
        };
        var read = SignedProfile.ReadFirst(Encoding.UTF8.GetBytes(text));
        Assert.Null(read.Value);
        Assert.Equal(fault, read.Problem!.Fault.ToString());
    }

    [Fact]
    public void A_refresh_signed_with_another_key_is_refused()
    {
        using var first = new Signer();
        using var second = new Signer();
        Assert.Equal(ProfileFault.OtherKey, SignedProfile.ReadAgain(second.Sign(Signer.Payload()), first.Key, 1).Problem!.Fault);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void A_refresh_may_not_be_older_than(long serialHere, bool taken)
    {
        using var signer = new Signer();
        var read = SignedProfile.ReadAgain(signer.Sign(Signer.Payload()), signer.Key, serialHere);
        Assert.Equal(taken, read.Value is not null);
        if (!taken) Assert.Equal(ProfileFault.Older, read.Problem!.Fault);
    }

    [Fact]
    public void What_every_call_reads_is_what_was_signed()
    {
        using var signer = new Signer();
        var profile = SignedProfile.ReadFirst(signer.Sign(Signer.Payload())).Value!;
        var text = SiteFile.Write(new Site(profile.Profile, profile.Key));
        var read = SiteFile.Read(text)!;
        Assert.Equal(text, SiteFile.Write(read));
        Assert.Equal(signer.Key, read.PinnedKey);
    }

    [Fact]
    public void A_half_written_site_file_counts_as_none()
    {
        using var signer = new Signer();
        var profile = SignedProfile.ReadFirst(signer.Sign(Signer.Payload())).Value!;
        var text = SiteFile.Write(new Site(profile.Profile, profile.Key));
        for (var length = 0; length < text.Length; length++) Assert.Null(SiteFile.Read(text[..length]));
    }
}

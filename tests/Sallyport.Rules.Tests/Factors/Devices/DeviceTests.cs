using System.Security.Cryptography;
using System.Text;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Rules.Tests.Factors.Devices;

public sealed class DeviceTests
{
    [Fact]
    public void an_id_is_read_as_it_was_written()
    {
        var id = DeviceId.New("twelve bytes"u8);

        Assert.Equal(20, id.Text.Length);
        Assert.Equal(id, DeviceId.Parse(id.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DPABCDEFGHIJKLMNOPQ")]
    [InlineData("DPABCDEFGHIJKLMNOPQRS")]
    [InlineData("DPABCDEFGHIJKLMNOP1R")]
    [InlineData("dpabcdefghijklmnopqr")]
    [InlineData("XXABCDEFGHIJKLMNOPQR")]
    public void what_is_no_id_is_not_read(string text) => Assert.Null(DeviceId.Parse(text));

    [Fact]
    public void a_push_id_is_read_as_it_was_written()
    {
        var id = new PushId(new UInt128(7, 0xfe));

        Assert.Equal("000000000000000700000000000000fe", id.ToString());
        Assert.Equal(id, PushId.Parse(id.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000000000000700000000000000f")]
    [InlineData("000000000000000700000000000000FE")]
    [InlineData(" 00000000000000700000000000000fe")]
    public void what_is_no_push_id_is_not_read(string text) => Assert.Null(PushId.Parse(text));

    [Theory]
    [InlineData("+61 491 570 006", "+61491570006")]
    [InlineData("+1 (859) 555-0134", "+18595550134")]
    public void a_number_may_be_typed_as_people_write_it(string typed, string number) => Assert.Equal(number, PhoneNumber.Parse(typed)?.Text);

    [Theory]
    [InlineData("0491570006")]
    [InlineData("+0491570006")]
    [InlineData("+1234")]
    [InlineData("+1234567890123456")]
    [InlineData("+6149157\r\n0006")]
    [InlineData("+61491570006;x")]
    [InlineData("+٦١٤٩١٥٧٠٠٠٦")]
    public void what_is_no_number_is_not_dialled(string typed) => Assert.Null(PhoneNumber.Parse(typed));

    [Fact]
    public void a_number_prints_its_last_digits_only() => Assert.Equal("XXX-0006", PhoneNumber.Parse("+61491570006")!.ToString());

    [Theory]
    [InlineData("Pixel 9")]
    [InlineData("Ada's (work)")]
    [InlineData("Телефон")]
    public void a_device_may_be_called(string name) => Assert.True(DeviceName.IsFit(name));

    [Theory]
    [InlineData("")]
    [InlineData(" x")]
    [InlineData("a  b")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\nb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u200bb")]
    [InlineData("a\u00a0b")]
    [InlineData("<script>")]
    [InlineData("more than thirty-two characters long")]
    public void a_device_may_not_be_called(string name) => Assert.False(DeviceName.IsFit(name));

    [Theory]
    [InlineData("http://push.example.org/x")]
    [InlineData("https://user@push.example.org/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/x")]
    public void a_browser_is_not_reached_at(string endpoint) => Assert.Null(WebPushSubscription.Read(endpoint, [4, .. new byte[64]], new byte[16]));

    [Fact]
    public void a_key_knows_its_own_signatures()
    {
        using var device = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = DeviceKey.Read(device.ExportSubjectPublicKeyInfo())!;
        var signature = device.SignData("yes"u8, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        Assert.True(key.HasSigned("yes"u8, signature));
        Assert.False(key.HasSigned("no"u8, signature));
        Assert.False(key.HasSigned("yes"u8, signature.AsSpan(1)));
        Assert.False(key.HasSigned("yes"u8, new byte[DeviceKey.SignatureBytes]));
    }

    [Fact]
    public void other_keys_are_not_read()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(1024);
        using var right = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Null(DeviceKey.Read(other.ExportSubjectPublicKeyInfo()));
        Assert.Null(DeviceKey.Read(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Null(DeviceKey.Read([.. right.ExportSubjectPublicKeyInfo(), 0]));
        Assert.Null(DeviceKey.Read(Encoding.ASCII.GetBytes("no key")));
        Assert.Null(DeviceKey.Read([]));
    }

    [Theory]
    [InlineData("42", true)]
    [InlineData("43", false)]
    [InlineData("042", false)]
    [InlineData("", false)]
    [InlineData("４２", false)]
    public void only_the_number_is_the_number(string typed, bool right) => Assert.Equal(right, PushNumber.Of(42).Is(typed));

    [Fact]
    public void the_number_does_not_print() => Assert.DoesNotContain("42", $"{PushNumber.Of(42)}", StringComparison.Ordinal);
}

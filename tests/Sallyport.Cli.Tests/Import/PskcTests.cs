using Sallyport.Cli.Import.Files;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Tests.Import;

/// <summary>The standard's own sealed examples (RFC 6030 sections 6.1 and 6.2), with their HOTP key called a TOTP one.</summary>
public sealed class PskcTests
{
    private const string Rest = """
        <KeyPackage><DeviceInfo><SerialNo>987654321</SerialNo></DeviceInfo><Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><Issuer>Issuer</Issuer>
        <AlgorithmParameters><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters>
        <Data><Secret><EncryptedValue><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><xenc:CipherData><xenc:CipherValue>VALUE</xenc:CipherValue></xenc:CipherData></EncryptedValue>
        <ValueMAC>MAC</ValueMAC></Secret></Data></Key></KeyPackage></KeyContainer>
        """;

    private const string Start = "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" xmlns:pkcs5=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#\" xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\">";

    private const string MacMethod = "<MACMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"><MACKey><xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes128-cbc\"/><xenc:CipherData><xenc:CipherValue>MACKEY</xenc:CipherValue></xenc:CipherData></MACKey></MACMethod>";

    private static string PreShared { get; } = Start + "<EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>"
        + MacMethod.Replace("MACKEY", "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX", StringComparison.Ordinal)
        + Rest.Replace("VALUE", "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv", StringComparison.Ordinal).Replace(">MAC<", ">Su+NvtQfmvfJzF6bmQiJqoLRExc=<", StringComparison.Ordinal);

    private static string PassPhrase { get; } = Start + """
        <EncryptionKey><xenc11:DerivedKey><xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"><pkcs5:PBKDF2-params>
        <Salt><Specified>Ej7/PEpyEpw=</Specified></Salt><IterationCount>1000</IterationCount><KeyLength>16</KeyLength><PRF/></pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod>
        <xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList><xenc11:MasterKeyName>My Password 1</xenc11:MasterKeyName></xenc11:DerivedKey></EncryptionKey>
        """
        + MacMethod.Replace("MACKEY", "2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx", StringComparison.Ordinal)
        + Rest.Replace("VALUE", "oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f", StringComparison.Ordinal).Replace(">MAC<", ">LP6xMvjtypbfT9PdkJhBZ+D6O4w=<", StringComparison.Ordinal);

    [Fact]
    public void The_example_under_a_key_agreed_beforehand_opens() =>
        Assert.Equal(Samples.Base32, Read(PreShared, preShared: "12345678901234567890123456789012").Totp?.ToBase32());

    [Fact]
    public void The_example_under_a_pass_phrase_opens() => Assert.Equal(Samples.Base32, Read(PassPhrase, passPhrase: "qwerty").Totp?.ToBase32());

    [Fact]
    public void Another_key_or_a_changed_value_opens_nothing()
    {
        Assert.Contains("damaged, or the pass phrase", Read(PassPhrase, passPhrase: "qwertz").Refusal, StringComparison.Ordinal);
        Assert.Contains("damaged, or the pass phrase", Read(PreShared, preShared: "12345678901234567890123456789013").Refusal, StringComparison.Ordinal);
        Assert.Contains("damaged, or the pass phrase", Read(PreShared.Replace("AAEC", "AAED", StringComparison.Ordinal), preShared: "12345678901234567890123456789012").Refusal, StringComparison.Ordinal);
        Assert.Contains("damaged, or the pass phrase", Read(PreShared.Replace("<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>", "", StringComparison.Ordinal), preShared: "12345678901234567890123456789012").Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_key_the_file_says_what_it_wants()
    {
        Assert.Throws<SealedFile>(() => Read(PassPhrase));
        Assert.Contains("--key-file", Assert.Throws<UnreadableFile>(() => Read(PreShared)).Message, StringComparison.Ordinal);
    }

    private static FoundKey Read(string xml, string? passPhrase = null, string? preShared = null)
    {
        var file = Samples.Of("keys.xml", xml) with { PreSharedKey = OathKey.Hex(preShared) };
        return new Pskc().Read(passPhrase is null ? file : file with { PassPhrase = () => passPhrase }).Single();
    }
}

using System.Security.Cryptography;
using System.Text;
using Sallyport.Cli.Import.Files;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Tests.Import;

/// <summary>A small file of each format, with a key of 160 bits (and where they fit, others) for alice, by the formats' documentation.</summary>
internal static class Samples
{
    public const string Base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    public const string PassPhrase = "correct horse";

    private const string Hex = "3132333435363738393031323334353637383930";
    private const string Base64 = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";

    private static readonly byte[] Nonce = "nonce 12byte"u8.ToArray();

    public static readonly IReadOnlyDictionary<string, KeyFile> All = new Dictionary<string, KeyFile>(StringComparer.Ordinal)
    {
        ["pam_google_authenticator"] = Of(".google_authenticator", $"{Base32}\n\" RATE_LIMIT 3 30\n\" DISALLOW_REUSE 58788333\n\" TOTP_AUTH\n12345678\n") with { Owner = "alice" },
        ["pam_oath"] = Of("users.oath", $"# users\nHOTP/T30/6\talice\t-\t{Hex}\nHOTP bob - {Hex}\nHOTP/T60 carol - {Hex}\nHOTP/T30/8 dave + {Hex}\n"),
        ["otpauth"] = Of("keys.txt", $"otpauth://totp/Example:alice?secret={Base32}&issuer=Example\notpauth://totp/bob?secret={Base32}&algorithm=SHA512&digits=8\notpauth://hotp/carol?secret={Base32}&counter=1\n"),
        ["otpauth-migration"] = Of("phone.txt", "otpauth-migration://offline?data=" + Uri.EscapeDataString(Convert.ToBase64String(MigrationOf("alice", 2)))),
        ["skeykeys"] = Of("opiekeys", "alice 0487 do12345          0123456789abcdef  Jan 01,2026 12:00:00\nbob 0001 do1 0123456789abcdef\ncarol 0400 do1 ****************\n"),
        ["Aegis"] = Of("aegis.json", $$"""{"version":1,"header":{"slots":null,"params":null},"db":{{AegisVault}} }"""),
        ["Aegis, sealed"] = SealedAegis(),
        ["2FAS"] = Of("2fas.2fas", $$"""{"services":{{TwoFasServices}},"groups":[],"schemaVersion":4}"""),
        ["2FAS, sealed"] = SealedTwoFas(),
        ["FreeOTP+"] = Of("freeotp.json", """{"tokenOrder":["alice"],"tokens":[{"algo":"SHA1","counter":0,"digits":6,"issuerExt":"Example","label":"alice","period":30,"secret":[49,50,51,52,53,54,55,56,57,48,49,50,51,52,53,54,55,56,57,48],"type":"TOTP"}]}"""),
        ["Bitwarden"] = Of("bitwarden.json", $$"""{"encrypted":false,"folders":[],"items":[{"type":1,"name":"Example","login":{"username":"alice","password":"x","totp":"{{Base32}}"} },{"type":1,"name":"Other","login":{"username":"bob","totp":null} },{"type":1,"name":"Game","login":{"username":"carol","totp":"steam://{{Base32}}"} }]}"""),
        ["andOTP"] = Of("andotp.json", $$"""[{"secret":"{{Base32}}","issuer":"Example","label":"Example:alice","digits":6,"type":"TOTP","algorithm":"SHA1","period":30,"tags":[]}]"""),
        ["PSKC"] = Of("keys.pskc", $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc">
              <pskc:KeyPackage><pskc:DeviceInfo><pskc:SerialNo>987654321</pskc:SerialNo></pskc:DeviceInfo>
                <pskc:Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><pskc:Issuer>Example</pskc:Issuer>
                  <pskc:AlgorithmParameters><pskc:ResponseFormat Length="8" Encoding="DECIMAL"/></pskc:AlgorithmParameters>
                  <pskc:Data><pskc:Secret><pskc:PlainValue>{Base64}</pskc:PlainValue></pskc:Secret>
                    <pskc:TimeInterval><pskc:PlainValue>30</pskc:PlainValue></pskc:TimeInterval></pskc:Data>
                  <pskc:UserId>CN=alice,O=Example</pskc:UserId></pskc:Key></pskc:KeyPackage>
            </pskc:KeyContainer>
            """),
        ["PSKC of privacyIDEA"] = Of("privacyidea.xml", PrivacyIdea()) with { PreSharedKey = Convert.FromHexString("12345678901234567890123456789012") },
        ["KeePass XML"] = Of("passwords.xml", $"""
            <?xml version="1.0"?><KeePassFile><Meta/><Root><Group><Entry>
              <String><Key>Title</Key><Value>Example</Value></String><String><Key>UserName</Key><Value>alice</Value></String>
              <String><Key>otp</Key><Value>otpauth://totp/Example:alice?secret={Base32}&amp;period=30&amp;digits=6</Value></String>
              <History><Entry><String><Key>UserName</Key><Value>old</Value></String><String><Key>TOTP Seed</Key><Value>{Base32}</Value></String></Entry></History>
              </Entry><Entry><String><Key>UserName</Key><Value>bob</Value></String><String><Key>TOTP Seed</Key><Value>{Base32}</Value></String><String><Key>TOTP Settings</Key><Value>60;6</Value></String></Entry>
              <Entry><String><Key>UserName</Key><Value>carol</Value></String><String><Key>TimeOtp-Secret-Hex</Key><Value>{Hex}</Value></String><String><Key>TimeOtp-Algorithm</Key><Value>HMAC-SHA-256</Value></String></Entry>
              </Group></Root></KeePassFile>
            """),
        ["KeePassXC CSV"] = Of("passwords.csv", $"\"Group\",\"Title\",\"Username\",\"Password\",\"URL\",\"Notes\",\"TOTP\",\"Icon\"\n\"Root\",\"Example\",\"alice\",\"a,\"\"b\",\"\",\"two\nlines\",\"otpauth://totp/alice?secret={Base32}\",\"0\"\n\"Root\",\"None\",\"bob\",\"\",\"\",\"\",\"\",\"0\"\n"),
        ["OATH CSV"] = Of("tokens.csv", $"# serial, key, type, digits, step\nTOK1, {Hex}, totp, 6, 30\nTOK2, {Hex}, hotp, 6\nTOK3, {Hex[..32]}, totp, 6, 30\n"),
    };

    private static string AegisVault => $$"""{"version":2,"entries":[{"type":"totp","name":"alice","issuer":"Example","info":{"secret":"{{Base32}}","algo":"SHA1","digits":6,"period":30} },{"type":"steam","name":"bob","issuer":"Game","info":{"secret":"{{Base32}}","algo":"SHA1","digits":5,"period":30} }]}""";

    private static string TwoFasServices => $$"""[{"name":"Example","secret":"{{Base32}}","otp":{"account":"alice","digits":6,"period":30,"algorithm":"SHA1","tokenType":"TOTP","counter":0} }]""";

    public static KeyFile Of(string name, string text) => new(name, Encoding.UTF8.GetBytes(text)) { Zone = TimeZoneInfo.Utc };

    /// <summary>Google Authenticator's message, with one account. 2 is time-based, 1 counter-based.</summary>
    public static byte[] MigrationOf(string name, byte type)
    {
        byte[] key = "12345678901234567890"u8.ToArray();
        byte[] entry = [0x0a, (byte)key.Length, .. key, 0x12, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0x1a, 7, .. "Example"u8, 0x20, 1, 0x28, 1, 0x30, type];
        return [0x0a, (byte)entry.Length, .. entry, 0x10, 1, 0x18, 2, 0x20, 0, 0x28, 42];
    }

    private static KeyFile SealedAegis()
    {
        byte[] salt = [1, 2, 3, 4];
        var master = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var (slotKey, slotTag) = Seal(Scrypt.DeriveKey(Encoding.UTF8.GetBytes(PassPhrase), salt, 1024, 8, 1, 32), master);
        var (vault, tag) = Seal(master, Encoding.UTF8.GetBytes(AegisVault));
        return Of("aegis.json", $$"""
            {"version":1,"header":{"slots":[{"type":1,"uuid":"x","key":"{{Hexadecimal(slotKey)}}","key_params":{"nonce":"{{Hexadecimal(Nonce)}}","tag":"{{Hexadecimal(slotTag)}}"},"n":1024,"r":8,"p":1,"salt":"{{Hexadecimal(salt)}}"}],
            "params":{"nonce":"{{Hexadecimal(Nonce)}}","tag":"{{Hexadecimal(tag)}}"} },"db":"{{Convert.ToBase64String(vault)}}"}
            """) with { PassPhrase = () => PassPhrase };
    }

    private static KeyFile SealedTwoFas()
    {
        byte[] salt = [9, 8, 7];
        var key = Rfc2898DeriveBytes.Pbkdf2(PassPhrase, salt, 10_000, HashAlgorithmName.SHA256, 32);
        var (data, tag) = Seal(key, Encoding.UTF8.GetBytes(TwoFasServices));
        return Of("2fas.2fas", $$"""{"services":[],"servicesEncrypted":"{{Convert.ToBase64String([.. data, .. tag])}}:{{Convert.ToBase64String(salt)}}:{{Convert.ToBase64String(Nonce)}}"}""")
            with { PassPhrase = () => PassPhrase };
    }

    private static string PrivacyIdea()
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromHexString("12345678901234567890123456789012");
        var iv = new byte[16];
        string Sealed(byte[] plain) => Convert.ToBase64String([.. iv, .. aes.EncryptCbc(plain, iv)]);
        return $"""
            <keycontainer version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#">
            <encryptionkey><ds:keyname>Pre-shared-key</ds:keyname></encryptionkey>
            <macmethod algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><mackey><xenc:encryptionmethod algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"></xenc:encryptionmethod><xenc:cipherdata><xenc:ciphervalue>{Sealed(new byte[20])}</xenc:ciphervalue></xenc:cipherdata></mackey></macmethod>
            <keypackage><deviceinfo><manufacturer>m</manufacturer><serialno>TOTP00012F</serialno></deviceinfo>
            <key algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp" id="TOTP00012F"><issuer>privacyIDEA</issuer>
            <algorithmparameters><responseformat encoding="DECIMAL" length="6"></responseformat><suite hashalgo="sha256"></suite></algorithmparameters>
            <data><secret><encryptedvalue><xenc:encryptionmethod algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"></xenc:encryptionmethod><xenc:cipherdata><xenc:ciphervalue>{Sealed("12345678901234567890"u8.ToArray())}</xenc:ciphervalue></xenc:cipherdata></encryptedvalue></secret>
            <valuemac>TODOmissing</valuemac><time><plainvalue>0</plainvalue></time><timeinterval><plainvalue>30</plainvalue></timeinterval></data></key></keypackage></keycontainer>
            """;
    }

    private static (byte[] Data, byte[] Tag) Seal(byte[] key, byte[] plain)
    {
        var (data, tag) = (new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(Nonce, plain, data, tag);
        return (data, tag);
    }

    private static string Hexadecimal(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

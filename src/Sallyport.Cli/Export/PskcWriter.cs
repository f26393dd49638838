using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Export;

/// <summary>
/// Writes keys as a PSKC container under a pass phrase (RFC 6030 section 6.2): PBKDF2 with HMAC-SHA-1, AES-128 in CBC mode, and an HMAC-SHA-1
/// over each sealed key. That is the profile which every reader must know.
/// </summary>
internal sealed class PskcWriter : IDisposable
{
    /// <summary>Rounds of PBKDF2.</summary>
    public const int Iterations = 600_000;

    private const string Pskc = "urn:ietf:params:xml:ns:keyprov:pskc";
    private const string Xenc = "http://www.w3.org/2001/04/xmlenc#";
    private const string Xenc11 = "http://www.w3.org/2009/xmlenc11#";
    private const string Pkcs5 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";
    private const string Cbc = Xenc + "aes128-cbc";
    private const int KeyBytes = 16;

    private readonly XmlWriter xml;
    private readonly Aes aes = Aes.Create();
    private readonly byte[] macKey = RandomNumberGenerator.GetBytes(HMACSHA1.HashSizeInBytes);
    private int number;

    /// <summary>Writes the beginning.</summary>
    /// <param name="output">The caller's to close.</param>
    /// <param name="passPhrase">Of which the key is made that seals.</param>
    public PskcWriter(Stream output, string passPhrase)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passPhrase), salt, Iterations, HashAlgorithmName.SHA1, KeyBytes);
        xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartElement("pskc", "KeyContainer", Pskc);
        xml.WriteAttributeString("Version", "1.0");
        xml.WriteAttributeString("xmlns", "xenc", null, Xenc);
        xml.WriteAttributeString("xmlns", "xenc11", null, Xenc11);
        xml.WriteAttributeString("xmlns", "pkcs5", null, Pkcs5);
        WriteEncryptionKey(salt);
        WriteMacMethod();
    }

    /// <summary>Writes one person's key.</summary>
    public void Add(string name, string issuer, TotpKey key)
    {
        number++;
        xml.WriteStartElement("KeyPackage", Pskc);
        xml.WriteStartElement("Key", Pskc);
        xml.WriteAttributeString("Id", number.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("Algorithm", Pskc + ":totp");
        xml.WriteElementString("Issuer", Pskc, issuer);
        xml.WriteStartElement("AlgorithmParameters", Pskc);
        if (key.Algorithm != TotpAlgorithm.Sha1)
            xml.WriteElementString("Suite", Pskc, "HMAC-" + key.Algorithm.ToString().ToUpperInvariant());
        xml.WriteStartElement("ResponseFormat", Pskc);
        xml.WriteAttributeString("Length", key.Digits.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("Encoding", "DECIMAL");
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteData(key);
        xml.WriteElementString("UserId", Pskc, "UID=" + name);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Writes the end.</summary>
    public void Dispose()
    {
        xml.WriteEndElement();
        xml.Dispose();
        aes.Dispose();
        CryptographicOperations.ZeroMemory(macKey);
    }

    private void WriteEncryptionKey(byte[] salt)
    {
        xml.WriteStartElement("EncryptionKey", Pskc);
        xml.WriteStartElement("DerivedKey", Xenc11);
        xml.WriteStartElement("KeyDerivationMethod", Xenc11);
        xml.WriteAttributeString("Algorithm", Pkcs5 + "pbkdf2");
        xml.WriteStartElement("PBKDF2-params", Pkcs5);
        xml.WriteStartElement("Salt");
        xml.WriteElementString("Specified", Convert.ToBase64String(salt));
        xml.WriteEndElement();
        xml.WriteElementString("IterationCount", Iterations.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("KeyLength", KeyBytes.ToString(CultureInfo.InvariantCulture));
        xml.WriteStartElement("PRF");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteElementString("MasterKeyName", Xenc11, "pass phrase");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteMacMethod()
    {
        xml.WriteStartElement("MACMethod", Pskc);
        xml.WriteAttributeString("Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1");
        xml.WriteStartElement("MACKey", Pskc);
        WriteCipher(Seal(macKey));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteData(TotpKey key)
    {
        var cipher = Seal(key.Reveal());
        xml.WriteStartElement("Data", Pskc);
        xml.WriteStartElement("Secret", Pskc);
        xml.WriteStartElement("EncryptedValue", Pskc);
        WriteCipher(cipher);
        xml.WriteEndElement();
        xml.WriteElementString("ValueMAC", Pskc, Convert.ToBase64String(HMACSHA1.HashData(macKey, cipher)));
        xml.WriteEndElement();
        WritePlain("Time", 0);
        WritePlain("TimeInterval", TotpKey.PeriodSeconds);
        xml.WriteEndElement();
    }

    private void WritePlain(string name, int value)
    {
        xml.WriteStartElement(name, Pskc);
        xml.WriteElementString("PlainValue", Pskc, value.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private void WriteCipher(byte[] cipher)
    {
        xml.WriteStartElement("EncryptionMethod", Xenc);
        xml.WriteAttributeString("Algorithm", Cbc);
        xml.WriteEndElement();
        xml.WriteStartElement("CipherData", Xenc);
        xml.WriteElementString("CipherValue", Xenc, Convert.ToBase64String(cipher));
        xml.WriteEndElement();
    }

    private byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var iv = RandomNumberGenerator.GetBytes(16);
        return [.. iv, .. aes.EncryptCbc(plain, iv)];
    }
}

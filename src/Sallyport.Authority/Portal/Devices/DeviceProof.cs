using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>
/// What a device says with each request, in the header <c>Sallyport-Device</c>: whose it is, its id, the time (UNIX, seconds) and a signature over all of
/// it with the method, the path and the SHA-256 of the body. The address alone permits nothing.
/// </summary>
/// <param name="Person">The person's name.</param>
/// <param name="Device">The device's id.</param>
/// <param name="Time">When it was signed.</param>
/// <param name="Signature">ECDSA, as WebCrypto writes it.</param>
internal sealed record DeviceProof(string Person, DeviceId Device, DateTimeOffset Time, byte[] Signature)
{
    public const string Header = "Sallyport-Device";
    private const int MostCharacters = 1024;

    /// <summary>A device's clock may be off by so much; a request that somebody recorded is worth nothing after.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>Null when there is none, or none that can be read.</summary>
    public static DeviceProof? Read(HttpRequest request)
    {
        var header = request.Headers[Header];
        if (header is not [{ Length: <= MostCharacters } text] || text.Split(' ') is not [var person, var id, var time, var signature])
            return null;
        if (DeviceId.Parse(id) is not { } device || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MostSeconds)
            return null;
        return DeviceJson.Bytes(signature) is { } signed
            ? new DeviceProof(Uri.UnescapeDataString(person), device, DateTimeOffset.FromUnixTimeSeconds(seconds), signed)
            : null;
    }

    /// <summary>The device, when it is this person's, the time is about now and the signature is the device's over this request.</summary>
    public Device? Check(Person person, HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if ((now - Time).Duration() > Tolerance || person.Standing != PersonStanding.Registered)
            return null;

        var device = person.Enrolments.Devices.Find(Device);
        return device?.Key is { } key && key.HasSigned(Text(request, body), Signature) ? device : null;
    }

    private static long MostSeconds => DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private byte[] Text(HttpRequest request, ReadOnlySpan<byte> body) => Encoding.UTF8.GetBytes(string.Join('\n',
        "sallyport request 1", request.Method, request.Path.Value, Person, Device.Text,
        Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Base64Url.EncodeToString(SHA256.HashData(body))));
}

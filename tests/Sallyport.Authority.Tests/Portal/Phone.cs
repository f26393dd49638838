using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>A device as the scripts of the Approve page are one, in C#: it is enrolled and answers over HTTP.</summary>
internal sealed class Phone : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly PortalSite site;
    private readonly Browser browser;

    private Phone(PortalSite site, string person) => (this.site, browser, Person) = (site, site.Browser(), person);

    public string Person { get; }

    public DeviceId Id { get; private set; } = null!;

    /// <summary>Not enrolled yet.</summary>
    public static Phone Of(PortalSite site, string person) => new(site, person);

    /// <summary>Of a registered person, with a ticket.</summary>
    public static async Task<Phone> EnrolAsync(PortalSite site, string person)
    {
        var phone = Of(site, person);
        var code = await phone.GetTicketAsync();
        var answer = await phone.BringTicketAsync(code, person);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        phone.Id = DeviceId.Parse(JsonDocument.Parse(answer.Body).RootElement.GetProperty("id").GetString()!)!;
        return phone;
    }

    /// <summary>A ticket for the phone's person, as the page hands it out.</summary>
    public async Task<string> GetTicketAsync()
    {
        var code = RandomNumberGenerator.GetHexString(12);
        var person = await site.Store.FindAsync(Person, CancellationToken.None);
        var kept = PasscodeHash.Of(code, RandomNumberGenerator.GetBytes(PasscodeHash.SaltLength));
        site.Store.Put(Assert.IsType<PersonChange.Done>(DeviceTickets.Issue(person, kept, PortalPolicy.Default, Person, site.Clock.GetUtcNow())).Next);
        return code;
    }

    /// <summary>The ticket's holder brings it under a name, with a signature by its own key or by another.</summary>
    public Task<Answer> BringTicketAsync(string code, string person, ECDsa? signer = null)
    {
        var (spki, name) = (Base64Url.EncodeToString(key.ExportSubjectPublicKeyInfo()), "phone " + Guid.NewGuid().ToString("N")[..6]);
        var signature = Sign(signer ?? key, $"sallyport enrolment 1\n{person}\n{code}\n{spki}\n{name}");
        return CallAsync("/portal/devices/key", new { person, code, name, key = spki, signature });
    }

    /// <summary>A login that waits for this phone; its digits are 42.</summary>
    public async Task<PushId> AskAsync()
    {
        var person = await site.Store.FindAsync(Person, CancellationToken.None);
        var now = site.Clock.GetUtcNow();
        var push = new PendingPush(
            new PushId(new UInt128(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), 1)), FactorKind.Push, [Id], "web1", IPAddress.Parse("192.0.2.7"), null,
            now, now.AddMinutes(1), PushNumber.Of(42), 0, PushVerdict.Waiting, null);
        site.Store.Put(person with { Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { Push = push } } });
        return push.Id;
    }

    public Task<Answer> AnswerAsync(PushId push, PushReply reply, string number) => AnswerAsync(push, reply, number, Signed(Person, push, reply, number));

    public Task<Answer> AnswerAsync(PushId push, PushReply reply, string number, string signature) => AnswerAsync(Person, Id, push, reply, number, signature);

    public Task<Answer> AnswerAsync(string person, DeviceId device, PushId push, PushReply reply, string number, string signature) => CallAsync(
        $"/portal/push/{push}/answer", new { person, device = device.Text, verdict = PushAnswer.Word(reply), number, signature });

    public string Signed(string person, PushId push, PushReply reply, string number) =>
        Base64Url.EncodeToString(key.SignData(PushAnswer.SignedText(person, push, Id, reply, number), HashAlgorithmName.SHA256));

    /// <summary>The status of the stream, asked for with a signature made at a time.</summary>
    public Task<Answer> ListenAsync(string person, DeviceId device, DateTimeOffset at, string path = "/portal/push/events")
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nothing = Base64Url.EncodeToString(SHA256.HashData([]));
        var signature = Sign(key, $"sallyport request 1\nGET\n{path}\n{person}\n{device}\n{time}\n{nothing}");
        return browser.GetAsync("/portal/push/events", request => request.Headers.Add("Sallyport-Device", $"{person} {device} {time} {signature}"));
    }

    /// <summary>Says where Web Push reaches the phone; <paramref name="sent"/> is what leaves in place of what was signed.</summary>
    public Task<Answer> ReachAsync(string person, object where, object? sent = null)
    {
        const string Path = "/portal/push/reach";
        var time = site.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var digest = Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(where)));
        var signature = Sign(key, $"sallyport request 1\nPOST\n{Path}\n{person}\n{Id}\n{time}\n{digest}");
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(sent ?? where));
        content.Headers.ContentType = new("application/json");
        return browser.SendAsync(HttpMethod.Post, Path, content, request =>
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("Sallyport-Device", $"{person} {Id} {time} {signature}");
        });
    }

    public void Dispose()
    {
        browser.Dispose();
        key.Dispose();
    }

    private static string Sign(ECDsa signer, string text) => Base64Url.EncodeToString(signer.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    private Task<Answer> CallAsync(string path, object message) =>
        browser.SendAsync(HttpMethod.Post, path, JsonContent.Create(message), request => request.Headers.Add("Sec-Fetch-Site", "same-origin"));

}

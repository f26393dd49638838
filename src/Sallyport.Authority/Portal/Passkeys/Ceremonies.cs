using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Passkeys;

/// <summary>What a browser is asked, and the challenge that the answer must carry, sealed.</summary>
internal sealed record Question(string OptionsJson, string State);

/// <summary>A passkey that was shown, and whose it is.</summary>
internal sealed record ShownPasskey(string Name, byte[] Id, uint SignCount);

/// <summary>
/// Registration and sign-in with passkeys (WebAuthn level 3, section 7) by ASP.NET Core's handler, which needs no more of Identity than a store to
/// read from. An answer counts for five minutes, once, and only from the browser that was asked.
/// </summary>
internal sealed class Ceremonies(AuthorityOptions options, IPeople people, UserHandles handles, SessionSeal seal, TimeProvider clock) : IDisposable
{
    private const string Required = "required";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly UserManager<PasskeyOwner> owners = new(
        new PasskeyOwners(people, handles), null!, null!, [], [], null!, null!, null!, NullLogger<UserManager<PasskeyOwner>>.Instance);

    private readonly UsedOnce used = new(Life, clock);

    /// <summary>What to ask the browser for a new passkey; null when the person's name is too long for one.</summary>
    public async Task<Question?> BeginAddingAsync(HttpContext context, Ticket ticket, Person person)
    {
        if (handles.Of(person.Name) is not { } handle)
            return null;
        var made = await Handler().MakeCreationOptionsAsync(new PasskeyUserEntity { Id = handle, Name = person.Name, DisplayName = person.Name }, context);
        return new Question(made.CreationOptionsJson, Seal(ticket, made.AttestationState));
    }

    /// <summary>The new passkey, not yet named; null when anything about it is wrong.</summary>
    public async Task<Passkey?> AddAsync(HttpContext context, Ticket ticket, Person person, string credentialJson, string state)
    {
        if (Open(ticket, state) is not { } known)
            return null;

        var result = await Handler().PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credentialJson, AttestationState = known });
        return result is { Succeeded: true, Passkey: { IsUserVerified: true } made } && handles.NameOf(result.UserEntity.Id) == person.Name
            ? new Passkey([.. made.CredentialId], [.. made.PublicKey], made.SignCount, string.Empty, clock.GetUtcNow(), [.. made.Transports ?? []], made.IsBackupEligible, made.IsBackedUp)
            : null;
    }

    /// <summary>What to ask the browser for any passkey of this site.</summary>
    public async Task<Question> BeginShowingAsync(HttpContext context, Ticket ticket)
    {
        var made = await Handler().MakeRequestOptionsAsync(null, context);
        return new Question(made.RequestOptionsJson, Seal(ticket, made.AssertionState));
    }

    /// <summary>The passkey that was shown; null when anything about it is wrong.</summary>
    public async Task<ShownPasskey?> ShowAsync(HttpContext context, Ticket ticket, string credentialJson, string state)
    {
        if (Open(ticket, state) is not { } known)
            return null;

        var result = await Handler().PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credentialJson, AssertionState = known });
        return result is { Succeeded: true, Passkey: { IsUserVerified: true } shown } ? new ShownPasskey(result.User.Person.Name, shown.CredentialId, shown.SignCount) : null;
    }

    public void Dispose() => owners.Dispose();

    private PasskeyHandler<PasskeyOwner> Handler() => new(owners, Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = options.Portal.Url!.IdnHost,
        AuthenticatorTimeout = Life,
        // A passkey alone signs in: so the person is verified by the device, and the key can be found without a name.
        UserVerificationRequirement = Required,
        ResidentKeyRequirement = Required,
        AttestationConveyancePreference = "none",
        ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && origin.Origin == options.Portal.Origin),
    }));

    private string Seal(Ticket ticket, string? state)
    {
        var text = Encoding.UTF8.GetBytes(state ?? throw new InvalidOperationException("the passkey handler gave no state"));
        var plain = new byte[sizeof(long) + text.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, clock.GetUtcNow().UtcTicks);
        text.CopyTo(plain, sizeof(long));
        return seal.Seal(Purpose(ticket), plain);
    }

    private string? Open(Ticket ticket, string state)
    {
        if (seal.Open(Purpose(ticket), state) is not { } plain)
            return null;

        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(plain), TimeSpan.Zero);
        return clock.GetUtcNow() - at < Life && used.Take(state) ? Encoding.UTF8.GetString(plain.AsSpan(sizeof(long))) : null;
    }

    private static string Purpose(Ticket ticket) => "passkey " + Convert.ToHexStringLower(SHA256.HashData(ticket.Id));
}

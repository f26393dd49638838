using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.People;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.People;
using Sallyport.Settings;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>The keys that a person vouches for: <c>/v1/users/{name}/day-keys</c>.</summary>
internal sealed class DayKeyEndpoints(DayKeyService keys, PeopleService people, FactorSessions sessions, TimeProvider clock)
{
    public async Task<IResult> List(string name, CancellationToken cancel)
    {
        var (person, now) = (await people.FindAsync(name, cancel), clock.GetUtcNow());
        return Answers.Ok([.. person.DayKeys.Keys.Where(key => key.IsLive(now)).Select(Describe)], DayKeyJson.Default.IReadOnlyListDayKeyMessage);
    }

    /// <summary>Only for the person whom the kernel names, from a process of a session that began with the factor. An administrator cannot vouch for another.</summary>
    public async Task<IResult> Vouch(string name, VouchMessage message, Caller caller, CancellationToken cancel)
    {
        if (!string.Equals(caller.Name, name, StringComparison.Ordinal))
            return Answers.NotPermitted("only the user themselves can vouch for a key");
        if (Read(message, out var request) is { } problem)
            return Answers.Malformed(problem);

        return await keys.VouchAsync(name, request!, sessions.Of(caller.ProcessId, caller.Uid), cancel) switch
        {
            PersonChange.Done done => Answers.Ok(Describe(done.Next.DayKeys.Keys[^1]), DayKeyJson.Default.DayKeyMessage),
            PersonChange.Refused refused => Answers.Refused(refused.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<IResult> Revoke(string name, RevokeKeyMessage message, Caller caller, CancellationToken cancel) =>
        await people.ChangeAsync(name, person => DayKeyRules.Revoke(person, message.Fingerprint, caller.Actor), cancel) is PersonChange.Refused refused
            ? Answers.Refused(refused.Reason)
            : Answers.Done();

    internal static DayKeyMessage Describe(DayKey key) => new(
        key.Key.Fingerprint,
        key.Key.Type,
        key.Comment,
        key.Vouched,
        key.FactorAt,
        key.Factor.ToString(),
        key.Until,
        key.Network?.ToString(),
        [.. key.OnlyFrom.Select(network => network.ToString())],
        key.Only == KeyPurpose.Anything ? null : KebabCase.Of(key.Only.ToString()),
        key.RefusedIn?.ToString());

    private static string? Read(VouchMessage message, out VouchRequest? request)
    {
        request = null;
        var reading = PublicKeyLine.Read(message.Key);
        if (reading is not PublicKeyReading.Fit key)
            return ((PublicKeyReading.Unfit)reading).Reason;
        TimeOnly? until = null;
        if (message.Until is { } clockTime)
        {
            if (!TimeOnly.TryParseExact(clockTime, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                return $"'{clockTime}' is not a time of day such as 19:00";
            until = time;
        }

        var length = message.For is { } text ? Duration.TryParse(text) : null;
        if (message.For is not null && length is null)
            return $"'{message.For}' is not a length of time such as 10h";
        if (message.OnlyFrom.Count > VouchRequest.MostNetworks)
            return $"a key takes at most {VouchRequest.MostNetworks} networks";
        var networks = new List<IPNetwork>();
        foreach (var from in message.OnlyFrom)
        {
            if (Cidr.TryParse(from) is not { } network)
                return $"'{from}' is not a network such as 192.0.2.0/24";
            networks.Add(network);
        }

        if (PurposeOf(message.Only) is not { } only)
            return $"a key cannot be limited to '{message.Only}'; --only takes sftp or git";
        request = new VouchRequest(key.Key, key.Comment, until, length, [.. networks], only);
        return null;
    }

    private static KeyPurpose? PurposeOf(string? word) => word switch
    {
        null => KeyPurpose.Anything,
        "sftp" => KeyPurpose.Sftp,
        "git" => KeyPurpose.Git,
        _ => null,
    };
}

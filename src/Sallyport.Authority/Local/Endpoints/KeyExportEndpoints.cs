using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>Keys on their way to another system: <c>/v1/export</c>. Root alone, and only where the configuration allows it.</summary>
internal sealed class KeyExportEndpoints(PeopleService service, IAuditLog audit, AuthorityOptions options)
{
    private const int PeopleAtATime = 200;

    /// <summary>A key a line, of one person or of everybody who has an app. What leaves is in the audit before it leaves.</summary>
    public async Task<IResult> Export(Caller caller, CancellationToken cancel, string? name = null)
    {
        if (caller.Uid != 0)
            return Answers.NotPermitted("only root may export keys");
        if (!options.ExportKeys)
            return Answers.Refused("keys do not leave this authority; set export-keys = on in its configuration and restart it");
        if (name is null)
            return Results.Stream(body => WriteAllAsync(body, caller, cancel), "application/x-ndjson");

        var person = await service.FindAsync(name, cancel);
        return person.Enrolments.Totp is null
            ? Answers.NotThere($"{person.Name} has no authenticator app")
            : Results.Stream(body => WriteAsync(body, [person], caller, cancel), "application/x-ndjson");
    }

    private async Task WriteAllAsync(Stream body, Caller caller, CancellationToken cancel)
    {
        var some = new List<Person>(PeopleAtATime);
        await foreach (var person in service.RegisteredAsync(cancel))
        {
            if (person.Enrolments.Totp is null)
                continue;
            some.Add(person);
            if (some.Count < PeopleAtATime)
                continue;
            await WriteAsync(body, some, caller, cancel);
            some.Clear();
        }

        await WriteAsync(body, some, caller, cancel);
    }

    private async Task WriteAsync(Stream body, IReadOnlyCollection<Person> people, Caller caller, CancellationToken cancel)
    {
        if (people.Count == 0)
            return;
        await audit.AppendAsync([.. people.Select(person => new AuditEvent(AuditKind.KeyExported, person.Name, Actor: caller.Actor))], cancel);
        foreach (var person in people)
        {
            var uri = new OtpauthUri(options.Site, person.Name, person.Enrolments.Totp!.Key).ToUriString();
            await JsonSerializer.SerializeAsync(body, new ExportedKeyMessage(person.Name, uri), LeavingJson.Default.ExportedKeyMessage, cancel);
            await body.WriteAsync("\n"u8.ToArray(), cancel);
        }
    }
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.DayKeys;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>What the outside door asks about day keys: <c>/v1/door</c>. An answer that is in doubt opens nothing.</summary>
internal sealed class DoorEndpoints(DayKeyService keys, FactorSessions sessions, PersonNames names, AuthorityOptions options)
{
    private const string PublicKeyMethod = "publickey", KeyboardMethod = "keyboard-interactive/pam";

    /// <summary>A key is offered for an account; nobody has proved to have it yet.</summary>
    public async Task<IResult> Offered(OfferedKeyMessage message, Caller caller, CancellationToken cancel)
    {
        if (caller.Uid != 0 && !string.Equals(caller.Name, options.DayKeys.AskingUser, StringComparison.Ordinal))
            return Answers.NotPermitted("only sshd may ask which key opens an account");

        var line = PublicKeyLine.Of(message.Type, message.Key) is PublicKeyReading.Fit { Key: var key } && message.User.Length <= Rules.People.Person.MostNameLength
            ? await keys.OfferedAsync(message.User, key, cancel)
            : null;
        return Answers.Ok(new AuthorizedKeyMessage(line), DayKeyJson.Default.AuthorizedKeyMessage);
    }

    /// <summary>sshd has let somebody in. By the factor: the session may vouch for keys. By a key: it may begin, or not.</summary>
    public async Task<IResult> Opened(DoorSessionMessage message, Caller caller, CancellationToken cancel)
    {
        if (caller.Uid != 0)
            return Answers.NotPermitted("only root may say that a session begins");

        var source = Addresses.Parse(message.Source);
        var methods = message.Methods.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' ')).ToList();
        if (methods.Count == 0)
            return Answers.Refused("sshd did not say how the user came in");
        if (methods.Find(words => words[0] == PublicKeyMethod) is { } byKey)
            return await MayBeginAsync(message, byKey, source, cancel) ? Answers.Done() : Answers.Refused("this key does not open the account now");

        if (source is not null && methods is [[KeyboardMethod]] && ProcessIdentity.ParentOf(caller.ProcessId) is { } sshd)
            sessions.Begun(sshd, (await names.OfAsync(message.User, cancel)).Name, source);
        return Answers.Done();
    }

    private async Task<bool> MayBeginAsync(DoorSessionMessage message, string[] method, IPAddress? source, CancellationToken cancel)
    {
        if (method.Length == 3 && PublicKeyLine.Of(method[1], method[2]) is PublicKeyReading.Fit { Key: var key }
            && (!message.KeysAllowed || await keys.OfferedAsync(message.User, key, cancel) is not null))
            return await keys.OpenedAsync(message.User, key, source, message.Door, cancel);

        // Of a trusted network: a key of the person's own authorized_keys, which is no day key.
        return message.KeysAllowed;
    }
}

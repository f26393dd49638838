using System.Globalization;
using System.Text;
using System.Text.Json;
using SshWith2fa.Calls;
using SshWith2fa.Master;

namespace SshWith2fa.Commands;

/// <summary>Shows the session: since when, until when, its forwards, who uses it.</summary>
internal static class StatusCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var flags = Flags.Read(call.Arguments, ["--json"], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        var session = new SessionProbe(call.Paths, call.Platform).Find();
        var clients = session is null ? [] : SessionClients.Of(session.State);
        call.Terminal.Print(flags.Has("--json") ? Json(session, clients) : Text(session, clients));
        return Task.FromResult(session is null ? ExitCodes.Unavailable : ExitCodes.Done);
    }

    private static string Text(LiveSession? session, IReadOnlyList<SessionClient> clients)
    {
        if (session is not { State: var state })
            return "no session is up; \"ssh-with-2fa up\" starts one";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"session:  {state.User}@{state.Host}, up since {state.Since.ToLocalTime():yyyy-MM-dd HH:mm 'UTC'zzz}");
        text.Append(state.Until is { } until ? $", until {until.ToLocalTime():yyyy-MM-dd HH:mm 'UTC'zzz}" : "").Append('\n');
        if (session.IsSlow)
            text.Append("answers:  not now: its ssh or this machine is stopped or busy; calls wait for it\n");
        text.Append("login:    ").Append(Factor(state)).Append('\n');
        foreach (var forward in state.Forwards)
        {
            text.Append(CultureInfo.InvariantCulture, $"forward:  127.0.0.1:{forward.LocalPort} -> {(forward.IsSocks ? "anywhere inside (SOCKS)" : forward.Host + ":" + forward.Port)}, {forward.Name}");
            if (forward.LocalPort != forward.WantedPort)
                text.Append(CultureInfo.InvariantCulture, $" (usually {forward.WantedPort}, which is in use)");
            text.Append('\n');
        }
        foreach (var client in clients)
            text.Append(CultureInfo.InvariantCulture, $"used by:  {client.Program} ({client.Process}), through {client.Through}\n");
        return text.ToString().TrimEnd('\n');
    }

    private static string Factor(SessionState state) =>
        state.Through == "inside" ? "from inside, no second factor needed" : "through the outside door, with a second factor";

    private static string Json(LiveSession? session, IReadOnlyList<SessionClient> clients)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteBoolean("up", session is not null);
            if (session is not null)
                Write(json, session.State, clients);
            if (session is not null)
                json.WriteBoolean("answers", !session.IsSlow);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, SessionState state, IReadOnlyList<SessionClient> clients)
    {
        json.WriteString("user", state.User);
        json.WriteString("host", state.Host);
        json.WriteNumber("process", state.Process);
        json.WriteString("since", state.Since);
        if (state.Until is { } until)
            json.WriteString("until", until);
        else
            json.WriteNull("until");
        json.WriteString("through", state.Through);
        json.WriteBoolean("second-factor", state.Through != "inside");
        json.WriteStartArray("forwards");
        foreach (var forward in state.Forwards)
        {
            json.WriteStartObject();
            json.WriteString("name", forward.Name);
            json.WriteNumber("local-port", forward.LocalPort);
            json.WriteNumber("usual-port", forward.WantedPort);
            if (!forward.IsSocks)
            {
                json.WriteString("host", forward.Host);
                json.WriteNumber("port", forward.Port);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("used-by");
        foreach (var client in clients)
        {
            json.WriteStartObject();
            json.WriteString("program", client.Program);
            json.WriteNumber("process", client.Process);
            json.WriteString("through", client.Through);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

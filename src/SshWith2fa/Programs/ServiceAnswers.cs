using SshWith2fa.Calls;

namespace SshWith2fa.Programs;

/// <summary>Settings of one kind, each followed by whether its server answers just now.</summary>
internal static class ServiceAnswers
{
    public static int PrintAndCheck(Invocation call, string what, Func<LocalPort, bool> belongs, Func<LocalPort, string, string> settings)
    {
        var flags = Flags.Read(call.Arguments, [], [], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return call.Fail(ExitCodes.Usage, mistake);
        if (LocalPorts.Find(call) is not { } ports)
            return LocalPorts.NotSetUp(call);
        var wanted = ports.Forwards.Where(belongs).ToList();
        if (wanted.Count == 0)
            return call.Fail(ExitCodes.Unavailable, ports.IsUp ? $"the session has no forward for {what} today; \"ssh-with-2fa status\" shows what it has" : $"{ports.Site.Site} has no forward for {what} in its profile");
        var status = ExitCodes.Done;
        foreach (var port in wanted)
        {
            call.Terminal.Print(settings(port, ports.User ?? call.Platform.UserName));
            var greeting = Greeting.Of(port.Service, port.Port);
            call.Terminal.Print(greeting switch
            {
                { IsOfItsKind: true } => $"    it answers  {greeting.Line}",
                _ when !ports.IsUp => "    NO ANSWER   no session is up; run \"ssh-with-2fa up\"",
                null => $"    NO ANSWER   the session is up, but {port.Host}:{port.FarPort} says nothing",
                _ => $"    NOT {Kind(port.Service)}  {port.Host}:{port.FarPort} says: {greeting.Line}",
            });
            if (greeting is not { IsOfItsKind: true })
                status = ExitCodes.Unavailable;
        }
        return status;
    }

    private static string Kind(Service service) => service switch
    {
        Service.Imap => "IMAP",
        Service.Pop => "POP",
        Service.Smtp => "SMTP",
        Service.Printing => "HTTP",
        _ => "IT",
    };
}

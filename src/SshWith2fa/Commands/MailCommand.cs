using SshWith2fa.Calls;
using SshWith2fa.Programs;

namespace SshWith2fa.Commands;

/// <summary>Prints a mail program's settings and checks that the servers answer through the session.</summary>
internal static class MailCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel) =>
        Task.FromResult(ServiceAnswers.PrintAndCheck(call, "mail", port => port.Service is Service.Imap or Service.Pop or Service.Smtp, (port, user) => ClientSettings.Mail(port, user)));
}

/// <summary>Prints a printing system's settings and checks that the server answers through the session.</summary>
internal static class PrintCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel) =>
        Task.FromResult(ServiceAnswers.PrintAndCheck(call, "printing", port => port.Service == Service.Printing, (port, _) => ClientSettings.Printing(port)));
}

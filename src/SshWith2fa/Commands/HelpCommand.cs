using System.Text;
using SshWith2fa.Calls;

namespace SshWith2fa.Commands;

/// <summary>The list of commands, and the version.</summary>
internal static class HelpCommand
{
    private const string Beginning = """
        usage: ssh-with-2fa [--debug] [--ask] COMMAND ...

        Once: "ssh-with-2fa setup https://PORTAL", with your site's portal. Each day: "ssh-with-2fa up" asks for the
        code and the password; from then on ssh, scp, sftp, rsync, git and others ask for nothing.


        """;

    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var text = new StringBuilder(Beginning);
        foreach (var command in CommandTable.All)
            if (!command.Internal)
                text.Append("  ").Append(command.Synopsis).Append('\n').Append("      ").Append(command.Summary).Append('\n');
        call.Terminal.Print(text.Append("\nSee man ssh-with-2fa for more.").ToString());
        return Task.FromResult(ExitCodes.Done);
    }

    public static Task<int> Version(Invocation call, CancellationToken cancel)
    {
        call.Terminal.Print("ssh-with-2fa " + (typeof(HelpCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"));
        return Task.FromResult(ExitCodes.Done);
    }
}

using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Sshd;

/// <summary>
/// What asks somebody without a second factor to enrol one before the shell starts. PAM sets a variable in sessions of this door, and the start
/// of an interactive login shell runs <c>sallyport totp at-login</c> where it finds it: nothing else of the session sees any of this.
/// </summary>
internal static class LoginEnrolmentFiles
{
    private const string Variable = "SALLYPORT_DOOR";

    /// <param name="door">The door.</param>
    /// <param name="program">The path of this command.</param>
    /// <param name="socket">The authority's.</param>
    public static IEnumerable<WantedFile> For(Door door, string program, string socket)
    {
        var run = $"{Quoted(program)} totp at-login --socket {Quoted(socket)}";
        yield return WantedFile.Text(door.Paths.SessionVariable, $"{Variable} DEFAULT={door.Name}\n");
        yield return WantedFile.Text($"{door.Paths.ProfileFolder}/sallyport-{door.Name}.sh", Sh(door, run));
        if (Directory.Exists(door.Paths.FishFolder))
            yield return WantedFile.Text($"{door.Paths.FishFolder}/sallyport-{door.Name}.fish", Fish(door, run));
        if (Directory.Exists(door.Paths.CshFolder))
            yield return WantedFile.Text($"{door.Paths.CshFolder}/sallyport-{door.Name}", Csh(door, run));
    }

    private static string Head(Door door) => $"# Written by: sallyport sshd install. Asks somebody who came by the outside sshd \"{door.Name}\" without a second factor to enrol one.\n";

    /// <summary>An interrupt ends the question and not the rest of the profile.</summary>
    private static string Sh(Door door, string run) => Head(door) + $$"""
        if [ "${{{Variable}}-}" = {{door.Name}} ]; then
            unset {{Variable}}
            case $- in
                *i*) if [ -n "${SSH_TTY-}" ]; then
                        trap : INT
                        {{run}} || :
                        trap - INT
                    fi ;;
            esac
        fi

        """;

    private static string Fish(Door door, string run) => Head(door) + $"""
        if test "${Variable}" = {door.Name}; and status is-login; and status is-interactive
            set -e {Variable}
            set -q SSH_TTY; and {run}
        end

        """;

    private static string Csh(Door door, string run) => Head(door) + $"""
        if ( $?{Variable} && $?SSH_TTY && $?prompt ) then
            if ( "${Variable}" == "{door.Name}" ) then
                unsetenv {Variable}
                {run}
            endif
        endif

        """;

    private static string Quoted(string path) => "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

using System.Globalization;
using EndToEnd.Machine;

namespace EndToEnd.Doors;

/// <summary>
/// Debian's ssh and its kin on one person's machine. SSH_ASKPASS answers: password prompts with the password, all others with the
/// next of the codes; every prompt is noted.
/// </summary>
internal sealed class Client : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-client-").FullName;

    public Client() => File.WriteAllText(
        In("askpass"),
        """
        #!/bin/sh
        here=$(dirname "$0")
        printf '%s\n' "$1" >> "$here/prompts"
        case "$1" in
            *[Pp]assword*) cat "$here/password" ;;
            *) sed -n '1p' "$here/codes"; sed -i '1d' "$here/codes" ;;
        esac

        """);

    /// <summary>The prompts of the last program, as ssh showed them without the user and host before them.</summary>
    public IReadOnlyList<string> Prompts => File.Exists(In("prompts"))
        ? [.. File.ReadAllLines(In("prompts")).Select(line => line[(line.IndexOf(") ", StringComparison.Ordinal) + 1)..].TrimStart())]
        : [];

    public string In(string name) => Path.Combine(folder, name);

    public Task<Run> SshAsync(int port, string user, string password, string[] codes, params string[] command) =>
        RunAsync("/usr/bin/ssh", password, codes, [.. Options, "-p", Text(port), $"{user}@127.0.0.1", .. command]);

    /// <summary>ssh with options of the test's own before the destination.</summary>
    public Task<Run> SshAsync(int port, string user, string password, string[] codes, string[] options, string[] command) =>
        RunAsync("/usr/bin/ssh", password, codes, [.. Options, .. options, "-p", Text(port), $"{user}@127.0.0.1", .. command]);

    public Task<Run> RunAsync(string program, string password, string[] codes, params IReadOnlyList<string> arguments) =>
        RunAsync(program, password, codes, arguments, "");

    public async Task<Run> RunAsync(string program, string password, string[] codes, IReadOnlyList<string> arguments, string input)
    {
        File.SetUnixFileMode(In("askpass"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(In("prompts"));
        await File.WriteAllTextAsync(In("password"), password + "\n");
        await File.WriteAllLinesAsync(In("codes"), codes);
        return await Run.OfAsync(program, arguments, Environment, input);
    }

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["SSH_ASKPASS"] = In("askpass"),
        ["SSH_ASKPASS_REQUIRE"] = "force",
        ["SSH_AUTH_SOCK"] = "",
        ["LC_ALL"] = "C.UTF-8",
    };

    /// <summary>Options that every program of OpenSSH takes.</summary>
    public static string[] Options =>
    [
        "-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null",
        "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "IdentityFile=none",
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;

namespace Sallyport.Cli.Tests.AbsurdArguments;

/// <summary>Fills in what a command needs beside the one value under test, so that the value is reached and nothing of this machine is changed.</summary>
internal static class Filling
{
    /// <summary>A whole command line for a command in which one argument or option has the value.</summary>
    /// <param name="path">The words of the command, without <c>sallyport</c>.</param>
    /// <param name="symbol">What has the value; null for a line without anything that is not necessary.</param>
    public static string[] Line(RunningSite site, Command command, IReadOnlyList<string> path, Symbol? symbol, string value)
    {
        var words = new List<string>(path);
        // An empty configuration means defaults, with which a door could be installed.
        foreach (var option in command.Options)
        {
            if (option == symbol)
                words.Add($"{option.Name}={value}");
            else if (symbol?.Name == "--config" && option.Name == "--sshd")
                words.AddRange([option.Name, "/bin/true"]);
            else if (Usual(site, path, option.Name) is { } usual)
                words.AddRange(usual.Length == 0 ? [option.Name] : [option.Name, usual]);
        }

        words.Add("--");
        foreach (var argument in command.Arguments)
        {
            if (argument == symbol)
                words.Add(value);
            else if (argument.Arity.MinimumNumberOfValues > 0)
                words.Add(Operand(site, argument.Name));
        }

        return [.. words];
    }

    /// <summary>What an option has in every line; an empty text for one without a value, null for one that is left out.</summary>
    private static string? Usual(RunningSite site, IReadOnlyList<string> path, string option) => option switch
    {
        // A configuration that exists would start them.
        "--config" when path is ["gate"] or ["serve"] => site.File("missing.conf"),
        "--config" => site.File(path[0] == "gate" ? "gate.conf" : "sallyport.conf"),
        "--socket" => site.Socket,
        "--prefix" => site.File("prefix"),
        "--pass-phrase-file" => site.File("pass-phrase"),
        "--file" => site.File("missing-profile"),
        "--order" => "code-first",
        "--to" => site.File("missing/out"),
        "--for" when path is ["gate", "ban"] => "1h",
        "--for" => "root",
        "--dry-run" or "--yes" or "--no-start" => "",
        _ => null,
    };

    private static string Operand(RunningSite site, string argument) => argument.ToUpperInvariant() switch
    {
        "NETWORK" or "SOURCE" => "192.0.2.0/24",
        "FILE" or "FILES" => site.File("missing/file"),
        "SCENARIO" => site.File("scenario.conf"),
        "NUMBER" or "PID" => "1",
        "PHONE" => "+61491570006",
        "TARGET" => "+61491570006",
        "CODE" => "123456",
        _ => "root",
    };
}

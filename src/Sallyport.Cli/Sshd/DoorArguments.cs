using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Sshd;

/// <summary>What the subcommands of <c>sallyport sshd</c> have in common: which door, and where its files lie.</summary>
internal sealed class DoorArguments
{
    public Option<string> Name { get; } = new("--name")
    {
        Description = "the door's name, used for its PAM service, its files and its log lines",
        DefaultValueFactory = _ => DoorPaths.DefaultName,
    };

    public Option<string> Prefix { get; } = new("--prefix")
    {
        Description = "put the files under this folder instead of / (the PAM service stays in /etc/pam.d, where PAM reads it)",
        DefaultValueFactory = _ => "/",
    };

    public Option<string> Sshd { get; } = new("--sshd") { Description = "the real sshd", DefaultValueFactory = _ => "/usr/sbin/sshd" };

    public void AddTo(Command command)
    {
        Name.Validators.Add(result =>
        {
            if (!DoorPaths.IsName(result.GetValueOrDefault<string>() ?? ""))
                result.AddError("--name takes a lower-case letter, then up to 30 letters, digits and hyphens; not the machine's own sshd");
        });
        Prefix.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.StartsWith('/') != true)
                result.AddError("--prefix needs an absolute path");
        });
        command.Add(Name);
        command.Add(Prefix);
        command.Add(Sshd);
    }

    public DoorPaths Paths(ParseResult parsed) => new(parsed.GetValue(Name)!, parsed.GetValue(Prefix)!) { Sshd = parsed.GetValue(Sshd)! };

    /// <summary>Only root may write where these files lie.</summary>
    public static InstallOutcome? RefusalFor(DoorPaths paths) => Environment.IsPrivilegedProcess
        ? null
        : new InstallOutcome(ExitCode.NotPermitted, [$"only root may change the outside sshd {paths.Name}; use sudo"]);

    public static async Task<int> TellAsync(ParseResult parsed, InstallOutcome outcome)
    {
        var writer = outcome.Exit == ExitCode.Ok ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error;
        foreach (var sentence in outcome.Sentences)
            await writer.WriteLineAsync(outcome.Exit == ExitCode.Ok ? sentence : "sallyport: " + PlainText.Sentence(sentence));
        return (int)outcome.Exit;
    }

    public static Order OrderOf(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (OrderNames.TryParse(word) is { } order)
            return order;
        result.AddError($"there is no order '{word}'; the orders are: {string.Join(", ", OrderNames.All)}");
        return default;
    }

    public static IPAddress[] AddressesOf(ArgumentResult result) => Many(result, text => IPAddress.TryParse(text, out var address) ? address : null, "an address such as 192.0.2.1");

    public static IPNetwork[] NetworksOf(ArgumentResult result) =>
        [.. Many(result, text => Cidr.TryParse(text) is { } network ? (object)network : null, "a network such as 192.0.2.0/24").Cast<IPNetwork>()];

    private static T[] Many<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : class
    {
        var values = new List<T>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (parse(text) is { } value)
                values.Add(value);
            else
                result.AddError($"'{text}' is not {expected}");
        }

        return [.. values];
    }
}

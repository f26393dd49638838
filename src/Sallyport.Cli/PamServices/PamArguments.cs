using System.CommandLine;
using System.Text.RegularExpressions;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.PamServices;

/// <summary>What the subcommands of <c>sallyport pam</c> have in common.</summary>
internal static partial class PamArguments
{
    public static readonly Argument<string> Service = Known(new("service") { Description = "sudo, or login (the machine's console)", HelpName = "sudo|login" });

    public static readonly Option<string?> As = new("--as") { Description = "who proves the way in by logging in (default: who called sudo)", HelpName = "USER" };

    public static PamPaths Paths(ParseResult parsed) => new(parsed.GetValue(Service)!);

    /// <summary>The user to log in: as given, else the user who called sudo.</summary>
    public static string? Prover(ParseResult parsed) => parsed.GetValue(As) ?? Environment.GetEnvironmentVariable("SUDO_USER");

    public static bool IsName(string name) => Name32().IsMatch(name);

    /// <exception cref="CommandFailure">This user is not root.</exception>
    public static void DemandRoot()
    {
        if (!Environment.IsPrivilegedProcess)
            throw new CommandFailure(ExitCode.NotPermitted, "only root may read and change what the machine's PAM services do; use sudo");
    }

    private static Argument<string> Known(Argument<string> service)
    {
        service.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || !PamPaths.Known.ContainsKey(token.Value))
                result.AddError($"the second factor can be put in front of: {string.Join(", ", PamPaths.Known.Keys)}");
        });
        return service;
    }

    [GeneratedRegex(@"\A[a-z_][a-z0-9_.-]{0,31}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name32();
}

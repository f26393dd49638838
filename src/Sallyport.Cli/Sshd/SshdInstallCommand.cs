using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd;

/// <summary><c>sallyport sshd install</c></summary>
internal static class SshdInstallCommand
{
    private static readonly string[] KeyKinds = ["ed25519", "ecdsa", "rsa"];

    public static Command Create()
    {
        var door = new DoorArguments();
        var order = new Option<Order>("--order")
        {
            Description = "code-first (code, then password), password-first (password, then the factor) or login-duo (login_duo as ForceCommand, for DUO_PASSCODE)",
            Required = true,
            CustomParser = DoorArguments.OrderOf,
            HelpName = string.Join('|', OrderNames.All),
        };
        var port = new Option<int>("--port") { Description = "its port", DefaultValueFactory = _ => 2222 };
        var listen = new Option<IPAddress[]>("--listen") { Description = "addresses to listen on (default: all)", CustomParser = DoorArguments.AddressesOf, AllowMultipleArgumentsPerToken = true };
        var trusted = new Option<IPNetwork[]>("--trusted") { Description = "networks from which a public key is also accepted", CustomParser = DoorArguments.NetworksOf, AllowMultipleArgumentsPerToken = true };
        var keys = new Option<string[]>("--host-key") { Description = "private host keys, instead of the machine's own", AllowMultipleArgumentsPerToken = true };
        var config = new Option<string>("--config") { Description = "the authority's configuration", DefaultValueFactory = _ => AuthorityOptions.DefaultFile };
        var machine = new Option<string>("--machine-config") { Description = "the configuration of the machine's own sshd, whose rules are copied", DefaultValueFactory = _ => DoorPaths.MachineConfig };
        var exempt = new Option<IPNetwork[]>("--penalty-exempt") { Description = "addresses of gates that relay to this door, which are exempt from sshd's own penalties (OpenSSH 9.8 and later)", CustomParser = DoorArguments.NetworksOf, AllowMultipleArgumentsPerToken = true };
        var leaveOut = new Option<string[]>("--leave-out") { Description = "a rule of the machine's own sshd to leave out, as an earlier run named it", HelpName = "RULE" };
        var noStart = new Option<bool>("--no-start") { Description = "write the files, but start nothing" };
        port.Validators.Add(result =>
        {
            // A word that is no number has no value to ask for.
            if (!result.Implicit && !(result.Tokens is [var token] && ushort.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != 0))
                result.AddError("--port takes a number from 1 to 65535");
        });

        var command = new Command("install", "Write the outside sshd's configuration, PAM service and unit, and start it.")
        {
            order, port, listen, trusted, keys, config, machine, leaveOut, exempt, noStart,
        };
        door.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var paths = door.Paths(parsed);
            if (DoorArguments.RefusalFor(paths) is { } refusal)
                return await DoorArguments.TellAsync(parsed, refusal);
            var (options, faults) = AuthoritySettings.Load(parsed.GetValue(config)!);
            if (faults.Count > 0)
                return await DoorArguments.TellAsync(parsed, InstallOutcome.Misconfigured([.. faults.Select(fault => fault.ToString())]));
            if (await OpensshVersion.OfAsync(paths.Sshd, cancel) is not { } openssh)
                return await DoorArguments.TellAsync(parsed, InstallOutcome.Refused($"{paths.Sshd} is not an OpenSSH server; install it with: apt-get install openssh-server"));

            var wanted = new Door
            {
                Paths = paths,
                Order = parsed.GetValue(order),
                Port = parsed.GetValue(port),
                Listen = [.. parsed.GetValue(listen) ?? []],
                Trusted = [.. parsed.GetValue(trusted) ?? []],
                HostKeys = parsed.GetValue(keys) is { Length: > 0 } named ? [.. named] : MachineKeys(),
                MachineConfig = Path.GetFullPath(parsed.GetValue(machine)!),
                PenaltyExempt = [.. parsed.GetValue(exempt) ?? []],
                LeftOut = [.. parsed.GetValue(leaveOut) ?? []],
                EnrolsAtLogin = options.Rollout.EnrolsAtLogin,
                Openssh = openssh,
            };
            IServices services = parsed.GetValue(noStart) || !paths.IsOfTheMachine || !SystemdServices.Runs ? new NoServices() : new SystemdServices();
            var installer = new SshdInstaller(options, new DuoRegistration(options), services);
            return await DoorArguments.TellAsync(parsed, await installer.InstallAsync(wanted, Environment.ProcessPath ?? "/usr/bin/sallyport", cancel));
        });
        return command;
    }

    /// <summary>The keys that the machine's own sshd shows; DSA is history.</summary>
    internal static ImmutableArray<string> MachineKeys() =>
        [.. KeyKinds.Select(kind => $"/etc/ssh/ssh_host_{kind}_key").Where(File.Exists)];
}

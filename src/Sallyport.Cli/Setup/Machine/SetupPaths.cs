using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>Where the parts of a site lie.</summary>
/// <param name="Prefix"><c>/</c> on a real machine.</param>
internal sealed record SetupPaths(string Prefix)
{
    public const string PutBackTimerName = "sallyport-put-back.timer";

    /// <summary>Where the machine's own sshd is on every Debian.</summary>
    public const int SshPort = 22;

    public bool IsOfTheMachine => Prefix == "/";

    public string Configuration => At(AuthorityOptions.DefaultFile);

    public string GateConfiguration => At("/etc/sallyport/gate.conf");

    public string SecretFolder => At("/etc/sallyport/radius");

    public string RadiusSecret => At(RadiusClientOptions.ThisMachine.SecretFile);

    public string State => At("/var/lib/sallyport");

    public string Database => Path.Combine(State, AuthorityOptions.Database);

    public string Runtime => At("/run/sallyport");

    public string Socket => At("/run/sallyport/authority.sock");

    public string Notices => At("/run/sallyport/notices");

    public string GateState => At("/var/lib/sallyport-gate");

    public string GateRuntime => At("/run/sallyport-gate");

    public string GateControl => At("/run/sallyport-gate/control.sock");

    public string GateSocketUnit => At("/etc/systemd/system/sallyport-gate.socket.d/setup.conf");

    public string AuthorityUnit => At("/etc/systemd/system/sallyport.service.d/setup.conf");

    /// <summary>The other port of the machine's own sshd, beside its configuration.</summary>
    public string OwnSshdPort => At("/etc/ssh/sshd_config.d/sallyport-own-port.conf");

    /// <summary>The same for its socket unit. Sorts after the file that Ubuntu's generator writes.</summary>
    public string OwnSshdSocket => At("/etc/systemd/system/ssh.socket.d/sallyport-own-port.conf");

    public string PutBackTimer => At("/etc/systemd/system/" + PutBackTimerName);

    public string PutBackService => At("/etc/systemd/system/sallyport-put-back.service");

    /// <summary>What setup remembers. Root's alone, for root puts files back from here.</summary>
    public string Own => At("/var/lib/sallyport-setup");

    public string Lock => At("/run/sallyport-setup.lock");

    public string Record => Path.Combine(Own, "setup.json");

    public string At(string path) => IsOfTheMachine ? path : Prefix.TrimEnd('/') + path;
}

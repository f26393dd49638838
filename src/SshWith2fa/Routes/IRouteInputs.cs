using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Profile;

namespace SshWith2fa.Routes;

/// <summary>On which side of the outside door this machine stands.</summary>
internal enum NetworkLocation
{
    Outside,
    Inside,
}

/// <summary>What the decision may ask, in the order of what an answer costs. Each is asked at most once.</summary>
internal interface IRouteInputs
{
    /// <summary>Null before set-up.</summary>
    Site? Site { get; }

    Settings Settings { get; }

    /// <summary>The host name ssh would connect to: the typed one, or what <c>ssh -G</c> makes of an alias.</summary>
    string HostNameOf(CommandLine line, Destination destination);

    /// <summary>The session that is up; null when there is none, or one that is certainly over. Asking changes nothing.</summary>
    LiveSession? Session();

    NetworkLocation Location();

    /// <summary>True when a person can be asked and the program looks like one that a person started.</summary>
    bool CanAsk(CommandLine line);
}

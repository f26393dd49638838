using Sallyport.Authority.Configuration;
using Sallyport.Authority.Local;
using Sallyport.Cli.Sshd;
using Sallyport.Settings;

namespace Sallyport.Cli.Doctor;

/// <summary>What the checks look at.</summary>
/// <param name="ConfigFile">The authority's configuration file.</param>
/// <param name="Options">What it says, as far as it could be read.</param>
/// <param name="Faults">What is wrong in it.</param>
/// <param name="Doors">The outside sshds of this machine.</param>
internal sealed record DoctorContext(string ConfigFile, AuthorityOptions Options, IReadOnlyList<SettingsFault> Faults, IReadOnlyList<InstalledDoor> Doors)
{
    private Task<IReadOnlyList<PersonMessage>?>? people;

    /// <summary>Everybody whom the authority knows, asked for once. Null when it does not answer, or not to this user: other checks tell that.</summary>
    public Task<IReadOnlyList<PersonMessage>?> PeopleAsync(CancellationToken cancel) => people ??= RegisteredPeople.FindAsync(Options.Socket, cancel);

    /// <summary>Reads the configuration and finds the doors.</summary>
    public static DoctorContext Look(string configFile, string prefix)
    {
        var (options, faults) = AuthoritySettings.Load(configFile);
        return new DoctorContext(configFile, options, faults, InstalledDoor.All(prefix));
    }
}

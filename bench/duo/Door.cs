using System.Diagnostics;
using EndToEnd.Duo;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Bench.Duo;

/// <summary>One way to log in.</summary>
internal sealed class Door(string name, OwnSshd sshd, DuoServer authority) : IAsyncDisposable
{
    private readonly TotpKey key = authority.AddTotp(sshd.User);

    public string Name => name;

    public static async Task<Door> OpenAsync(string name, string service, string pam, DuoServer authority) => new(
        name, await OwnSshd.StartAsync(service, PasswordFirstProfile.Settings, pam, await DuoConfiguration.ForAsync(authority, DuoClients.Old)), authority);

    /// <summary>Milliseconds of a whole login by ssh, until the remote command has ended.</summary>
    public async Task<double> LogInAsync()
    {
        // The same code again: what is measured is the way there, not the memory of used codes.
        authority.Put(sshd.User, Enrolments.None with { Totp = TotpEnrolment.New(key) });
        (string, string)[] answers = [("*assword:*", sshd.Password), ("*", authority.CodeOf(key))];
        var watch = Stopwatch.StartNew();
        var (ssh, _) = await sshd.AskedAsync(answers, "localhost", "true");
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return ssh.ExitCode == 0 ? milliseconds : throw new InvalidOperationException($"{name}: {ssh}");
    }

    public ValueTask DisposeAsync() => sshd.DisposeAsync();
}

using System.Globalization;
using System.Security.Cryptography;

namespace EndToEnd.Machine;

/// <summary>A UNIX account that lives as long as a test.</summary>
internal sealed class Account : IAsyncDisposable
{
    private Account(string name, string password) => (Name, Password) = (name, password);

    public string Name { get; }

    public string Password { get; }

    public string Home => "/home/" + Name;

    public static async Task<Account> MakeAsync()
    {
        var account = new Account("sp" + RandomNumberGenerator.GetHexString(8, lowercase: true), RandomNumberGenerator.GetHexString(20, lowercase: true));
        await Run.MustAsync("/usr/sbin/useradd", "--create-home", "--shell", "/bin/bash", account.Name);
        var set = await Run.OfAsync("/usr/sbin/chpasswd", [], new Dictionary<string, string>(), $"{account.Name}:{account.Password}\n");
        Assert.Equal(0, set.ExitCode);
        return account;
    }

    public async ValueTask DisposeAsync()
    {
        // Sessions that a test has left open would keep the account. Of this machine alone: a container's accounts have the same numbers.
        await Run.OfAsync("/usr/bin/pkill", "-KILL", "-u", Name, "--ns", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--nslist", "pid");
        await Run.OfAsync("/usr/sbin/userdel", "--force", "--remove", Name);
    }
}

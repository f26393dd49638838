using System.Globalization;
using EndToEnd.Duo;
using EndToEnd.Machine;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Bench.Duo;

/// <summary>From a phone's yes to the command that ssh runs behind Debian's login_duo.</summary>
internal static class Approvals
{
    public static async Task RunAsync(int rounds)
    {
        var push = new PushOptions { Policy = PushPolicy.Default with { WithoutNumber = PushWithoutNumber.Always, PerHour = 100 } };
        await using var authority = await DuoServer.StartAsync(TimeProvider.System, push);
        await using var sshd = await OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", await DuoConfiguration.ForAsync(authority, DuoClients.Old));
        using var phone = new TestPhone(sshd.User);
        authority.Store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered(sshd.User))).Next);

        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var ssh = Run.OfAsync(
                "ssh", sshd.Options("-o", "SendEnv=DUO_PASSCODE", "localhost", "date +%s%N"), new Dictionary<string, string>(StringComparer.Ordinal) { ["DUO_PASSCODE"] = "push" }, "");
            var sent = authority.Pushes.Sent.Take();
            while (authority.Pushes.Waiters.Count == 0)
                await Task.Delay(10);
            var said = TimeProvider.System.GetUtcNow();
            await phone.AnswerAsync(authority.Pushes.Service, sent.Push, PushReply.Approve);
            var ran = DateTimeOffset.UnixEpoch.AddTicks(long.Parse((await ssh).Output.Trim(), CultureInfo.InvariantCulture) / 100);
            times.Add((ran - said).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"from a phone's yes to the command behind login_duo: median {times[times.Count / 2]:F1} ms (min {times[0]:F1}, max {times[^1]:F1}, {rounds} logins)");
    }
}

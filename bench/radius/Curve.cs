using System.Diagnostics;
using System.Globalization;
using System.Net;
using RadiusBench.Loading;
using RadiusBench.Serving;

namespace RadiusBench;

/// <summary>One server process, more and more conversations at once, and what the disk does alone.</summary>
internal static class Curve
{
    private static readonly int[] AtOnce = [1, 2, 4, 8, 16, 32, 64];

    public static async Task<int> RunAsync(StoreKind store, int users, int seconds)
    {
        Console.WriteLine($"raw fdatasync of 4 KiB appends: {DiskSyncs.PerSecond(TimeSpan.FromSeconds(1)):F0} a second");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", store.ToString(), users.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        try
        {
            var address = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended before it listened");
            var endPoint = IPEndPoint.Parse(address);
            var people = new People(users);
            Console.WriteLine($"warm-up: {Load.Run(endPoint, people, 8, TimeSpan.FromSeconds(seconds))}");
            foreach (var atOnce in AtOnce)
            {
                var cpu = server.TotalProcessorTime;
                var measured = Load.Run(endPoint, people, atOnce, TimeSpan.FromSeconds(seconds));
                server.Refresh();
                var perLogin = (server.TotalProcessorTime - cpu).TotalMicroseconds / measured.Logins;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measured}   server {perLogin:F0} us CPU a login, {server.WorkingSet64 >> 20} MB"));
            }

            Console.WriteLine($"{people.Used} logins of {users} people");
            return 0;
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }
}

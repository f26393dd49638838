using System.Net;
using System.Net.Security;
using EndToEnd.Duo;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Duo;
using Sallyport.Bench.Duo;

if (args is ["push", ..])
{
    await Approvals.RunAsync(args.Length > 1 ? int.Parse(args[1]) : 50);
    return;
}

var rounds = args.Length > 0 ? int.Parse(args[0]) : 15;

await using var plain = await DuoServer.StartAsync(TimeProvider.System, ListenPlainly);
await using var quick = await DuoServer.StartAsync(TimeProvider.System);
Door[] doors =
[
    await Door.OpenAsync("password alone", "sshd", PasswordFirstProfile.PasswordAlone, quick),
    await Door.OpenAsync("pam_duo, plain HTTPS server", "sshd", PasswordFirstProfile.PasswordAndDuo, plain),
    await Door.OpenAsync("pam_duo, sallyport", "sshd", PasswordFirstProfile.PasswordAndDuo, quick),
    await Door.OpenAsync("pam_duo, sallyport, polling", "sskd", PasswordFirstProfile.PasswordAndDuo, quick),
];
try
{
    foreach (var door in doors)
        await door.LogInAsync();
    var times = doors.ToDictionary(door => door.Name, _ => new List<double>(), StringComparer.Ordinal);
    for (var round = 0; round < rounds; round++)
    {
        foreach (var door in doors)
            times[door.Name].Add(await door.LogInAsync());
    }
    var alone = Median(times[doors[0].Name]);
    foreach (var door in doors)
        Console.WriteLine($"{door.Name,-30} {Median(times[door.Name]),7:F1} ms   {Median(times[door.Name]) - alone,+6:F1} ms   {Median(times[door.Name]) / alone:F2} times   (min {times[door.Name].Min():F1}, max {times[door.Name].Max():F1}, {rounds} logins)");
}
finally
{
    foreach (var door in doors)
        await door.DisposeAsync();
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

static void ListenPlainly(KestrelServerOptions server, IPEndPoint endPoint, ServerCertificate certificate) => server.Listen(endPoint, listener =>
{
    listener.Protocols = HttpProtocols.Http1;
    listener.UseHttps(new TlsHandshakeCallbackOptions
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Current,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        }),
    });
});

using System.Globalization;
using System.Net;
using RadiusBench;
using RadiusBench.Loading;
using RadiusBench.Serving;

return args switch
{
    ["serve", var store, var users] => await Server.RunAsync(Enum.Parse<StoreKind>(store, ignoreCase: true), Number(users)),
    ["load", var server, var users, var atOnce, var seconds] => Trial(IPEndPoint.Parse(server), Number(users), Number(atOnce), Number(seconds)),
    ["curve", var store, var users, var seconds] => await Curve.RunAsync(Enum.Parse<StoreKind>(store, ignoreCase: true), Number(users), Number(seconds)),
    _ => Usage(),
};

static int Trial(IPEndPoint server, int users, int atOnce, int seconds)
{
    Console.WriteLine(Load.Run(server, new People(users), atOnce, TimeSpan.FromSeconds(seconds)));
    return 0;
}

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine(
        """
        RadiusBench curve memory|sqlite USERS SECONDS           starts a server of its own; 1 to 64 conversations at once, beside the raw fsync rate
        RadiusBench serve memory|sqlite USERS                   the server alone: enrols USERS, prints its address, runs until its input ends
        RadiusBench load ADDRESS:PORT USERS AT-ONCE SECONDS     the load alone, against a server that has the bench's users and secret
        Run it in Release: dotnet run -c Release --project bench/radius -- ...
        """);
    return 2;
}

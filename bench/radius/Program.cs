using System.Globalization;
using System.Net;
using RadiusBench;
using RadiusBench.Loading;
using RadiusBench.Serving;

return args switch
{
    ["curve", var what, var users, var seconds] => await Curve.OfConversationsAsync(what, Number(users), Seconds(seconds)),
    ["sizes", var what, var seconds] => await Curve.OfSizesAsync(what, Seconds(seconds)),
    ["turns", var before, var after, var users, var seconds, var rounds] =>
        await Curve.OfTurnsAsync(before, after, Number(users), Seconds(seconds), Number(rounds)),
    ["serve", var store, var users] => await Server.RunAsync(Enum.Parse<StoreKind>(store, ignoreCase: true), Number(users)),
    ["people", var folder, var users] => await FillAsync(folder, Number(users)),
    ["load", var server, var users, var atOnce, var seconds] => Trial(IPEndPoint.Parse(server), Number(users), Number(atOnce), Seconds(seconds)),
    _ => Usage(),
};

static int Trial(IPEndPoint server, int users, int atOnce, TimeSpan length)
{
    Console.WriteLine(Load.Run(server, new People(users), atOnce, length));
    return 0;
}

static async Task<int> FillAsync(string folder, int users)
{
    await using var filled = await BenchStore.InAsync(Directory.CreateDirectory(folder), users, TimeProvider.System);
    return 0;
}

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Number(text));

static int Usage()
{
    Console.Error.WriteLine("the commands are in bench/radius/README.md");
    return 2;
}

using System.Globalization;
using Sallyport.Bench.Relay;

// relay-bench [SECONDS [ROUNDS]]: our relay and HAProxy by turns in one run. The other words start one of its own parts.
switch (args)
{
    case ["sink"]:
        var sink = Native.Listen(0);
        Backends.Announce(sink);
        Backends.Sink(sink);
        return 0;
    case ["greet"]:
        var greeter = Native.Listen(0);
        Backends.Announce(greeter);
        Backends.Greet(greeter);
        return 0;
    case ["hold"]:
        var holder = Native.Listen(0);
        Backends.Announce(holder);
        Backends.Hold(holder);
        return 0;
    case ["relay", var backend]:
        var listener = Native.Listen(0);
        Backends.Announce(listener);
        Relays.Serve(listener, int.Parse(backend, CultureInfo.InvariantCulture));
        return 0;
    default:
        var seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
        return Comparison.Run(TimeSpan.FromSeconds(seconds), rounds);
}

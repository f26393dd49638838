using System.Globalization;
using Sallyport.Bench.Gate;

// gate-bench [logins|delayed|refusals|floods|memory|all [ROUNDS]]
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var what = args.Length > 0 ? args[0] : "all";
if (what is "all" or "logins")
    Logins.Run(rounds);
if (what is "all" or "delayed")
    Logins.RunDelayed(rounds);
if (what is "all" or "refusals")
    Refusals.Run(TimeSpan.FromSeconds(3), rounds);
if (what is "all" or "floods")
    Floods.Run(TimeSpan.FromSeconds(15));
if (what is "all" or "memory")
    Memory.Run();
return 0;

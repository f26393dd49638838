using System.Net;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

// A store under load, made to be killed: StoreUnderLoad DATABASE KEY logins|rotations
// It says "ready", then a line for each thing the store reported as done: "NAME STEP", where the person's last TOTP step is STEP.
await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions(args[0], args[1], CachedPeople: 4, Start: File.Exists(args[0]) ? StoreStart.Existing : StoreStart.New), TimeProvider.System, CancellationToken.None);
var output = Console.OpenStandardOutput();
var gate = new Lock();
Say("ready");
var work = Enumerable.Range(0, 16).Select(i => Task.Run(() => LoginsAsync($"user{i}"))).ToList();
if (args[2] == "rotations")
    work.Add(Task.Run(RotationsAsync));
await Task.WhenAll(work);

async Task LoginsAsync(string name)
{
    while (true)
    {
        var person = await store.FindAsync(name, CancellationToken.None);
        var totp = person.Enrolments.Totp ?? TotpEnrolment.New(new TotpKey(new byte[20]));
        var step = totp.LastStep + 1;
        var next = person with { Standing = PersonStanding.Registered, Enrolments = person.Enrolments with { Totp = totp with { LastStep = step } } };
        var login = new AuditEvent(AuditKind.LoginAllowed, name, IPAddress.Loopback, Detail: step.ToString());
        if (await store.CommitAsync(next, [login], CancellationToken.None) == Commit.Done)
            Say($"{name} {step}");
    }
}

async Task RotationsAsync()
{
    while (true)
    {
        await store.RotateKeyAsync("root", CancellationToken.None);
        Say("rotated 0");
    }
}

// Straight to the pipe, in one write: what was said survives the kill.
void Say(string line)
{
    lock (gate)
        output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
}

using System.CommandLine;
using System.Text.Json;
using Sallyport.Cli.Import.Keys;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Import;

/// <summary><c>sallyport import FILE…</c>: people and their keys out of other systems' files.</summary>
internal static class ImportCommand
{
    /// <summary>From this number on, what reading the files took is given back before they are sent.</summary>
    private const int ManyPeople = 10_000;

    private static readonly Argument<string[]> Files = new("files") { Description = "files with keys, exports from apps, pictures of QR codes", HelpName = "FILE", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<bool> AllHomes = new("--all-homes") { Description = "import every user's .google_authenticator file" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "show the users, the keys, and what is refused and why; change nothing" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "import without asking" };

    private static readonly Option<bool> Replace = new("--replace") { Description = "replace a factor that a user already has with the one in the file" };

    private static readonly Option<bool> Weak = new("--weak") { Description = "also accept keys of 80 bits; the audit names each" };

    private static readonly Option<bool> AnyName = new("--any-name") { Description = "also register names without an account on this machine" };

    private static readonly Option<string?> For = new("--for") { Description = "the owner of the key, whatever the file says", HelpName = "USER" };

    private static readonly Option<string?> Issuer = new("--issuer") { Description = "only the accounts of this issuer", HelpName = "NAME" };

    private static readonly Option<bool> StripAt = new("--strip-at") { Description = "treat alice@host as alice" };

    private static readonly Option<string?> Owners = new("--owners") { Description = "a CSV file of serial numbers and users, for files that name devices", HelpName = "FILE" };

    private static readonly Option<string?> PreSharedKeyFile = new("--key-file") { Description = "a file with the key of an encrypted PSKC file, in hexadecimal", HelpName = "FILE" };

    private static readonly Option<string?> SkeyHash = new("--skey-hash") { Description = "the hash of a skeykeys file that names none: md4, md5 or sha1", HelpName = "HASH" };

    public static Command Create() => AuthorityCommand.Create(
        "import", "Import users and their keys from other systems' files.", RunAsync,
        Files, AllHomes, DryRun, AuthorityCommand.Json, Yes, For, Issuer, StripAt, Owners, AnyName, Replace, Weak, PassPhrase.FromFile, PreSharedKeyFile, SkeyHash);

    private static async Task RunAsync(Call call)
    {
        var read = await ReadAsync(call);
        var people = Candidates.Of(Found(call, read), Naming(call).Of);
        if (people.Count >= ManyPeople)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var choices = new ImportChoices(call.Parsed.GetValue(Replace), call.Parsed.GetValue(Weak), call.Parsed.GetValue(AnyName));
        var sender = new Sender(call.Authority, choices);
        var shown = await SendAsync(call, sender, people, ImportMode.DryRun);
        foreach (var unread in read.Where(file => file.Problem is not null))
            await call.Error.WriteLineAsync($"sallyport: {PlainText.Of(unread.Problem)}");

        if (call.Parsed.GetValue(DryRun))
        {
            await ShowAsync(call, shown, "would be taken");
            return;
        }

        var taken = await AgreedAsync(call, shown) ? await SendAsync(call, sender, shown, ImportMode.Apply) : throw new CommandFailure(ExitCode.Failed, "nothing was taken");
        await ShowAsync(call, taken, "taken");
        if (!call.WantsJson)
            await AdviseAsync(call, read, taken);
        if (taken.Any(person => person.Refusal is not null) || read.Any(file => file.Problem is not null))
            throw new CommandFailure(ExitCode.Failed, "not everything was taken; what was refused is above");
    }

    private static async Task<IReadOnlyList<ReadFile>> ReadAsync(Call call)
    {
        var files = new KeyFiles(await PreparationAsync(call), path => PassPhrase.OfAsync($"Pass phrase of {PlainText.Of(Path.GetFileName(path))}: ", call));
        var read = new List<ReadFile>();
        foreach (var path in call.Parsed.GetValue(Files) ?? [])
            read.Add(await files.ReadAsync(path, call.Cancel));
        if (call.Parsed.GetValue(AllHomes))
            read.AddRange(await files.ReadHomesAsync(await Homes.AllAsync(call.Cancel)));
        else if (read.Count == 0)
            throw new CommandFailure(ExitCode.Usage, "name a file, or say --all-homes; see sallyport import --help");
        return read;
    }

    private static async Task<Func<KeyFile, KeyFile>> PreparationAsync(Call call)
    {
        var hash = call.Parsed.GetValue(SkeyHash);
        if (hash is not (null or "md4" or "md5" or "sha1"))
            throw new CommandFailure(ExitCode.Usage, "--skey-hash is md4, md5 or sha1");
        var key = call.Parsed.GetValue(PreSharedKeyFile) is { } path
            ? OathKey.Hex(await FirstLine.OfAsync(path, call.Cancel)) ?? throw new CommandFailure(ExitCode.Usage, $"{path} does not begin with a key in hexadecimal")
            : null;
        return file => file with { SkeyHash = hash, PreSharedKey = key };
    }

    private static IEnumerable<FoundIn> Found(Call call, IEnumerable<ReadFile> read)
    {
        var issuer = call.Parsed.GetValue(Issuer);
        return read.SelectMany(file => file.Keys.Select(key => new FoundIn(file.Path, file.Format!, key)))
            .Where(one => issuer is null || string.Equals(one.Key.Issuer, issuer, StringComparison.OrdinalIgnoreCase));
    }

    private static Names Naming(Call call)
    {
        var owners = call.Parsed.GetValue(Owners);
        if (owners is not null && !File.Exists(owners))
            throw new CommandFailure(ExitCode.Failed, $"there is no file {owners}");
        return new Names(call.Parsed.GetValue(For), owners is null ? new Dictionary<string, string>(StringComparer.Ordinal) : Names.ReadOwners(BoundedFile.Text(owners, KeyFile.MostBytes)), call.Parsed.GetValue(StripAt));
    }

    private static async Task<IReadOnlyList<Candidate>> SendAsync(Call call, Sender sender, IReadOnlyList<Candidate> people, ImportMode mode)
    {
        var bar = new ProgressBar(call.Error, people.Count(person => person.Refusal is null), !Console.IsErrorRedirected && !call.WantsJson);
        var outcome = await sender.SendAsync(people, mode, bar.Show, call.Cancel);
        bar.End();
        return outcome;
    }

    private static async Task<bool> AgreedAsync(Call call, IReadOnlyList<Candidate> people)
    {
        if (people.All(person => person.Refusal is not null))
        {
            ImportReport.WriteAll(people, call.Output);
            return false;
        }

        if (call.Parsed.GetValue(Yes))
            return true;
        if (Console.IsInputRedirected)
            throw new CommandFailure(ExitCode.Usage, "say --dry-run to see what would be taken, or --yes to take it");

        ImportReport.WriteBeforeAsking(people, call.Output);
        return await Ask.LineAsync(ImportReport.Sum(people, "would be taken") + " Take them? [y/N] ", call) is "y" or "Y" or "yes";
    }

    private static async Task ShowAsync(Call call, IReadOnlyList<Candidate> people, string verb)
    {
        if (call.WantsJson)
        {
            foreach (var row in ImportReport.Rows(people))
                await call.Output.WriteLineAsync(JsonSerializer.Serialize(row, ImportReportJson.Default.ImportRow));
            return;
        }

        if (call.Parsed.GetValue(DryRun))
            ImportReport.WriteAll(people, call.Output);
        else if (people.Any(person => person.Refusal is not null))
            ImportReport.WriteAll(people.Where(person => person.Refusal is not null), call.Output);
        await call.Output.WriteLineAsync(ImportReport.Sum(people, verb));
    }

    /// <summary>Says of each file of which everything was taken whether it may go.</summary>
    private static async Task AdviseAsync(Call call, IEnumerable<ReadFile> read, IReadOnlyList<Candidate> people)
    {
        if (call.Parsed.GetValue(Issuer) is not null)
            return;
        var kept = people.Where(person => person.Refusal is not null).SelectMany(person => person.Found).Select(one => one.File).ToHashSet(StringComparer.Ordinal);
        foreach (var file in read.Where(file => file is { Problem: null, Keys.Count: > 0 } && !kept.Contains(file.Path)))
            await call.Output.WriteLineAsync(PlainText.Of(FileReaders.OfThisMachine.Advice(file.Path, file.Format!.Module)));
    }
}

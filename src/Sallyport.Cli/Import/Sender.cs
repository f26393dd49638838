using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Cli.Import;

/// <summary>What the administrator allows.</summary>
internal sealed record ImportChoices(bool Replace, bool Weak, bool AnyName);

/// <summary>Hands people to the authority, many in a message and a few messages at a time.</summary>
internal sealed class Sender(AuthorityClient authority, ImportChoices choices)
{
    private const int PeopleInAMessage = 100;
    private const int MessagesAtOnce = 4;

    /// <summary>The people with what the authority said: those that it refuses have a refusal.</summary>
    /// <param name="people">Those with a refusal already are not sent.</param>
    /// <param name="mode">Whether nothing is to be changed.</param>
    /// <param name="progress">Told how many people are through.</param>
    /// <param name="cancel">Ends it; what was taken stays taken.</param>
    public async Task<IReadOnlyList<Candidate>> SendAsync(IReadOnlyList<Candidate> people, ImportMode mode, Action<int> progress, CancellationToken cancel)
    {
        var outcome = people.ToArray();
        var through = 0;
        var open = Enumerable.Range(0, people.Count).Where(i => people[i].Refusal is null).Chunk(PeopleInAMessage);
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = MessagesAtOnce, CancellationToken = cancel }, async (batch, token) =>
        {
            var message = new ImportMessage(mode == ImportMode.DryRun, choices.Replace, choices.Weak, choices.AnyName, [.. batch.Select(i => Message(people[i]))]);
            var answer = await authority.PostAsync("/v1/import", message, ImportJson.Default.ImportMessage, ImportJson.Default.ImportedMessage, token);
            for (var i = 0; i < batch.Length; i++)
                outcome[batch[i]] = people[batch[i]] with { Refusal = answer.People[i].Refusal };
            progress(Interlocked.Add(ref through, batch.Length));
        });
        return outcome;
    }

    private static ImportPersonMessage Message(Candidate person)
    {
        var totp = person.Found.FirstOrDefault(one => one.Key.Totp is not null);
        var sheet = person.Found.FirstOrDefault(one => one.Key.Skey is not null);
        var lastStep = person.Found.Where(one => one.Key.Totp is not null).Max(one => one.Key.LastStep);
        return new ImportPersonMessage(
            person.Name!,
            (totp ?? sheet)!.Format.Name,
            totp?.Key.Totp is { } key ? new ImportTotpMessage(key.Reveal().ToArray(), key.Algorithm.ToString(), key.Digits, lastStep) : null,
            sheet?.Key.Skey is { } start
                ? new SkeyIssueMessage(SkeyAlgorithmName.Of(start.Algorithm), start.Seed.Text, start.Line, Convert.ToHexString(start.LastHash.ToBytes()), start.IsCalculated)
                : null,
            [.. person.Found.SelectMany(one => one.Key.ScratchCodes).Distinct(StringComparer.Ordinal).Take(ImportPersonMessage.MostScratchCodes)]);
    }
}

/// <summary>Whether anything is to be changed.</summary>
internal enum ImportMode
{
    /// <summary>Say what would become of it.</summary>
    DryRun = 1,

    /// <summary>Do it.</summary>
    Apply = 2,
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Enforcing;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>The roll-out: <c>/v1/rollout</c>.</summary>
internal sealed class RolloutEndpoints(RolloutReporter reporter)
{
    /// <param name="on">The day of the question "who would be kept out"; tomorrow when it is missing.</param>
    public async Task<IResult> Show(Caller caller, string? on = null, CancellationToken cancel = default)
    {
        DateOnly? asked = null;
        if (on is not null)
        {
            if (!DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Answers.Malformed("a day is written 2027-02-01");
            asked = day;
        }

        var report = await reporter.MakeAsync(cancel);
        var until = asked ?? report.Today.AddDays(1);
        return Answers.Ok(
            new RolloutMessage(
                report.Rollout.Everybody,
                [.. report.Rollout.Groups.Select(group => new RolloutGroupMessage(group.Group, group.From))],
                until,
                report.Ready,
                [.. report.KeptOutOn(until).Select(Describe)],
                [.. report.Unready.Where(person => !(person.From <= until)).Select(Describe)]),
            LocalJson.Default.RolloutMessage);
    }

    private static UnreadyMessage Describe(UnreadyPerson person) => new(person.Name, person.From, person.LastLogin);
}

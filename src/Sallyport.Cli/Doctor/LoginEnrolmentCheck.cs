using System.Runtime.CompilerServices;

namespace Sallyport.Cli.Doctor;

/// <summary>The outside doors ask people without a factor to enrol one, or not, as the configuration says.</summary>
internal static class LoginEnrolmentCheck
{
    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        var wanted = around.Options.Rollout.EnrolsAtLogin;
        foreach (var door in around.Doors.Where(door => door.Record.Written.ContainsKey(door.Paths.SessionVariable) != wanted))
        {
            yield return Finding.Note(
                door.Name + ": enrol-at-login",
                wanted ? "the configuration turns it on, and the door was installed without it" : "the configuration turns it off, and the door was installed with it; nothing is offered",
                "install again: " + door.Again);
        }
    }
}

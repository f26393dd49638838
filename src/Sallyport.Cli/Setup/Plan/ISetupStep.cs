namespace Sallyport.Cli.Setup.Plan;

/// <summary>One thing that makes a machine a site. It says what it will do, does it, and can undo what it noted.</summary>
internal interface ISetupStep
{
    /// <summary>Its name in the record of what was done; stable.</summary>
    string Name { get; }

    /// <summary>What must be mended before anything is done, a sentence each.</summary>
    Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What is missing, a sentence each; none when everything is as wanted.</summary>
    Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel);

    /// <summary>Does what is missing.</summary>
    /// <param name="note">Called before each change, with what <see cref="UndoAsync"/> needs to know; written durably.</param>
    /// <param name="cancel">Ends it; what was noted is undone by the caller.</param>
    Task DoAsync(Action<string> note, CancellationToken cancel);

    /// <summary>Takes back what was noted, the last first. What is gone already is no fault.</summary>
    /// <param name="noted">What <see cref="DoAsync"/> noted, in its order.</param>
    /// <param name="reach">How far back.</param>
    /// <param name="cancel">Ends it.</param>
    Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel);
}

/// <summary>How far back an undoing goes.</summary>
internal enum UndoReach
{
    /// <summary>To before the run that failed: a site that was there before it stays.</summary>
    Run = 1,

    /// <summary>To before the first run: <c>sallyport setup --remove</c>.</summary>
    Everything = 2,
}

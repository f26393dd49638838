namespace Sallyport.Bench.Attack;

/// <summary>An attack that is repeated to measure what it achieves. To add one: a file in <c>Attacks</c>, and a line in <see cref="Drills"/>.</summary>
internal interface IDrill
{
    /// <summary>The word that the command line takes.</summary>
    string Name { get; }

    /// <summary>What the attacker does, in one line.</summary>
    string About { get; }

    /// <summary>Attacks, and returns each figure beside its aim.</summary>
    Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel);
}

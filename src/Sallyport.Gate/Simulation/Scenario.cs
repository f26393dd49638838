namespace Sallyport.Gate.Simulation;

/// <summary>The connections that reach the gate, and when.</summary>
/// <param name="Title">One line for the report.</param>
/// <param name="Start">The wall clock at the beginning: the limit per wall-clock hour depends on it.</param>
/// <param name="Length">Virtual milliseconds.</param>
/// <param name="Seed">The same seed, the same run.</param>
/// <param name="Parties">In the file's order.</param>
internal sealed record Scenario(string Title, DateTimeOffset Start, long Length, ulong Seed, IReadOnlyList<Party> Parties);

using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup;

/// <summary>One thing that an administrator decides: a flag of the command line, and a question at the terminal.</summary>
/// <param name="Flag">The flag, with its dashes.</param>
/// <param name="ValueName">Its value's placeholder in the help.</param>
/// <param name="About">What it is, for the help.</param>
/// <param name="Question">The question; at most 60 characters.</param>
/// <param name="Show">The present answer as text.</param>
/// <param name="Take">Puts an answer in; the sentence of what is wrong with it.</param>
internal sealed record SetupTopic(
    string Flag, string ValueName, string About, string Question, Func<SetupAnswers, string> Show, Func<SetupAnswers, string, Taken> Take)
{
    /// <summary>Whether the question makes sense after the earlier answers; a flag is always taken.</summary>
    public Func<SetupAnswers, bool> Asked { get; init; } = _ => true;
}

/// <summary>The answers with one more in them, or the sentence of what is wrong with it.</summary>
internal readonly record struct Taken(SetupAnswers? Answers, string? Fault)
{
    public static implicit operator Taken(SetupAnswers answers) => new(answers, null);

    public static Taken Wrong(string sentence) => new(null, sentence);
}

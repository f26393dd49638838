using System.Text.Json;
using System.Text.Json.Serialization;
using Sallyport.Authority.Machine;
using Sallyport.Cli.Setup.Machine;

namespace Sallyport.Cli.Setup.Plan;

/// <summary>What setup did to this machine, and what it was told. Written durably before each change.</summary>
internal sealed class SetupRecord
{
    private readonly string file;
    private SetupFile content;

    private SetupRecord(string file, SetupFile content) => (this.file, this.content) = (file, content);

    /// <summary>What the last finished run was told; null before one.</summary>
    public SetupAnswers? Answers => content.Answers;

    /// <summary>Whether a run began and neither ended nor was undone.</summary>
    public bool IsUnfinished => content.RunBegins is not null;

    public bool IsEmpty => content.Made.Count == 0;

    public static SetupRecord Open(SetupPaths paths) => new(
        paths.Record,
        File.Exists(paths.Record) ? JsonSerializer.Deserialize(File.ReadAllBytes(paths.Record), SetupJson.Default.SetupFile)! : new SetupFile(null, [], null));

    /// <summary>What a step noted in all runs.</summary>
    public IReadOnlyList<string> MadeBy(string step) => [.. content.Made.Where(made => made.Step == step).Select(made => made.What)];

    /// <summary>The steps that noted something, the last first, each with what it noted in its order.</summary>
    public IReadOnlyList<(string Step, IReadOnlyList<string> Noted)> ToUndo(UndoReach reach) =>
    [
        .. content.Made.Skip(reach == UndoReach.Run ? content.RunBegins ?? content.Made.Count : 0)
            .GroupBy(made => made.Step, StringComparer.Ordinal)
            .Select(step => (step.Key, (IReadOnlyList<string>)[.. step.Select(made => made.What)]))
            .Reverse(),
    ];

    public void Begin() => Write(content with { RunBegins = content.Made.Count });

    public void Note(string step, string what) => Write(content with { Made = [.. content.Made, new SetupMade(step, what)] });

    /// <summary>After the run was undone. Of a first run nothing is remembered.</summary>
    public void ForgetRun()
    {
        var forgotten = content with { Made = [.. content.Made.Take(content.RunBegins ?? content.Made.Count)], RunBegins = null };
        if (forgotten is { Answers: null, Made.Count: 0 })
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
            content = forgotten;
        }
        else
        {
            Write(forgotten);
        }
    }

    public void Finish(SetupAnswers answers) => Write(new SetupFile(answers, content.Made, null));

    private void Write(SetupFile changed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AtomicFile.Write(file, JsonSerializer.Serialize(changed, SetupJson.Default.SetupFile), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        content = changed;
    }
}

/// <param name="Answers">Of the last finished run.</param>
/// <param name="Made">Everything noted, in its order.</param>
/// <param name="RunBegins">Where the run that has not ended begins in <paramref name="Made"/>; null when none is under way.</param>
internal sealed record SetupFile(SetupAnswers? Answers, IReadOnlyList<SetupMade> Made, int? RunBegins);

/// <param name="Step">The step's name.</param>
/// <param name="What">What it noted.</param>
internal sealed record SetupMade(string Step, string What);

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(SetupFile))]
internal sealed partial class SetupJson : JsonSerializerContext;

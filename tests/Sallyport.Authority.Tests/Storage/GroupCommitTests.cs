using Microsoft.Data.Sqlite;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Authority.Tests.Storage;

/// <summary>The one writer: what waits together is written together, and fails together; nobody is told before it is on the disk.</summary>
public sealed class GroupCommitTests : IAsyncLifetime, IWriterHost
{
    private readonly StoreFolder folder = new();
    private readonly ManualResetEventSlim held = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> heard = [];
    private GroupCommit writer = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        writer = new GroupCommit(Open(), this, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        held.Set();
        await writer.DisposeAsync();
        held.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task what_waits_while_one_is_written_shares_the_next_transaction()
    {
        var first = await HoldAsync();
        var others = Enumerable.Range(0, 50).Select(i => writer.Enqueue(Note($"other {i}"))).ToList();
        held.Set();
        await Task.WhenAll([first, .. others]);

        await writer.DisposeAsync();
        Assert.Equal(["commit", "commit"], heard);
        Assert.Equal("50", folder.Ask("SELECT count(*) FROM notes"));
    }

    [Fact]
    public async Task when_one_fails_nothing_of_its_group_is_written_and_the_next_group_has_another_session()
    {
        var first = await HoldAsync();
        var good = writer.Enqueue(Note("good"));
        var bad = writer.Enqueue(new Write<int>(_ => throw new IOException("the disk is full"), null, CancellationToken.None));
        held.Set();
        await first;
        await Assert.ThrowsAsync<StoreException>(() => good);
        await Assert.ThrowsAsync<StoreException>(() => bad);
        Assert.Equal("0", folder.Ask("SELECT count(*) FROM notes"));
        Assert.NotNull(writer.Figures(0).LastFailure);

        await writer.Enqueue(Note("later"));
        await writer.DisposeAsync();
        Assert.Equal(["commit", "failed", "open", "commit"], heard);
        Assert.Equal("later", folder.Ask("SELECT text FROM notes"));
        var figures = writer.Figures(7);
        Assert.Equal((2, 1, 2, 0, 7), (figures.Writes, figures.Failures, figures.Commits.Counts().All, figures.Waiting, figures.AuditRows));
        Assert.Null(figures.LastFailure);
    }

    [Fact]
    public async Task what_nobody_waits_for_any_more_is_left_out()
    {
        using var gone = new CancellationTokenSource();
        var first = await HoldAsync();
        var withdrawn = writer.Enqueue(NoteUnless("withdrawn", gone.Token));
        var kept = writer.Enqueue(Note("kept"));
        await gone.CancelAsync();
        held.Set();

        await first;
        await kept;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn);
        Assert.Equal("kept", folder.Ask("SELECT text FROM notes"));
    }

    [Fact]
    public async Task a_disk_that_stalls_gathers_no_callers_without_end()
    {
        var first = await HoldAsync();
        var waiting = Enumerable.Range(0, GroupCommit.MostWaiting).Select(_ => writer.Enqueue(new Write<int>(_ => 0, null, CancellationToken.None))).ToList();

        Assert.Contains("too slow", Assert.Throws<StoreException>(() => { _ = writer.Enqueue(Note("one too many")); }).Message, StringComparison.Ordinal);
        held.Set();
        await Task.WhenAll([first, .. waiting]);
    }

    [Fact]
    public async Task closing_writes_what_waits_and_takes_nothing_more()
    {
        _ = await HoldAsync();
        var last = writer.Enqueue(Note("last"));
        var closing = writer.DisposeAsync();
        Assert.Throws<StoreException>(() => { _ = writer.Enqueue(Note("after the last")); });
        held.Set();

        await closing;
        await last;
        Assert.Equal("last", folder.Ask("SELECT text FROM notes"));
    }

    WriterSession IWriterHost.Open()
    {
        heard.Add("open");
        return Open();
    }

    void IWriterHost.BeforeCommit(WriterSession session)
    {
    }

    void IWriterHost.AfterCommit(WriterSession session) => heard.Add("commit");

    void IWriterHost.Failed(StoreException why) => heard.Add("failed");

    /// <summary>A write that keeps the writer busy until the test lets it go.</summary>
    private async Task<Task<int>> HoldAsync()
    {
        var first = writer.Enqueue(new Write<int>(
            session =>
            {
                Run(session, "CREATE TABLE notes (text)");
                begun.SetResult();
                held.Wait();
                return 0;
            },
            null,
            CancellationToken.None));
        await begun.Task.WaitAsync(Cancel);
        return first;
    }

    private static Write<int> Note(string text) => NoteUnless(text, CancellationToken.None);

    private static Write<int> NoteUnless(string text, CancellationToken withdrawn) => new(session => Run(session, $"INSERT INTO notes VALUES ('{text}')"), null, withdrawn);

    private static int Run(WriterSession session, string sql)
    {
        using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private WriterSession Open()
    {
        var connection = SystemSqlite.Open(folder.Database, SqliteOpenMode.ReadWrite);
        var (_, chain) = StoredKeys.Load(connection, KeyFile.At(folder.Key).Read());
        return new WriterSession(connection, chain, folder.Clock);
    }
}

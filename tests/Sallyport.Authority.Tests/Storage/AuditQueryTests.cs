using System.Net;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Storage;

public sealed class AuditQueryTests : IDisposable
{
    private readonly StoreFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task without_conditions_the_newest_rows_come_first()
    {
        await using var store = await SeededAsync();

        Assert.Equal([8, 7, 6], await NumbersAsync(store, new AuditQuery { Most = 3 }));
    }

    public static TheoryData<string, long[]> Filters => new()
    {
        { "person", [8, 6, 4, 2] },
        { "person of none", [] },
        { "kind", [7, 3] },
        { "two kinds", [7, 6, 3, 2] },
        { "host", [8, 7, 6, 5] },
        { "network", [6, 2] },
        { "address", [6, 2] },
        { "ipv6 network", [7, 3] },
        { "from", [8, 7, 6] },
        { "to", [5, 4, 3, 2, 1] },
        { "person, kind and host", [6] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task finds_by(string what, long[] numbers)
    {
        await using var store = await SeededAsync();
        var start = folder.Clock.GetUtcNow().AddMinutes(-8);
        AuditQuery query = what switch
        {
            "person" => new() { Person = "ada" },
            "person of none" => new() { Person = "Ada" },
            "kind" => new() { Kinds = [AuditKind.CodeWrong] },
            "two kinds" => new() { Kinds = [AuditKind.CodeWrong, AuditKind.LoginAllowed] },
            "host" => new() { Host = "dora" },
            "network" => new() { Source = IPNetwork.Parse("192.0.2.0/24") },
            "address" => new() { Source = IPNetwork.Parse("192.0.2.7/32") },
            "ipv6 network" => new() { Source = IPNetwork.Parse("2001:db8::/32") },
            "from" => new() { From = start.AddMinutes(5) },
            "to" => new() { To = start.AddMinutes(5) },
            _ => new() { Person = "ada", Kinds = [AuditKind.LoginAllowed], Host = "dora" },
        };

        Assert.Equal(numbers, await NumbersAsync(store, query));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada")]
    public async Task pages_follow_one_another_without_a_gap_or_a_repeat(string? person)
    {
        await using var store = await SeededAsync();
        var all = await NumbersAsync(store, new AuditQuery { Person = person });

        var paged = new List<long>();
        AuditPage page;
        AuditCursor? before = null;
        do
        {
            page = await store.QueryAsync(new AuditQuery { Person = person, Most = 1, Before = before }, Cancel);
            paged.AddRange(page.Rows.Select(row => row.Number));
            before = page.Older is { } older ? AuditCursor.Parse(older.ToString()) : null;
        }
        while (before is not null);

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task rows_of_one_millisecond_are_paged_one_by_one()
    {
        await using var store = await folder.OpenAsync();
        await store.AppendAsync([.. Enumerable.Repeat(new AuditEvent(AuditKind.CodeWrong, "ada"), 5)], Cancel);

        var first = await store.QueryAsync(new AuditQuery { Most = 2 }, Cancel);
        var second = await store.QueryAsync(new AuditQuery { Most = 2, Before = first.Older }, Cancel);

        Assert.Equal([5, 4, 3, 2], first.Rows.Concat(second.Rows).Select(row => row.Number));
    }

    [Fact]
    public async Task a_clock_that_was_set_back_hides_no_row()
    {
        await using var store = await SeededAsync();
        folder.Clock.StepWallClock(TimeSpan.FromHours(-3));
        var at = folder.Clock.GetUtcNow();
        await store.AppendAsync([new AuditEvent(AuditKind.CodeWrong, "eve")], Cancel);

        Assert.Equal([9], await NumbersAsync(store, new AuditQuery { From = at, To = at.AddSeconds(1) }));
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1, 9], await NumbersAsync(store, new AuditQuery()));
    }

    [Fact]
    public async Task a_search_stops_at_its_bound_and_goes_on_from_there()
    {
        await using var store = await folder.OpenAsync();
        await store.AppendAsync([new AuditEvent(AuditKind.PersonAdded, "ada")], Cancel);
        await store.AppendAsync([.. Enumerable.Repeat(new AuditEvent(AuditKind.CodeWrong), AuditQuery.MostLookedAt)], Cancel);
        var query = new AuditQuery { Kinds = [AuditKind.PersonAdded] };

        var first = await store.QueryAsync(query, Cancel);
        var second = await store.QueryAsync(query with { Before = first.Older }, Cancel);

        Assert.Empty(first.Rows);
        Assert.NotNull(first.Older);
        Assert.Equal([1], second.Rows.Select(row => row.Number));
    }

    [Fact]
    public async Task a_walk_forward_begins_after_the_last_row_before_a_moment()
    {
        await using var store = await SeededAsync();
        var after = await store.LastBeforeAsync(folder.Clock.GetUtcNow().AddMinutes(-3), Cancel);

        Assert.Equal([6, 7], (await store.AfterAsync(after, 2, Cancel)).Select(row => row.Number));
        Assert.Equal(0, await store.LastBeforeAsync(DateTimeOffset.UnixEpoch, Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("-1-7")]
    [InlineData("1-2-3")]
    [InlineData("999999999999999999-1")]
    [InlineData("1-9999999999999999999999")]
    [InlineData("one-two")]
    public void a_cursor_that_we_did_not_write_is_none(string? text) => Assert.Null(AuditCursor.Parse(text));

    /// <summary>Eight rows, a minute each: odd ones of nobody or bob, even ones of ada; from the fifth on they name a host.</summary>
    private async Task<SqliteStore> SeededAsync()
    {
        var store = await folder.OpenAsync();
        AuditEvent[] events =
        [
            new(AuditKind.AuthorityStarted),
            new(AuditKind.LoginAllowed, "ada", IPAddress.Parse("192.0.2.7")),
            new(AuditKind.CodeWrong, "bob", IPAddress.Parse("2001:db8::7")),
            new(AuditKind.PersonLocked, "ada", Actor: "root"),
        ];
        for (var i = 0; i < 8; i++)
        {
            await store.AppendAsync([events[i % 4] with { Host = i < 4 ? null : "dora" }], Cancel);
            folder.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        return store;
    }

    private static async Task<IEnumerable<long>> NumbersAsync(SqliteStore store, AuditQuery query) =>
        [.. (await store.QueryAsync(query, Cancel)).Rows.Select(row => row.Number)];
}

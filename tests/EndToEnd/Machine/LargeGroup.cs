using System.Globalization;

namespace EndToEnd.Machine;

/// <summary>A UNIX group with so many members that its line fits no usual buffer. One member is an account; the others are names alone.</summary>
internal sealed class LargeGroup : IAsyncDisposable
{
    private LargeGroup(string name) => Name = name;

    public string Name { get; }

    public static async Task<LargeGroup> MakeAsync(Account last, int members)
    {
        var group = new LargeGroup("g" + last.Name);
        await Run.MustAsync("/usr/sbin/groupadd", group.Name);
        // gpasswd wants accounts; group(5) does not.
        var names = Enumerable.Range(1, members - 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"member{i:d6}")).Append(last.Name);
        var edited = await Run.OfAsync(
            "/usr/bin/sed", ["-i", "-f", "/dev/stdin", "/etc/group"], new Dictionary<string, string>(), $"s/^{group.Name}:.*/&{string.Join(',', names)}/\n");
        Assert.Equal(0, edited.ExitCode);
        return group;
    }

    public async ValueTask DisposeAsync() => await Run.OfAsync("/usr/sbin/groupdel", Name);
}

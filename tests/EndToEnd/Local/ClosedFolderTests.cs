using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Local;

/// <summary><c>sallyport serve</c> from a folder that its user cannot enter, such as root's home.</summary>
public sealed class ClosedFolderTests
{
    [Fact]
    public async Task The_authority_serves_from_a_folder_that_its_user_cannot_enter()
    {
        await using var authority = await ServedAuthority.StartAsync();

        Assert.NotEqual(0, (await Run.OfAsync("/usr/sbin/runuser", "-u", authority.User, "--", "/bin/ls", authority.ClosedFolder)).ExitCode);
        Assert.Contains(ServedAuthority.NameOf(0), await authority.AdministerAsync("user", "list"), StringComparison.Ordinal);
    }
}

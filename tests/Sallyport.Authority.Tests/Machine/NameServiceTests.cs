using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Tests.Machine;

/// <summary>Of this machine's own accounts, of which every Debian has root and daemon.</summary>
public sealed class NameServiceTests
{
    [Fact]
    public void a_name_that_is_there_is_found_by_name_and_number()
    {
        Assert.Equal(new UnixAccount("root", 0), NameService.FindUser("root").Value);
        Assert.Equal("root", NameService.FindUser(0).Value?.Name);
        Assert.True(NameService.IsMember("root", "root"));
        Assert.False(NameService.IsMember("daemon", "root"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ro\0ot")]
    [InlineData("no-such-account-here")]
    [InlineData("Root")]
    [InlineData("root ")]
    public void a_name_that_is_not_there_is_nobodys(string name)
    {
        Assert.Equal(NameServiceStatus.None, NameService.FindUser(name).Status);
        Assert.IsType<Account.Nobody>(new UnixAccounts().Find(name, ["root"]));
        Assert.False(NameService.IsMember(name, "root"));
    }

    [Fact]
    public void a_group_that_is_not_there_has_no_members()
    {
        Assert.False(NameService.IsMember("root", "no-such-group-here"));
        Assert.Empty(new UnixAccounts().Members("no-such-group-here"));
        Assert.Equal(["root"], Assert.IsType<Account.Known>(new UnixAccounts().Find("root", ["root", "daemon", "no-such-group-here"])).Groups);
    }
}

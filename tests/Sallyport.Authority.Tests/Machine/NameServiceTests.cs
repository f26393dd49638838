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

    [Fact]
    public void the_list_of_the_machines_files_says_what_each_look_up_says()
    {
        string[] groups = ["root", "daemon", "sudo", "adm", "users", "no-such-group-here"];
        var list = Assert.IsType<AccountList>(AccountList.OfFiles([.. groups]));

        var users = NameService.Users()!;
        Assert.Contains(users, user => user.Name == "daemon");
        Assert.All(users, user =>
        {
            var asked = Assert.IsType<Account.Known>(new UnixAccounts().Find(user.Name, [.. groups]));
            var listed = Assert.IsType<Account.Known>(list.Find(user.Name));
            Assert.Equal(asked.Name, listed.Name);
            Assert.Equal(asked.Groups, listed.Groups);
        });
        Assert.IsType<Account.Nobody>(list.Find("no-such-account-here"));
        Assert.IsType<Account.Nobody>(list.Find("Root"));
    }

    [Fact]
    public void the_list_of_groups_has_every_group() => Assert.Contains(NameService.Groups()!, group => group is { Name: "root", Id: 0 });
}

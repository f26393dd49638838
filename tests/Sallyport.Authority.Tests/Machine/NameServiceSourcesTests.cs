using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Tests.Machine;

/// <summary>Which machines answer for accounts themselves: in doubt none.</summary>
public sealed class NameServiceSourcesTests
{
    [Theory]
    [InlineData("passwd: files\ngroup: files", "", true)]
    [InlineData("passwd:  files systemd # ours\ngroup:\tfiles [SUCCESS=merge] systemd", "io.systemd.DynamicUser", false)]
    [InlineData("passwd: files systemd\ngroup: files systemd\nhosts: files dns", "io.systemd.DynamicUser", true)]
    [InlineData("passwd: files systemd\ngroup: files systemd", "io.systemd.DynamicUser io.systemd.Home", false)]
    [InlineData("passwd: files\ngroup: files", "io.systemd.Home", true)]
    [InlineData("passwd: files systemd\ngroup: files systemd", "io.systemd.DynamicUser ada.user", false)]
    [InlineData("passwd: files sss\ngroup: files", "", false)]
    [InlineData("passwd: files\ngroup: files ldap", "", false)]
    [InlineData("passwd: files\ngroup: files\ninitgroups: files nis", "", false)]
    [InlineData("passwd: compat\ngroup: files", "", false)]
    [InlineData("passwd: files", "", false)]
    [InlineData("#passwd: files\n#group: files", "", false)]
    [InlineData("", "", false)]
    public void only_files_and_systemd_itself_are_local(string configuration, string sockets, bool areLocal) =>
        Assert.Equal(areLocal, NameServiceSources.AreLocal(configuration.Split('\n'), sockets.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}

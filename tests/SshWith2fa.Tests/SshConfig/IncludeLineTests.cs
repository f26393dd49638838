using System.Text;
using SshWith2fa.SshConfig;

namespace SshWith2fa.Tests.SshConfig;

public sealed class IncludeLineTests
{
    public static TheoryData<string> Configurations { get; } =
    [
        "Host a\n    User b\n", "Host a", "", "\n", "Host a\r\n  User b\r\n", "# remark without end", "Include other\nHost *\n",
        "Host z\n  HostName \"x y\"\n\n\n", "\uFEFFHost bom\n", "Include \"/somewhere/else/ssh_config\"\n",
    ];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Is_added_once_and_removed_without_a_trace(string before)
    {
        using var scratch = new Scratch();
        var config = scratch.Write("home/.ssh/config", before);
        var bytes = File.ReadAllBytes(config);
        var line = new IncludeLine(scratch.Paths);
        line.Add();
        line.Add();
        Assert.True(line.IsThere);
        Assert.Equal([.. Encoding.UTF8.GetBytes(line.Text + "\n"), .. bytes], File.ReadAllBytes(config));
        line.Remove();
        line.Remove();
        Assert.False(line.IsThere);
        Assert.Equal(bytes, File.ReadAllBytes(config));
    }

    [Fact]
    public void Bytes_that_are_no_text_survive()
    {
        using var scratch = new Scratch();
        var config = scratch.Write("home/.ssh/config", "");
        byte[] bytes = [0xff, 0xfe, 0, 10, 0xc3];
        File.WriteAllBytes(config, bytes);
        new IncludeLine(scratch.Paths).Add();
        new IncludeLine(scratch.Paths).Remove();
        Assert.Equal(bytes, File.ReadAllBytes(config));
    }

    [Fact]
    public void A_configuration_that_was_not_there_is_not_there_again()
    {
        using var scratch = new Scratch();
        var line = new IncludeLine(scratch.Paths);
        line.Add();
        Assert.Equal(line.Text + "\n", File.ReadAllText(scratch.Paths.UserSshConfig));
        line.Remove();
        Assert.False(File.Exists(scratch.Paths.UserSshConfig));
    }

    [Fact]
    public void What_the_person_wrote_since_stays()
    {
        using var scratch = new Scratch();
        var line = new IncludeLine(scratch.Paths);
        line.Add();
        File.AppendAllText(scratch.Paths.UserSshConfig, "Host mine\n");
        line.Remove();
        Assert.Equal("Host mine\n", File.ReadAllText(scratch.Paths.UserSshConfig));
    }

    [Fact]
    public void A_link_into_a_repository_of_dotfiles_stays_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        using var scratch = new Scratch();
        var real = scratch.Write("dotfiles/config", "Host a\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Directory.CreateDirectory(Path.GetDirectoryName(scratch.Paths.UserSshConfig)!);
        File.CreateSymbolicLink(scratch.Paths.UserSshConfig, real);
        var line = new IncludeLine(scratch.Paths);
        line.Add();
        Assert.Equal(real, File.ResolveLinkTarget(scratch.Paths.UserSshConfig, returnFinalTarget: false)!.FullName);
        Assert.Equal(line.Text + "\nHost a\n", File.ReadAllText(real));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
    }
}

using Sallyport.Cli.Import;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Tests.Import;

/// <summary>Where files lie: whose they are, and who else reads them.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    [Theory]
    [InlineData("auth required pam_oath.so usersfile=/etc/users.oath window=20", "still read by")]
    [InlineData("auth required pam_oath.so usersfile=${HOME}/.oath", "still read by")]
    [InlineData("auth [success=1] pam_exec.so /usr/local/bin/look /etc/users.oath", "still read by")]
    [InlineData("# auth required pam_oath.so usersfile=/etc/users.oath", "no longer needed: remove it")]
    [InlineData("auth required pam_oath.so usersfile=/etc/others.oath", "no longer needed: remove it")]
    [InlineData("auth required pam_unix.so", "no longer needed: remove it")]
    public void A_file_may_go_only_where_nothing_reads_it(string line, string advice)
    {
        File.WriteAllText(folder.File("sshd"), line + "\n");
        Assert.Contains(advice, new FileReaders(folder.Root).Advice("/etc/users.oath", "pam_oath"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_that_names_no_file_reads_its_usual_place()
    {
        File.WriteAllText(folder.File("sshd"), "auth required pam_google_authenticator.so nullok\n");
        Assert.Contains("still read by", new FileReaders(folder.Root).Advice("/home/alice/.google_authenticator", "pam_google_authenticator"), StringComparison.Ordinal);
        Assert.Contains("no longer needed", new FileReaders(folder.Root).Advice("/home/alice/export.json", null), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_plain_file_of_its_own_owner_is_read_out_of_a_home()
    {
        var own = Homes.Read("alice:x:1000:1000::/home/alice:/bin/sh\nbroken\nbob:x:abc:1::/home/bob:/bin/sh\ntwin:x:1001:1::/home/alice:/bin/sh\n");
        Assert.Equal([new Home("alice", 1000, "/home/alice")], own);

        var uid = uint.Parse(Environment.GetEnvironmentVariable("EUID") ?? File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2]);
        File.WriteAllText(folder.File("file"), "key");
        File.CreateSymbolicLink(folder.File("link"), folder.File("file"));
        Assert.Equal("key"u8.ToArray(), OwnedFile.Read(folder.File("file"), uid, 100));
        Assert.Null(OwnedFile.Read(folder.File("none"), uid, 100));
        Assert.Contains("cannot be read", Assert.Throws<UnreadableFile>(() => OwnedFile.Read(folder.File("link"), uid, 100)).Message, StringComparison.Ordinal);
        Assert.Contains("does not belong", Assert.Throws<UnreadableFile>(() => OwnedFile.Read(folder.File("file"), uid + 1, 100)).Message, StringComparison.Ordinal);
        Assert.Contains("longer", Assert.Throws<UnreadableFile>(() => OwnedFile.Read(folder.File("file"), uid, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("not a plain file", Assert.Throws<UnreadableFile>(() => OwnedFile.Read("/dev/null", 0, 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Homes_are_read_one_by_one_and_a_link_in_one_stops_no_other()
    {
        var uid = uint.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2]);
        Directory.CreateDirectory(folder.File("alice"));
        Directory.CreateDirectory(folder.File("bob"));
        File.WriteAllBytes(folder.File("alice/.google_authenticator"), Samples.All["pam_google_authenticator"].Bytes);
        File.CreateSymbolicLink(folder.File("bob/.google_authenticator"), folder.File("alice/.google_authenticator"));

        var read = await new KeyFiles(file => file, _ => Task.FromResult("")).ReadHomesAsync([new("alice", uid, folder.File("alice")), new("bob", uid, folder.File("bob")), new("carol", uid, folder.File("carol"))]);

        Assert.Equal(2, read.Count);
        Assert.Equal("alice", read[0].Keys.Single().Who);
        Assert.NotNull(read[1].Problem);
    }

    public void Dispose() => folder.Dispose();
}

using System.Text.Json;
using Sallyport.Cli.Export;
using Sallyport.Cli.Import;
using Sallyport.Cli.Import.Files;
using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;
using Sallyport.Tests;

namespace Sallyport.Cli.Tests.Import;

public sealed class LeavingTests
{
    private const string Uris = "otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\notpauth://totp/bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA&algorithm=SHA256&digits=8\n";

    [Theory]
    [InlineData("otpauth")]
    [InlineData("pskc")]
    public async Task What_is_exported_is_imported_again(string format)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may export keys");
        await using var site = await ImportSite.StartAsync(exportKeys: true);
        Assert.Equal(0, (await site.RunAsync("import", site.Write("uris", Uris), "--yes")).Code);
        var phrase = site.Write("phrase", "a long pass phrase\n");
        var path = Path.Combine(site.Root, "keys");

        Assert.Equal(0, (await site.RunAsync("export", "--all", "--to", path, "--format", format, "--pass-phrase-file", phrase)).Code);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var file = new KeyFile("keys", File.ReadAllBytes(path)) { PassPhrase = () => "a long pass phrase" };
        var found = Formats.Of(file)!.Read(file).ToList();
        Assert.Equal(["alice", "bob"], found.Select(key => key.Who));
        Assert.Equal((await site.FindAsync("bob")).Enrolments.Totp!.Key, found[1].Totp);
        Assert.Equal(2, (await site.RunAsync("audit", "tail")).Output.Split("key-exported").Length - 1);
    }

    [Fact]
    public async Task Nothing_is_exported_unless_the_configuration_allows_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may export keys");
        await using var site = await ImportSite.StartAsync();
        await site.RunAsync("import", site.Write("uris", Uris), "--yes");
        var path = Path.Combine(site.Root, "keys");

        var (code, _, error) = await site.RunAsync("export", "alice", "--to", path);

        Assert.Equal(1, code);
        Assert.Contains("export-keys = on", error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.DoesNotContain("key-exported", (await site.RunAsync("audit", "tail")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Needs("pskctool")]
    public async Task Pskctool_reads_what_is_exported()
    {
        using var folder = new ScratchFolder();
        using (var stream = File.Create(folder.File("keys.xml")))
        using (var pskc = new PskcWriter(stream, "a long pass phrase"))
            pskc.Add("alice", "Example", new TotpKey("12345678901234567890"u8));

        Assert.Contains("OK", await Tool.RunAsync("pskctool", "--validate", folder.File("keys.xml")), StringComparison.Ordinal);
        var info = await Tool.RunAsync("pskctool", "--info", folder.File("keys.xml"));
        Assert.Contains("Key User Id: UID=alice", info, StringComparison.Ordinal);
        Assert.Contains("Issuer: Example", info, StringComparison.Ordinal);
        var read = new Pskc().Read(new KeyFile("keys.xml", File.ReadAllBytes(folder.File("keys.xml"))) { PassPhrase = () => "a long pass phrase" }).Single();
        Assert.Equal("alice", read.Who);
        Assert.Equal(Samples.Base32, read.Totp!.ToBase32());
    }

    [Fact]
    public async Task A_person_can_read_everything_but_the_secrets()
    {
        await using var site = await ImportSite.StartAsync();
        await site.RunAsync("import", site.Write("uris", Uris), "--yes");

        var (code, output, _) = await site.RunAsync("user", "export", "alice", "--json");

        Assert.Equal(0, code);
        var everything = JsonDocument.Parse(output).RootElement;
        Assert.Equal(160, everything.GetProperty("app").GetProperty("bits").GetInt32());
        Assert.Equal(["totp-enrolled", "person-added"], everything.GetProperty("audit").EnumerateArray().Select(row => row.GetProperty("kind").GetString()));
        foreach (var secret in new[] { "GEZDGNBV", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "31323334353637" })
            Assert.DoesNotContain(secret, output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_erased_person_is_gone_and_the_audit_is_whole()
    {
        await using var site = await ImportSite.StartAsync();
        await site.RunAsync("import", site.Write("uris", Uris), "--yes");

        Assert.Equal(0, (await site.RunAsync("user", "erase", "alice", "--yes")).Code);

        Assert.Equal(PersonStanding.Unregistered, (await site.FindAsync("alice")).Standing);
        Assert.Contains("whole", (await site.RunAsync("audit", "verify")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await site.RunAsync("user", "erase", "alice", "--yes")).Code);
        Assert.Equal(0, (await site.RunAsync("user", "add", "alice")).Code);
        Assert.Contains("whole", (await site.RunAsync("audit", "verify")).Output, StringComparison.Ordinal);
    }
}

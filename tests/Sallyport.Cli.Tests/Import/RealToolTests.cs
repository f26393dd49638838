using System.Diagnostics;
using System.Text;
using Sallyport.Cli.Import;
using Sallyport.Tests;

namespace Sallyport.Cli.Tests.Import;

/// <summary>Files that the real programs make.</summary>
public sealed class RealToolTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly KeyFiles files = new(file => file, _ => Task.FromResult(""));

    [Theory]
    [InlineData("--time-based --disallow-reuse", null)]
    [InlineData("--counter-based", "counter-based (HOTP)")]
    [Needs("google-authenticator oathtool")]
    public async Task What_google_authenticator_writes(string kinds, string? refusal)
    {
        var path = folder.File(".google_authenticator");
        await Tool.RunAsync("google-authenticator", [.. kinds.Split(' '), "--force", "--no-rate-limit", "--window-size=3", "--no-confirm", "--quiet", "--secret=" + path]);
        var found = (await files.ReadAsync(path, TestContext.Current.CancellationToken)).Keys.Single();
        if (refusal is not null)
        {
            Assert.Contains(refusal, found.Refusal, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(5, found.ScratchCodes.Count);
        var code = (await Tool.RunAsync("oathtool", "--totp", "--base32", "--now=2026-03-29 01:59:47 UTC", File.ReadLines(path).First())).Trim();
        Assert.Equal(code, found.Totp!.CodeAt(found.Totp.StepAt(new DateTimeOffset(2026, 3, 29, 1, 59, 47, TimeSpan.Zero))));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xml")]
    [Needs("keepassxc-cli")]
    public async Task What_keepassxc_exports(string format)
    {
        File.WriteAllBytes(folder.File("in.xml"), KeePassXml("otpauth://totp/Example:alice?secret=" + Samples.Base32 + "&amp;period=30&amp;digits=8&amp;algorithm=SHA256"));
        await WithPasswordAsync("keepassxc-cli", "import", folder.File("in.xml"), folder.File("db.kdbx"), "-p");
        File.WriteAllText(folder.File("out"), await WithPasswordAsync("keepassxc-cli", "export", "-q", "-f", format, folder.File("db.kdbx")));

        var found = (await files.ReadAsync(folder.File("out"), TestContext.Current.CancellationToken)).Keys.Single();
        Assert.Equal(("alice", 8, Samples.Base32, "Example"), (found.Who, found.Totp!.Digits, found.Totp.ToBase32(), found.Issuer));
    }

    [Fact]
    [Needs("qrencode zbarimg")]
    public async Task A_picture_of_a_qr_code()
    {
        await Tool.RunAsync("qrencode", "-o", folder.File("code.png"), "otpauth://totp/Example:alice?secret=" + Samples.Base32);
        var found = (await files.ReadAsync(folder.File("code.png"), TestContext.Current.CancellationToken)).Keys.Single();
        Assert.Equal(("alice", Samples.Base32), (found.Who, found.Totp!.ToBase32()));
    }

    public void Dispose() => folder.Dispose();

    private static byte[] KeePassXml(string uri) => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="UTF-8"?><KeePassFile><Meta/><Root><Group><UUID>AAAAAAAAAAAAAAAAAAAAAQ==</UUID><Name>Root</Name><Entry><UUID>AAAAAAAAAAAAAAAAAAAAAg==</UUID>
        <String><Key>Title</Key><Value>Example</Value></String><String><Key>UserName</Key><Value>alice</Value></String><String><Key>Password</Key><Value>x</Value></String>
        <String><Key>otp</Key><Value>{uri}</Value></String></Entry></Group></Root></KeePassFile>
        """);

    private static async Task<string> WithPasswordAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        await process.StandardInput.WriteAsync("the password\nthe password\n");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}

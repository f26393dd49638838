using System.Diagnostics;
using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Radius;

namespace EndToEnd.Local;

/// <summary>
/// A real <c>sallyport serve</c>, in a mount namespace in which glibc's name service cannot answer, in a roll-out and a folder that its user may not enter.
/// glibc then says ENOENT for every name, which its manual allows for a name that is not there.
/// </summary>
public sealed class NameServiceOutageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-outage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("files", (int)PacketCode.AccessAccept)]
    [InlineData("hesiod", (int)PacketCode.AccessChallenge)]
    public async Task nobody_goes_on_without_a_factor_while_the_name_service_is_away(string nameService, int answer)
    {
        var cancel = TestContext.Current.CancellationToken;
        var port = FreePort.ForUdp();
        var secret = Guid.NewGuid().ToString("N");
        await PrepareAsync(nameService, port, secret);
        using var authority = Process.Start(new ProcessStartInfo(
            "/usr/bin/unshare",
            [
                "--mount", "--propagation", "private", "--kill-child", "/bin/sh", "-c",
                $"mount --bind {folder}/nsswitch.conf /etc/nsswitch.conf && exec setpriv --reuid 65534 --regid 65534 --clear-groups {folder}/app/sallyport serve --new --config {folder}/sallyport.conf",
            ])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = folder + "/rootsown",
        })!;
        try
        {
            string? line;
            var said = "";
            while ((line = await authority.StandardError.ReadLineAsync(cancel)) is not null && !line.Contains("the authority is ready", StringComparison.Ordinal))
                said += line + "\n";
            Assert.True(line is not null, said);

            using var conversation = new RadiusConversation(port, secret, "root", "198.51.100.7");
            Assert.Equal((PacketCode)answer, (await conversation.BeginAsync())!.Code);
        }
        finally
        {
            authority.Kill(entireProcessTree: true);
            await authority.WaitForExitAsync(cancel);
        }
    }

    private async Task PrepareAsync(string nameService, int port, string secret)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "nsswitch.conf"), $"passwd: {nameService}\ngroup: {nameService}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "secret"), secret + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "sallyport.conf"), $"""
            state-folder = {folder}/state
            socket = {folder}/run/authority.sock
            notices-folder = {folder}/run/notices
            [rollout]
            enforce = never
            asked-of-256 = 0
            [radius]
            listen = 127.0.0.1:{port}
            [radius-client here]
            address = 127.0.0.1
            secret-file = {folder}/secret
            [duo]
            listen = off

            """);
        // The build may lie where only root gets to.
        await Run.MustAsync("/bin/cp", "--recursive", "--dereference", AppContext.BaseDirectory, Path.Combine(folder, "app"));
        await Run.MustAsync("/bin/chmod", "--recursive", "a+rX", folder);
        await Run.MustAsync("/usr/bin/install", "-d", "-m", "700", "-o", "root", folder + "/rootsown");
        foreach (var own in new[] { "state", "run" })
            await Run.MustAsync("/usr/bin/install", "-d", "-m", "755", "-o", "65534", Path.Combine(folder, own));
    }
}

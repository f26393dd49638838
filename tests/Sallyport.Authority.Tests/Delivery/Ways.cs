using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>Ways of delivery as an administrator writes them.</summary>
internal static class Ways
{
    /// <summary>The one way of a configuration, ready to send; its pauses are short.</summary>
    public static Deliverer Open(string section, string? secret = null, string? rootsFile = null)
    {
        using var file = new SecretFile(secret ?? "unused");
        var more = (secret is null ? "" : $"secret-file = {file.Path}\n") + (rootsFile is null ? "" : $"ca-file = {rootsFile}\n");
        return Deliverer.Open(Read($"[deliver test]\n{section}\n{more}") with { Pause = TimeSpan.FromMilliseconds(5) }, TimeProvider.System);
    }

    public static DeliverOptions Read(string text)
    {
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("test.conf", text));
        Assert.Empty(faults);
        return Assert.Single(options.Deliver);
    }

    public static IReadOnlyList<string> Faults(string text) => [.. AuthoritySettings.Read(SettingsFile.Parse("test.conf", text)).Faults.Select(f => f.ToString())];

    public static Message Message(string to, string text, string title = "Login waits", string? link = null, string id = "5f0c") => new(
        id, Purpose.Sms, "alice", "sms1", new Secret(to), title, new Secret(text), link is null ? null : new Uri(link), DateTimeOffset.MaxValue);

    private sealed class SecretFile : IDisposable
    {
        public SecretFile(string secret) => File.WriteAllText(Path, secret + "\n");

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Machine;

namespace EndToEnd.Portal;

/// <summary>A certified OpenID provider that nobody here wrote (npm's oidc-provider), on loopback with a certificate of a CA of its own.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "sallyport";

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-openid-").FullName;
    private Process? node;
    private Task chatter = Task.CompletedTask;

    public int Port { get; } = FreePort.ForTcp();

    public string Issuer => "https://localhost:" + Port.ToString(CultureInfo.InvariantCulture);

    public string ClientSecret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The CA's certificate, PEM.</summary>
    public string RootFile => Path.Combine(folder, "root.pem");

    public static async Task<OpenIdProvider> StartAsync(Uri redirect)
    {
        var provider = new OpenIdProvider();
        try
        {
            await provider.CertifyAsync();
            var packages = await NodePackages.FolderAsync();
            provider.node = Run.Start(
                "node",
                [
                    Path.Combine(packages, "oidc-provider.mjs"), provider.Port.ToString(CultureInfo.InvariantCulture),
                    provider.In("server.pem"), provider.In("server.key"), redirect.AbsoluteUri, provider.ClientSecret,
                ],
                new Dictionary<string, string>(StringComparer.Ordinal));
            if (await provider.node.StandardOutput.ReadLineAsync() != "ready")
                throw new InvalidOperationException("the OpenID provider did not start");
            provider.chatter = Task.WhenAll(provider.node.StandardOutput.ReadToEndAsync(), provider.node.StandardError.ReadToEndAsync());
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            if (!node.HasExited)
                node.Kill();
            await node.WaitForExitAsync();
            await chatter;
            node.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private string In(string name) => Path.Combine(folder, name);

    private async Task CertifyAsync()
    {
        string[] key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"];
        await Run.MustAsync("openssl", ["req", "-x509", .. key, "-keyout", In("root.key"), "-out", RootFile, "-subj", "/CN=provider root"]);
        await Run.MustAsync("openssl", [
            "req", "-x509", .. key, "-keyout", In("server.key"), "-out", In("server.pem"), "-subj", "/CN=localhost", "-CA", RootFile, "-CAkey", In("root.key"),
            "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"]);
    }
}

using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;

namespace Sallyport.Authority.Portal.Html;

/// <summary>
/// The files of the folder Assets, which lie in the program. Their addresses carry a hash of what is in them, so that a browser may keep them for
/// ever and gets the new one after an upgrade. To add one: put it into the folder.
/// </summary>
internal static class AssetFiles
{
    private const string Prefix = "asset:";

    private static readonly FrozenDictionary<string, Asset> All = Read();

    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static string Url(string name) => $"{PortalPaths.Assets}/{name}?v={All[name].Version}";

    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public static byte[] Bytes(string name) => All[name].Bytes;

    public static async Task ServeAsync(HttpContext context)
    {
        if (context.Request.RouteValues["name"] is not string name || !All.TryGetValue(name, out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = context.Request.Query["v"] == asset.Version ? "public, max-age=31536000, immutable" : "no-cache";
        // A service worker may look after the whole portal, not only the folder it lies in.
        if (asset.Type.StartsWith("text/javascript", StringComparison.Ordinal))
            headers["Service-Worker-Allowed"] = PortalPaths.Home;
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Bytes.Length;
        await context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        var assembly = typeof(AssetFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new Asset(bytes, TypeOf(name), Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
            }, StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".webmanifest" => "application/manifest+json",
        var other => throw new InvalidOperationException($"{name}: say in AssetFiles which type {other} is"),
    };

    private sealed record Asset(byte[] Bytes, string Type, string Version);
}

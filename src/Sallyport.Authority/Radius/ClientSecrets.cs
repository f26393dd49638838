using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Radius;

/// <summary>Makes clients of their configuration by reading their secret files.</summary>
internal static class ClientSecrets
{
    public const int LeastCharacters = 16;

    /// <summary>The clients, and one sentence for each that has no usable secret.</summary>
    public static (ImmutableArray<RadiusClient> Clients, ImmutableArray<string> Faults) Read(IEnumerable<RadiusClientOptions> configured)
    {
        var clients = ImmutableArray.CreateBuilder<RadiusClient>();
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var client in configured)
        {
            try
            {
                var secret = File.ReadLines(client.SecretFile).FirstOrDefault(string.Empty).Trim();
                if (secret.Length >= LeastCharacters)
                    clients.Add(new RadiusClient(client.Name, client.Networks, new Secret(secret)) { ReplyAttributes = client.ReplyAttributes });
                else
                    faults.Add($"the secret of the RADIUS client {client.Name} has fewer than {LeastCharacters} characters; write a longer one into {client.SecretFile}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                faults.Add($"the secret of the RADIUS client {client.Name} cannot be read: {e.Message}");
            }
        }

        return (clients.ToImmutable(), faults.ToImmutable());
    }
}

using System.Text.Json;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>Between a <see cref="DuoHost"/> and its row: name and ikey are bound by the seal, the rest is in it.</summary>
internal static class HostRecord
{
    public static byte[] Seal(KeyRing ring, DuoHost host)
    {
        var stored = new StoredHost { Format = StoredHost.CurrentFormat, SecretKey = host.SecretKey.Bytes.ToArray(), Clients = (int)host.Clients };
        return ring.Seal(SealPurpose.Host, SealName(host.Name, host.IntegrationKey), 1, JsonSerializer.SerializeToUtf8Bytes(stored, StoredJson.Default.StoredHost));
    }

    /// <exception cref="SealBrokenException">The row was changed outside the authority.</exception>
    /// <exception cref="StoreException">A newer Sallyport wrote it.</exception>
    public static DuoHost Open(KeyRing ring, string name, string integrationKey, byte[] blob)
    {
        var stored = JsonSerializer.Deserialize(ring.Open(SealPurpose.Host, SealName(name, integrationKey), 1, blob), StoredJson.Default.StoredHost)!;
        if (stored.Format != StoredHost.CurrentFormat)
            throw new StoreException($"the stored host \"{name}\" has the format {stored.Format}, which this version does not support; run the version that wrote it, or a later one");
        return new DuoHost(name, integrationKey, new Secret(stored.SecretKey), (DuoClients)stored.Clients);
    }

    /// <summary>Host names hold no slash, so that no other pair makes the same text.</summary>
    public static string SealName(string name, string integrationKey) => $"{name}/{integrationKey}";
}

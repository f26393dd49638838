namespace Sallyport.Authority.Secrets;

/// <summary>What a sealed blob holds. Each purpose has a sub-key of its own. Part of what is stored: only ever added to.</summary>
internal enum SealPurpose : byte
{
    Person = 1,
    Host = 2,
    /// <summary>A trusted network: nothing secret, sealed so that nobody adds one behind the authority's back.</summary>
    Network = 3,
    /// <summary>A key that outlives the key file's keys: the decoys', the audit chain's.</summary>
    StoredKey = 4,
}

using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Secrets;

/// <summary>A sealed blob does not open: it was changed, moved to another name or version, or its key is not in the key file.</summary>
internal sealed class SealBrokenException(string message) : StoreException(message);

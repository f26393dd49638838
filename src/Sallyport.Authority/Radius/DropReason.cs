namespace Sallyport.Authority.Radius;

/// <summary>Why a datagram got no answer. Its name is what the log and the status show.</summary>
internal enum DropReason
{
    /// <summary>No client is configured for the address.</summary>
    UnknownClient,
    /// <summary>Fewer bytes than the header has, or than the header says.</summary>
    Truncated,
    /// <summary>The header says fewer than 20 or more than 4096 bytes.</summary>
    BadLength,
    /// <summary>Neither an Access-Request nor a Status-Server.</summary>
    OtherCode,
    /// <summary>An attribute shorter than its header, or one that reaches past the packet.</summary>
    BadAttribute,
    /// <summary>An attribute twice that may stand once.</summary>
    RepeatedAttribute,
    /// <summary>A User-Password that is neither empty nor 16 to 128 bytes in blocks of 16.</summary>
    BadPassword,
    /// <summary>No User-Name, or an empty one.</summary>
    NoUserName,
    /// <summary>More Proxy-State than an answer has room for.</summary>
    TooMuchProxyState,
    /// <summary>No Message-Authenticator, which is demanded from this client.</summary>
    NoMessageAuthenticator,
    /// <summary>A Message-Authenticator that is not right: a forgery, or the secret differs.</summary>
    WrongMessageAuthenticator,
    /// <summary>Nothing in the packet shows that its sender knows the secret: a forgery, or the secret differs. Not a guess (docs/operators/radius.md).</summary>
    NoProofOfSecret,
    /// <summary>The same request again while the first is still being decided.</summary>
    InProgress,
    /// <summary>More requests at a time than are taken from one client or for one name.</summary>
    TooBusy,
    /// <summary>The store failed; silence sends the client to its next server, or makes it refuse the login.</summary>
    StoreFailed,
}

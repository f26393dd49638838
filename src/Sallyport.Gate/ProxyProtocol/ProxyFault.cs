namespace Sallyport.Gate.ProxyProtocol;

/// <summary>Why a connection was refused over its PROXY header. The names stand in the log and may only grow.</summary>
internal enum ProxyFault
{
    None,

    /// <summary>A PROXY header from a source that <c>accept-proxy</c> does not list: somebody invents an address.</summary>
    NotListed,

    /// <summary>A listed source sent something else: its own address must not stand for its clients'.</summary>
    Missing,

    /// <summary>The text header is longer than 107 bytes, or the binary one longer than <see cref="ProxyHeader.LongestBytes"/>.</summary>
    TooLong,

    /// <summary>The text header is not the one line that the standard allows, to the letter.</summary>
    Syntax,

    /// <summary>A binary header of a version other than 2.</summary>
    Version,

    /// <summary>A binary header with a command other than LOCAL and PROXY.</summary>
    Command,

    /// <summary>UNKNOWN, UNSPEC, UDP, AF_UNIX or no family at all: nothing that a client of sshd has.</summary>
    Family,

    /// <summary>The length does not fit the addresses.</summary>
    Length,

    /// <summary>An address that no client can have: unspecified, multicast, broadcast, or loopback from another machine.</summary>
    Address,

    /// <summary>A port that is none, or 0 for the client.</summary>
    Port,

    /// <summary>An attribute (TLV) whose length runs past the header.</summary>
    Attribute,

    /// <summary>The header's CRC-32C attribute does not match.</summary>
    Checksum,

    /// <summary>The stream ended within the header.</summary>
    EndedEarly,
}

namespace Sallyport.Cli.Terminal;

/// <summary>How a QR code is put on a terminal.</summary>
internal enum QrStyle
{
    /// <summary>Black on white by escape sequences: right on any terminal, whatever its colours.</summary>
    Colour,

    /// <summary>Characters alone, for a terminal that writes light on dark.</summary>
    LightOnDark,

    /// <summary>Characters alone, for a terminal or paper that shows dark on light.</summary>
    DarkOnLight,
}

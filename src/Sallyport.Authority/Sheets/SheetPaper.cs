namespace Sallyport.Authority.Sheets;

/// <summary>The paper in the printer.</summary>
internal enum SheetPaper
{
    /// <summary>210 by 297 mm.</summary>
    A4,

    /// <summary>8.5 by 11 inches.</summary>
    Letter,
}

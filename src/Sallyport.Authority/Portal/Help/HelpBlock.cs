namespace Sallyport.Authority.Portal.Help;

/// <summary>A part of a help page, as <see cref="HelpReader"/> reads it. Texts may hold `code`, **strong words** and [links](address).</summary>
internal abstract record HelpBlock
{
    private HelpBlock()
    {
    }

    internal sealed record Paragraph(string Text) : HelpBlock;

    /// <summary>A message, word for word.</summary>
    internal sealed record Said(string Text) : HelpBlock;

    internal sealed record Listed(IReadOnlyList<string> Items, bool IsNumbered) : HelpBlock;

    /// <summary>What one types, or writes into a file.</summary>
    internal sealed record Code(string Text) : HelpBlock;

    /// <param name="Rows">The first one is the heading.</param>
    internal sealed record Table(IReadOnlyList<IReadOnlyList<string>> Rows) : HelpBlock;
}

/// <param name="Anchor">Its address within the page.</param>
/// <param name="Systems">For whom it comes first; empty: for all.</param>
internal sealed record HelpCard(string Anchor, string Title, IReadOnlyList<VisitorSystem> Systems, IReadOnlyList<HelpBlock> Blocks);

/// <param name="Opening">What stands before the first card.</param>
internal sealed record HelpSection(string Anchor, string Title, IReadOnlyList<HelpBlock> Opening, IReadOnlyList<HelpCard> Cards)
{
    /// <summary>First what is about the visitor's system, then what is for all, then the rest.</summary>
    public IEnumerable<HelpCard> CardsFor(VisitorSystem system) =>
        Cards.OrderBy(card => card.Systems.Contains(system) ? 0 : card.Systems.Count == 0 ? 1 : 2);
}

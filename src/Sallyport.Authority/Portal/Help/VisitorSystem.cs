namespace Sallyport.Authority.Portal.Help;

/// <summary>The system that a visitor uses: what is about it comes first. The words are part of the pages' addresses.</summary>
internal enum VisitorSystem
{
    Linux = 1,
    Macos = 2,
    Windows = 3,
    Phone = 4,
}

/// <summary>How a visitor's system is told, and what it is called.</summary>
internal static class VisitorSystems
{
    public static IReadOnlyList<VisitorSystem> All { get; } = Enum.GetValues<VisitorSystem>();

    public static string Word(this VisitorSystem system) => system.ToString().ToLowerInvariant();

    public static string Title(this VisitorSystem system) => system switch
    {
        VisitorSystem.Macos => "macOS",
        VisitorSystem.Phone => "Phone or tablet",
        _ => system.ToString(),
    };

    public static VisitorSystem? Named(string? word)
    {
        foreach (var system in All)
            if (system.Word() == word)
                return system;
        return null;
    }

    /// <param name="platform">Sec-CH-UA-Platform: a name in quotation marks, from Chromium and its kin.</param>
    /// <param name="agent">User-Agent.</param>
    public static VisitorSystem Of(string? platform, string? agent) => platform?.Trim('"') switch
    {
        "Windows" => VisitorSystem.Windows,
        "macOS" => VisitorSystem.Macos,
        "Android" or "iOS" => VisitorSystem.Phone,
        "Linux" or "Chrome OS" or "Chromium OS" => VisitorSystem.Linux,
        _ => OfAgent(agent ?? string.Empty),
    };

    // Android's also says Linux, and an iPhone's also says Mac OS.
    private static VisitorSystem OfAgent(string agent)
    {
        if (Says("Android") || Says("iPhone") || Says("iPad"))
            return VisitorSystem.Phone;
        if (Says("Windows"))
            return VisitorSystem.Windows;
        return Says("Macintosh") ? VisitorSystem.Macos : VisitorSystem.Linux;

        bool Says(string word) => agent.Contains(word, StringComparison.Ordinal);
    }
}

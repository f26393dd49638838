namespace EndToEnd.Machine;

/// <summary>Where the sources lie that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sallyport.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie in a checkout");
        return folder.FullName;
    }
}

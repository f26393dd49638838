namespace Repository;

/// <summary>
/// The folders of a project use one another in one direction, the one that <c>folder-order.txt</c> states.
/// One project alone: <c>-preEnumerateTheories -trait project=Sallyport.Gate</c>.
/// </summary>
public sealed class FolderOrderTests
{
    public static IEnumerable<TheoryDataRow<string>> Projects => Tree.Files
        .Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(f => new TheoryDataRow<string>(Path.GetDirectoryName(f)!).WithTrait("project", Path.GetFileNameWithoutExtension(f)));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_use_only_folders_below_them(string folder)
    {
        var project = CodeOfProject.Open(folder);
        var arrows = Arrow.Of(project);
        var circles = Circles.Of(arrows);
        var order = FolderOrder.Read().SingleOrDefault(o => o.Project == project.Name);
        Assert.True(order is not null, $"{FolderOrder.File} has no section [{project.Name}]");
        if (order.Unordered is { } why)
            Assert.Skip($"{project.Name}: {circles.Sum(c => c.Count)} folders in circles; no order yet: {why}");

        var wrong = arrows.Where(a => !order.Allows(a.From, a.To)).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} arrows against {FolderOrder.File}:\n{string.Join('\n', wrong)}\ncircles: {string.Join("; ", circles.Select(c => string.Join(' ', c)))}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_order_names_the_folders_that_are_there(string folder)
    {
        var project = CodeOfProject.Open(folder);
        var order = FolderOrder.Read().Single(o => o.Project == project.Name);
        if (order.Unordered is { } why)
            Assert.Skip($"{project.Name}: no order yet: {why}");
        Assert.Equal(project.Files.Select(project.FolderOf).Distinct().Order(StringComparer.Ordinal), order.Levels.SelectMany(l => l.Folders).Order(StringComparer.Ordinal));
    }
}

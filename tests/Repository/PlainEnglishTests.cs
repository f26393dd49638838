namespace Repository;

/// <summary>Documents and the texts that people see are in plain English: <c>plain-english.txt</c> says what not to write.</summary>
public sealed class PlainEnglishTests
{
    public static TheoryData<string> Examples => [.. PlainEnglish.Rules.Select(rule => rule.Example)];

    [Fact]
    public void Nothing_that_people_read_has_a_phrase_of_the_list()
    {
        var faults = Tree.Files.Where(PlainEnglish.IsRead).SelectMany(file => PlainEnglish.Faults(file, Tree.Text(file))).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_phrase_of_the_list_is_found(string example)
    {
        Assert.NotEmpty(PlainEnglish.Faults("docs/example.md", $"# A page\n\n{example}\n"));
        Assert.NotEmpty(PlainEnglish.Faults("src/Example.cs", $"class Example {{ const string Text = \"{example}\"; }}"));
    }

    [Fact]
    public void A_fault_names_its_place_and_what_to_write() => Assert.Equal(
        ["src/Example.cs:3: \"name is kept\": write saved"],
        PlainEnglish.Faults("src/Example.cs", "class Example\n{\n    string Text(string name) => $\"{name}: the new name is kept.\"; // The name is kept.\n}"));

    [Theory]
    [InlineData("Show who has no second factor yet.")]
    [InlineData("Who has no factor yet?")]
    [InlineData("So many logins that the queue was full.")]
    [InlineData("There is no network with that name.")]
    public void Plain_English_passes(string text) => Assert.Empty(PlainEnglish.Faults("docs/example.md", text));
}

using Sallyport.Authority.Machine;
using Sallyport.Cli.Doctor;

namespace Sallyport.Cli.Tests.Doctor;

public sealed class SpellingCheckTests
{
    /// <summary>A directory that takes capitals for small letters, as many do.</summary>
    private static NameServiceAnswer<UnixAccount> Directory(string name) => name.ToLowerInvariant() switch
    {
        "alice" or "bob" => new(NameServiceStatus.Found, new UnixAccount(name.ToLowerInvariant(), 100)),
        "nobody-says" => new(NameServiceStatus.Failed, null),
        _ => new(NameServiceStatus.None, null),
    };

    [Fact]
    public void A_name_in_another_spelling_is_named_with_the_cure()
    {
        var finding = Assert.Single(SpellingCheck.Compare(["Alice", "bob"], Directory));
        Assert.Equal(Verdict.Wrong, finding.Verdict);
        Assert.Contains("Alice is spelled alice", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("sallyport user add alice", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_as_the_name_service_spells_them_and_names_that_it_does_not_know_are_fine() =>
        Assert.Equal(Verdict.Fine, Assert.Single(SpellingCheck.Compare(["alice", "bob", "gone", "nobody-says"], Directory)).Verdict);
}

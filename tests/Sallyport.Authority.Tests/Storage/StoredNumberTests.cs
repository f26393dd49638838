using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

public sealed class StoredNumberTests
{
    private static readonly string[] Golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "vectors", "stored-numbers.txt"));

    [Fact]
    public void every_number_that_was_ever_stored_still_means_the_same() => Assert.Empty(Golden.Except(Now(), StringComparer.Ordinal));

    [Fact]
    public void every_new_number_is_in_the_golden_file() => Assert.Empty(Now().Except(Golden, StringComparer.Ordinal));

    private static IEnumerable<string> Now() =>
    [
        .. Of<PersonStanding>(), .. Of<FactorKind>(), .. Of<KeyPurpose>(), .. Of<SkeyAlgorithm>(), .. Of<TotpAlgorithm>(), .. Of<DuoClients>(), .. Of<SealPurpose>(),
        .. Of<AuditKind>(), .. Of<DeviceKind>(), .. Of<PushVerdict>(), .. Of<SignInMeans>(), .. Of<JudgedAs>(), .. Of<HelpdeskProof>(),
    ];

    private static IEnumerable<string> Of<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().Select(v => $"{typeof(T).Name} {v} {Convert.ToInt64(v, System.Globalization.CultureInfo.InvariantCulture)}");
}

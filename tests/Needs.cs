using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(Sallyport.Tests.SkippingFramework))]

namespace Sallyport.Tests;

/// <summary>
/// Names the programs of other people that a test, all tests of a class, or all that share a fixture start. Where one of them is not
/// installed the tests are skipped, by name, and nothing is set up for them.
/// </summary>
/// <param name="programs">The programs and PAM modules, with blanks between them.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsAttribute(string programs) : Attribute
{
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/sbin", "/usr/lib/kannel/test",
        .. Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "security")),
    ];

    /// <summary>The programs, as they were given.</summary>
    public string Programs => programs;

    /// <summary>Those that are not installed.</summary>
    internal IEnumerable<string> Missing => programs.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(program => !Folders.Any(folder => File.Exists(Path.Combine(folder, program))));

    /// <summary>For one row of a theory: skips it where the program is not installed.</summary>
    public static void ForThisRow(string programs)
    {
        var missing = string.Join(", ", new NeedsAttribute(programs).Missing);
        Assert.SkipWhen(missing.Length > 0, "not installed: " + missing);
    }
}

/// <summary>xunit's own framework, but for the tests whose programs are missing.</summary>
internal sealed class SkippingFramework : XunitTestFramework
{
    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new Executor(new XunitTestAssembly(assembly, null, assembly.GetName().Version));

    private sealed class Executor(IXunitTestAssembly assembly) : XunitTestFrameworkExecutor(assembly)
    {
        public override ValueTask RunTestCases(
            IReadOnlyCollection<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions, CancellationToken cancellationToken) =>
            base.RunTestCases([.. testCases.Select(SkippedWhereMissing)], executionMessageSink, executionOptions, cancellationToken);

        private static IXunitTestCase SkippedWhereMissing(IXunitTestCase test)
        {
            var missing = Declared(test.TestMethod).SelectMany(needs => needs.Missing).Distinct(StringComparer.Ordinal).ToList();
            return missing.Count == 0 ? test : new XunitTestCase(
                test.TestMethod, test.TestCaseDisplayName, test.UniqueID, @explicit: false, skipReason: "not installed: " + string.Join(", ", missing));
        }

        private static IEnumerable<NeedsAttribute> Declared(IXunitTestMethod method) =>
            new MemberInfo[] { method.Method, method.TestClass.Class }
                .Concat(method.TestClass.Class.GetInterfaces()
                    .Where(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IClassFixture<>))
                    .Select(face => face.GetGenericArguments()[0]))
                .SelectMany(member => member.GetCustomAttributes<NeedsAttribute>());
    }
}

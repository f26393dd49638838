using System.Collections.Immutable;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.People;

namespace Sallyport.Cli.Tests.Import;

/// <summary>An authority that knows the accounts alice, bob, carol and dave, and the command line before it.</summary>
internal sealed class ImportSite : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private AuthorityHost? host;

    public string Root => folder.Root;

    public static async Task<ImportSite> StartAsync(bool exportKeys = false)
    {
        var site = new ImportSite();
        var options = new AuthorityOptions
        {
            Site = "example",
            ExportKeys = exportKeys,
            StateFolder = site.folder.File("state"),
            NoticesFolder = site.folder.File("notices"),
            Socket = site.folder.File("authority.sock"),
            AdministratorGroup = Owner.Group(),
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
        };
        site.host = await AuthorityHost.StartAsync(options, new AuthorityDependencies { Accounts = new FourAccounts(), Start = StoreStart.New }, TestContext.Current.CancellationToken);
        return site;
    }

    public string Write(string name, string text)
    {
        var path = folder.File(name);
        File.WriteAllText(path, text);
        return path;
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await CommandLine.RunAsync([.. words, "--socket", folder.File("authority.sock")], output, error);
        return (code, output.ToString(), error.ToString());
    }

    public ValueTask<Person> FindAsync(string name) => host!.Store.FindAsync(name, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        folder.Dispose();
    }

    private sealed class FourAccounts : IAccounts
    {
        public Account Find(string name, ImmutableArray<string> groups) =>
            name is "alice" or "bob" or "carol" or "dave" ? new Account.Known([]) { Name = name } : new Account.Nobody();

        public IReadOnlyList<string> Members(string group) => [];
    }
}

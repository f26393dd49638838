using System.Text.Json;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Repository;

/// <summary>One project as the compiler sees it: its files, the files it compiles from elsewhere, and what it refers to.</summary>
internal sealed class CodeOfProject
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.None);
    private static readonly Dictionary<string, CodeOfProject> Opened = new(StringComparer.Ordinal);

    private CodeOfProject(string folder)
    {
        Folder = folder;
        Name = Path.GetFileName(folder);
        var project = XDocument.Parse(Tree.Text($"{folder}/{Name}.csproj"));
        Outside = [.. Included(project, "Compile").SelectMany(Matching)];
        Files = [.. Tree.Code.Where(f => f.StartsWith(folder + "/", StringComparison.Ordinal)), .. Outside];
        var referred = Included(project, "ProjectReference").Select(f => Open(Path.GetDirectoryName(f)!)).ToList();
        var friends = Included(project, "InternalsVisibleTo", relative: false).Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]");
        var assembly = project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Name;
        Compilation = CSharpCompilation.Create(
            assembly,
            [
                .. Files.Select(f => CSharpSyntaxTree.ParseText(SourceText.From(Tree.Text(f)), Parsing, path: f)),
                CSharpSyntaxTree.ParseText(ImplicitUsings + string.Concat(friends), Parsing),
            ],
            [.. Framework(), .. Packages(), .. referred.SelectMany(p => p.WithWhatItRefersTo()).Distinct().Select(p => p.Compilation.ToMetadataReference())],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Referred = referred;
    }

    /// <summary>The folder, from the root of the repository.</summary>
    public string Folder { get; }

    public string Name { get; }

    /// <summary>The files of code that are compiled, from the root of the repository.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Those of them that do not lie in the project's own folder.</summary>
    public IReadOnlyList<string> Outside { get; }

    public CSharpCompilation Compilation { get; }

    private List<CodeOfProject> Referred { get; }

    /// <summary>The project in a folder of the repository.</summary>
    public static CodeOfProject Open(string folder)
    {
        lock (Opened)
            return Opened.TryGetValue(folder, out var project) ? project : Opened[folder] = new CodeOfProject(folder);
    }

    /// <summary>The folder of a file as the order names it: from the project, <c>.</c> for the project's own.</summary>
    public string FolderOf(string file)
    {
        var folder = Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!);
        return folder.Replace(Path.DirectorySeparatorChar, '/');
    }

    private IEnumerable<CodeOfProject> WithWhatItRefersTo() => Referred.SelectMany(p => p.WithWhatItRefersTo()).Prepend(this);

    private IEnumerable<string> Included(XDocument project, string item, bool relative = true) =>
        project.Descendants(item).Select(e => e.Attribute("Include")?.Value).OfType<string>().SelectMany(i => i.Split(';'))
            .Select(i => relative ? Path.GetRelativePath(Tree.Root, Path.GetFullPath(Path.Combine(Tree.Root, Folder, i.Trim()))) : i);

    private static IEnumerable<string> Matching(string pattern)
    {
        var everything = pattern.IndexOf("**/", StringComparison.Ordinal);
        return everything < 0
            ? Tree.Code.Where(f => f == pattern || (Path.GetFileName(pattern) == "*.cs" && Path.GetDirectoryName(f) == Path.GetDirectoryName(pattern)))
            : Tree.Code.Where(f => f.StartsWith(pattern[..everything], StringComparison.Ordinal));
    }

    /// <summary>The runtime that the tests run on, and ASP.NET Core beside it.</summary>
    private static IEnumerable<MetadataReference> Framework()
    {
        var runtime = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var web = new DirectoryInfo(Path.Combine(runtime.Parent!.Parent!.FullName, "Microsoft.AspNetCore.App")).GetDirectories().OrderBy(d => d.Name, StringComparer.Ordinal).Last();
        return new[] { runtime, web }.SelectMany(d => d.GetFiles("*.dll")).Where(f => f.Name.StartsWith("System.", StringComparison.Ordinal) || f.Name.StartsWith("Microsoft.", StringComparison.Ordinal))
            .Where(f => !f.Name.Contains("Native", StringComparison.Ordinal)).DistinctBy(f => f.Name).Select(f => MetadataReference.CreateFromFile(f.FullName));
    }

    /// <summary>The packages' assemblies, where the restore before the build put them.</summary>
    private IEnumerable<MetadataReference> Packages()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tree.Root, Folder, "obj/project.assets.json")));
        var store = assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        var found = new List<MetadataReference>();
        foreach (var package in assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            if (package.Value.GetProperty("type").GetString() != "package" || !package.Value.TryGetProperty("compile", out var compiled))
                continue;
            var path = assets.RootElement.GetProperty("libraries").GetProperty(package.Name).GetProperty("path").GetString()!;
            found.AddRange(compiled.EnumerateObject().Where(f => f.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(f => MetadataReference.CreateFromFile(Path.Combine(store, path, f.Name))));
        }

        return found;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository;

/// <summary>A file that uses a type of another folder of its project.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="From">The file's folder.</param>
/// <param name="Type">The type that is used.</param>
/// <param name="To">The folder that the type is declared in.</param>
internal sealed record Arrow(string File, string From, string Type, string To)
{
    public override string ToString() => $"{File}: uses {Type} of {To}";

    /// <summary>Every arrow between the folders of a project: each name in the code, as the compiler understands it.</summary>
    /// <exception cref="InvalidOperationException">A type is not known: arrows to it would go unseen.</exception>
    public static IReadOnlyList<Arrow> Of(CodeOfProject project)
    {
        var arrows = new HashSet<Arrow>();
        foreach (var tree in project.Compilation.SyntaxTrees.Where(t => t.FilePath.Length > 0))
        {
            var meaning = project.Compilation.GetSemanticModel(tree);
            var from = project.FolderOf(tree.FilePath);
            foreach (var node in tree.GetRoot().DescendantNodes().Where(n => n is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
            {
                var name = meaning.GetSymbolInfo(node);
                if (name is { Symbol: null, CandidateSymbols.Length: 0 } && node is SimpleNameSyntax unknown && char.IsUpper(unknown.Identifier.ValueText[0]) && SyntaxFacts.IsInTypeOnlyContext(unknown))
                    throw new InvalidOperationException($"{tree.FilePath}: {unknown} is not known");
                foreach (var used in Used(name).Where(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, project.Compilation.Assembly)))
                {
                    foreach (var to in used.DeclaringSyntaxReferences.Select(d => project.FolderOf(d.SyntaxTree.FilePath)).Where(to => to != from))
                        arrows.Add(new Arrow(tree.FilePath, from, used.Name, to));
                }
            }
        }

        return [.. arrows.OrderBy(a => a.File, StringComparer.Ordinal).ThenBy(a => a.Type, StringComparer.Ordinal)];
    }

    /// <summary>The outermost types that a name leads to. A name that the compiler cannot decide leads to all it may mean.</summary>
    private static IEnumerable<INamedTypeSymbol> Used(SymbolInfo name) =>
        (name.Symbol is { } symbol ? [symbol] : name.CandidateSymbols).SelectMany(Types).Select(Outermost);

    private static IEnumerable<INamedTypeSymbol> Types(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => [type],
        IArrayTypeSymbol array => Types(array.ElementType),
        INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol => [],
        { ContainingType: { } owner } => [owner],
        _ => [],
    };

    private static INamedTypeSymbol Outermost(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer)
            type = outer;
        return type.OriginalDefinition;
    }
}

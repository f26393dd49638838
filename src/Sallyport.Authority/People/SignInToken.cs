using System.Text;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.People;

/// <summary>What a sign-in link carries, sealed: whom it is for, and its secret.</summary>
internal sealed record SignInToken(string Name, string Code)
{
    private const string Purpose = "sign-in link";

    public string Seal(SessionSeal seal) => seal.Seal(Purpose, Encoding.UTF8.GetBytes($"{Code}\n{Name}"));

    /// <summary>Null for what is no link of ours; nothing is looked up for it.</summary>
    public static SignInToken? Open(SessionSeal seal, string? text) =>
        seal.Open(Purpose, text) is { } plain && Encoding.UTF8.GetString(plain).Split('\n', 2) is [var code, var name] ? new(name, code) : null;

    public override string ToString() => $"(sign-in link of {Name})";
}

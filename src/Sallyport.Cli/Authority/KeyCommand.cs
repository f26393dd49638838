using System.CommandLine;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport key rotate</c>: a new key for the secrets at rest.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Change the key that seals the database.")
    {
        AuthorityCommand.Create("rotate", "Make a new key, seal everything anew and forget the old key, while logins go on.", RotateAsync),
    };

    private static async Task RotateAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Post, "/v1/key/rotate", call.Cancel);
        await call.Output.WriteLineAsync("Everything is sealed under a new key. Earlier backups need the old key file: keep the two together, or make a new backup.");
    }
}

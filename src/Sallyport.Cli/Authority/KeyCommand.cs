using System.CommandLine;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport key</c>: the keys that a person vouches for, and the one of the secrets at rest.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "Vouch for a key that opens the outside door for the day; change the key that encrypts the database.")
    {
        DayKeyCommands.Vouch(),
        DayKeyCommands.List(),
        DayKeyCommands.Revoke(),
        AuthorityCommand.Create("rotate", "Create a new key, encrypt everything again and delete the old key, while logins continue.", RotateAsync),
    };

    private static async Task RotateAsync(Call call)
    {
        await call.Authority.DoAsync(HttpMethod.Post, "/v1/key/rotate", call.Cancel);
        await call.Output.WriteLineAsync("Everything is encrypted under a new key. Earlier backups need the old key file: keep them together, or make a new backup.");
    }
}

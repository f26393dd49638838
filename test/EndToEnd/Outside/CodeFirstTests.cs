using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>The code first, then the password: real sshd, real PAM, real ssh.</summary>
public sealed class CodeFirstTests : IAsyncLifetime
{
    private const string CodePrompt = "Code from your authenticator app:";
    private const string PasswordPrompt = "Password:";

    private readonly Client client = new();
    private TestAuthority authority = null!;
    private OutsideDoor door = null!;
    private Account person = null!;
    private AuthenticatorApp app = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync();
        door = await OutsideDoor.OpenAsync("code-first", authority.ConfigFile);
        person = await Account.MakeAsync();
        app = await authority.EnrolTotpAsync(person.Name);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await person.DisposeAsync();
        await door.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task the_code_and_the_password_open_a_session()
    {
        var login = await LogInAsync(await app.NextCodeAsync());
        Assert.Equal(person.Name, login.Output.Trim());
        Assert.Equal([CodePrompt, PasswordPrompt], client.Prompts);
    }

    private Task<Run> LogInAsync(params string[] codes) => client.SshAsync(door.Port, person.Name, person.Password, codes, "id", "-un");
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using EndToEnd.Doors;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>A portal with an outside sshd whose authority it is.</summary>
[Needs("pam_radius_auth.so")]
public sealed class PortalWithDoor : PortalSite
{
    internal OutsideDoor Door { get; private set; } = null!;

    protected override async Task FinishAsync() => Door = await OutsideDoor.OpenAsync("code-first", Authority.ConfigFile);

    protected override ValueTask EndAsync() => Door.DisposeAsync();
}

/// <summary>From the browser to a real ssh session: outside sshd, PAM, libpam-radius-auth.</summary>
[Collection(Browsing.Name)]
public sealed partial class OutsideLoginTests(PortalWithDoor site) : IClassFixture<PortalWithDoor>
{
    [Fact]
    public async Task a_code_from_the_page_opens_one_session_and_the_page_says_so()
    {
        await using var ada = await site.SignInAsync();
        await ada.GoAsync("/portal/code");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Get a code" }).ClickAsync();
        var code = await ada.Page.Locator("#shown").InnerTextAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("code");

        using var ssh = new Client();
        var login = await ssh.SshAsync(site.Door.Port, ada.Name, ada.Account.Password, [code], "id", "-un");
        Assert.True(login.ExitCode == 0, $"{login}\n{string.Join('\n', ssh.Prompts)}");
        Assert.Equal(ada.Name, login.Output.Trim());

        await Assertions.Expect(ada.Page.GetByText("This code has just been used for a login.")).ToBeVisibleAsync();
        await ada.Page.ShootAsync("code-used");
        Assert.Equal(255, (await ssh.SshAsync(site.Door.Port, ada.Name, ada.Account.Password, [code, code, code], "id", "-un")).ExitCode);
    }

    [Fact]
    public async Task ssh_goes_on_when_the_digits_of_its_prompt_are_typed_on_the_phone()
    {
        await using var ada = await site.SignInAsync();
        await using var phone = await Phone.EnrolAsync(ada, "Ada's phone");
        using var ssh = new Client();
        var login = ssh.SshAsync(site.Door.Port, ada.Name, ada.Account.Password, ["push"], "id", "-un");

        await phone.ApproveAsync(await NumberAsync(ssh, login));
        await phone.ExpectAsync("Approved.");

        var ended = await login;
        Assert.True(ended.ExitCode == 0, $"{ended}\n{string.Join('\n', ssh.Prompts)}");
        Assert.Equal(ada.Name, ended.Output.Trim());
    }

    [Fact]
    public async Task a_refusal_at_the_terminal_ends_with_the_address_of_its_paragraph()
    {
        await using var ada = await site.SignInAsync();
        using var ssh = new Client();
        for (var login = 0; login < 3 && !ssh.Prompts.Any(prompt => prompt.Contains("Help:", StringComparison.Ordinal)); login++)
            await ssh.SshAsync(site.Door.Port, ada.Name, ada.Account.Password, [$"10000{login}", $"20000{login}", $"30000{login}", "", ""], "id", "-un");

        var refusal = ssh.Prompts.First(prompt => prompt.Contains("Help:", StringComparison.Ordinal));
        Assert.Matches($"^Too many wrong codes for this name from your network[.] Try again after [0-9 :-]+UTC[+-][0-9:]+[.] Help: {Regex.Escape(site.Origin)}/help#login-closed Press Enter: $", refusal);
        var anchor = refusal[refusal.IndexOf('#', StringComparison.Ordinal)..].Split(' ')[0];
        await site.Authority.AdministerAsync("site", "edit", "--file", Path.Combine(EndToEnd.Machine.Checkout.Root, "tests/vectors/site-profile/payload.json"));
        await ada.GoAsync("/help" + anchor);
        await Assertions.Expect(ada.Page.Locator(anchor)).ToBeInViewportAsync();
    }

    private static async Task<string> NumberAsync(Client ssh, Task login)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            if (ssh.Prompts.Select(p => Number().Match(p)).FirstOrDefault(m => m.Success) is { } found)
                return found.Groups["number"].Value;
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30) && !login.IsCompleted, $"no number in the prompts:\n{string.Join('\n', ssh.Prompts)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex("enter (?<number>[0-9]{2}) there", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}

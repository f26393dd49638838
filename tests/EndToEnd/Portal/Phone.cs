using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>A window of its own that was enrolled by a ticket, with its Approve page open.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private readonly IBrowserContext window;

    private Phone(IBrowserContext window, IPage page) => (this.window, Page) = (window, page);

    public IPage Page { get; }

    private ILocator Digits => Page.GetByLabel("The two digits that the login shows");

    /// <summary>By the link that the QR code holds.</summary>
    public static async Task<Phone> EnrolAsync(Visitor owner, string name)
    {
        await owner.GoAsync("/portal/devices");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Add a phone or browser" }).ClickAsync();
        var link = await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Use this browser" }).GetAttributeAsync("href");

        return await EnrolAsync(owner.Site, link!, name);
    }

    /// <summary>By the link of a ticket.</summary>
    public static async Task<Phone> EnrolAsync(PortalSite site, string link, string name)
    {
        var opened = await site.Browser.OpenAsync();
        var phone = new Phone(opened, await opened.NewPageAsync());
        await phone.Page.GotoAsync(link);
        await phone.Page.GetByLabel("Name of this phone or browser").FillAsync(name);
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Approve logins here" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Link, new() { Name = "Open the Approve page" }).ClickAsync();
        await phone.ExpectAsync("Nothing to approve.");
        return phone;
    }

    public Task ExpectAsync(string text) => Assertions.Expect(Page.GetByText(text).Filter(new() { Visible = true })).ToBeVisibleAsync();

    public async Task ApproveAsync(string digits)
    {
        await Digits.FillAsync(digits);
        await PressAsync("Approve");
    }

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public ValueTask DisposeAsync() => window.DisposeAsync();
}

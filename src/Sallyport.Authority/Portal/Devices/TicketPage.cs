using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Hands out a ticket that makes one phone or browser a device: as a QR code for the phone, and as a link for this browser.</summary>
internal sealed class TicketPage(PortalService service, AuthorityOptions options) : IPage
{
    /// <summary>A ticket is made by the form of <see cref="DevicesPage"/>, not by looking.</summary>
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(PortalRequest.GoTo(PortalPaths.Devices));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var (code, name) = (Codes.Passcode(), request.Person!.Name);
        var kept = Codes.Hash(code);
        return await service.ChangeAsync(request, name, (person, actor) => DeviceTickets.Issue(person, kept, options.Portal.Policy, actor, request.Now), cancel) is PersonChange.Done
            ? Ticket(request, $"{options.Portal.Origin}{PortalPaths.Enrol}#person={Uri.EscapeDataString(name)}&code={code}")
            : ErrorPages.NotYours(request);
    }

    private static IResult Ticket(PortalRequest request, string link) => request.Page(DeviceTexts.TicketTitle, Markup.Of($"""
        <section class="card narrow">
        {QrPicture.Of(link, DeviceTexts.TicketPicture)}
        <p>{DeviceTexts.TicketScan}</p>
        <p>{DeviceTexts.TicketHere}</p>
        <p class="actions"><a class="button primary" href="{link}">{DeviceTexts.TicketOpen}</a>
        <a class="button" href="{PortalPaths.Devices}">{DeviceTexts.TicketBack}</a></p>
        </section>
        """));
}

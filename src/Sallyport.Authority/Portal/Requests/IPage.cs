using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>
/// A page of the portal: one file, and one line in Endpoints.cs with its address and whom it is for (<see cref="Access"/>). Its texts stand in a file
/// of the folder Texts. Who asks, and that a form comes from us, is settled before a page is asked.
/// </summary>
internal interface IPage
{
    /// <summary>GET: shows; changes nothing.</summary>
    Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel);

    /// <summary>POST of a form that carries <see cref="PortalRequest.Token"/>. Ends in <see cref="PortalRequest.GoTo"/>, or shows a page.</summary>
    Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel) => ShowAsync(request, cancel);
}

using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Portal.Visits;

/// <summary>
/// A page of the portal: one file, and one line in Endpoints.cs with its address and whom it is for (<see cref="Access"/>). Its texts stand in a file
/// of the folder Texts. Who asks, and that a form comes from us, is settled before a page is asked.
/// </summary>
internal interface IPage
{
    /// <summary>GET: shows; changes nothing.</summary>
    Task<IResult> ShowAsync(Visit visit, CancellationToken cancel);

    /// <summary>POST of a form that carries <see cref="Visit.Token"/>. Ends in <see cref="Visit.GoTo"/>, or shows a page.</summary>
    Task<IResult> ActAsync(Visit visit, CancellationToken cancel) => ShowAsync(visit, cancel);
}

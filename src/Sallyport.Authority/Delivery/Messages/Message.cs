using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Messages;

/// <summary>One thing to tell one device.</summary>
/// <param name="Id">Unique; a receiver that knows it already has the message.</param>
/// <param name="Person">Whom it concerns.</param>
/// <param name="Device">What the audit calls the receiver: <c>sms2</c>.</param>
/// <param name="To">The receiver's address: a number in E.164, a topic, a token, a mail address.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">The message itself. It may carry passcodes and is never logged.</param>
/// <param name="Link">The page to open, or for a call the address that says what is spoken.</param>
/// <param name="Expires">From when on it is not worth sending.</param>
internal sealed record Message(
    string Id, Purpose Purpose, string Person, string Device, Secret To, string Title, Secret Text, Uri? Link, DateTimeOffset Expires)
{
    /// <summary>What the log and the audit say of it.</summary>
    public override string ToString() => $"{Purpose.ToString().ToLowerInvariant()} to {Device}";
}

using Sallyport.Rules.Logins;
using Sallyport.Settings;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Every message that ends a login, with the anchor of its paragraph in the help pages (Portal/Help/Text/refused.md): the rules' own
/// (<see cref="RefusalText"/>), and what only the faces can know. The words do not depend on whose name it is.
/// </summary>
internal sealed record RefusalMessage(string Anchor, string Text)
{
    public static RefusalMessage NotPending { get; } = new("login-not-pending", "This login is no longer pending. Connect again to retry.");

    /// <summary>What a login reads whose wait for a device was cut off: nothing was approved, and nothing will be.</summary>
    public static RefusalMessage Interrupted { get; } = new("login-interrupted", "The authority cannot wait for your device now. Connect again, or enter a code.");

    public static RefusalMessage CodeNeeded { get; } = new("login-code-needed", "This login needs a code: set DUO_PASSCODE to it and let ssh send it (SendEnv DUO_PASSCODE).");

    public static RefusalMessage NoTriesLeft { get; } = new("login-no-tries-left", "Too many wrong answers on one connection. Wait two minutes, then connect again.");

    public static IReadOnlyList<RefusalMessage> All { get; } =
        [.. Enum.GetValues<LoginRefusal>().Select(Of), NotPending, Interrupted, CodeNeeded, NoTriesLeft];

    public static RefusalMessage Of(LoginRefusal refusal) => new("login-" + KebabCase.Of(refusal.ToString()), RefusalText.Of(refusal));
}

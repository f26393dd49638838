using System.Text;
using Microsoft.Extensions.Logging;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Leaves the sentences of an approval for the session that follows: one file a person, which the outside sshd's PAM service shows
/// (docs/operators/outside-sshd.md) and which the next login replaces or takes away.
/// </summary>
internal sealed class SessionNotices(string folder, ILogger logger) : ILoginObserver
{
    /// <summary>A notice that cannot be written must not keep anybody out: the failure is logged and that is all.</summary>
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (decision is not LoginDecision.Allow { Approval: var approval } || !IsFileName(attempt.User))
            return;

        try
        {
            var path = Path.Combine(folder, attempt.User);
            if (approval.Notices.IsEmpty)
                File.Delete(path);
            else
                Write(path, string.Join('\n', approval.Notices) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.NoticeFailed(folder, e);
        }
    }

    private static void Write(string path, string text)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.new";
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>A user name that is safe as a file's name; others have no UNIX account either.</summary>
    internal static bool IsFileName(string user) =>
        user.Length is > 0 and <= 64 && user[0] is not ('.' or '-') && user.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

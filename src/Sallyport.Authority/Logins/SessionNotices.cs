using System.Text;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Leaves the sentences of an approval for the session that follows: one file a person, which the outside sshd's PAM service shows
/// (docs/operators/outside-sshd.md) and which the next login replaces or takes away.
/// </summary>
internal sealed class SessionNotices(string folder) : ILoginObserver
{
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (decision is not LoginDecision.Allow { Approval: var approval } || !IsFileName(attempt.User))
            return;

        var path = Path.Combine(folder, attempt.User);
        if (approval.Notices.IsEmpty)
        {
            File.Delete(path);
            return;
        }

        var fresh = Path.Combine(folder, $".{attempt.User}.{Guid.NewGuid():N}");
        using (var file = new FileStream(fresh, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(Encoding.UTF8.GetBytes(string.Join('\n', approval.Notices) + "\n"));
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>A user name that is safe as a file's name; others have no UNIX account either.</summary>
    internal static bool IsFileName(string user) =>
        user.Length is > 0 and <= 64 && user[0] is not ('.' or '-') && user.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>
/// Leaves the sentences of an approval for the session that follows: one file a person, which the outside sshd's PAM service shows
/// (docs/operators/outside-sshd.md) and which the next login replaces or takes away.
/// </summary>
internal sealed class SessionNotices : ILoginObserver
{
    /// <summary>
    /// The list of people with sentences, one name per line: PAM reads it first, because to look for a person's file it would have to
    /// start a program at every login.
    /// </summary>
    public const string ListName = ".names";

    private readonly string folder;
    private readonly ILogger logger;
    private readonly Lock gate = new();

    /// <summary>The people with sentences, and the sentences; null for those of an earlier run.</summary>
    private readonly SortedDictionary<string, string?> kept = new(StringComparer.Ordinal);

    public SessionNotices(string folder, ILogger logger)
    {
        (this.folder, this.logger) = (folder, logger);
        if (Directory.Exists(folder))
            foreach (var name in Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(IsFileName))
                kept[name] = null;
    }

    /// <summary>A notice that cannot be written must not keep anybody out: the failure is logged and that is all.</summary>
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (decision is not LoginDecision.Allow { Approval: var approval } || !IsFileName(attempt.User))
            return;

        try
        {
            lock (gate)
                Keep(attempt.User, approval.Notices);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.NoticeFailed(folder, e);
        }
    }

    /// <summary>Takes away what is kept for somebody who is erased. Returns whether there was anything.</summary>
    /// <exception cref="IOException">It cannot be taken away.</exception>
    public bool Forget(string user)
    {
        lock (gate)
        {
            var had = kept.ContainsKey(user);
            if (had)
                Keep(user, []);
            return had;
        }
    }

    private void Keep(string user, ImmutableArray<string> sentences)
    {
        var text = sentences.IsEmpty ? null : string.Join('\n', sentences) + "\n";
        var isListed = kept.TryGetValue(user, out var before);
        // The same again costs nothing: in a roll-out, a write at each try would tell a name's standing by the time it takes.
        if (isListed ? text is not null && text == before : text is null)
            return;

        var path = Path.Combine(folder, user);
        if (text is null)
        {
            File.Delete(path);
            kept.Remove(user);
        }
        else
        {
            Write(path, text);
            kept[user] = text;
        }

        if (isListed != (text is not null))
            Write(Path.Combine(folder, ListName), string.Concat(kept.Keys.Select(name => name + "\n")));
    }

    private static void Write(string path, string text)
    {
        var fresh = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}");
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

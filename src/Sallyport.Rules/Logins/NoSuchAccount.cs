namespace Sallyport.Rules.Logins;

/// <summary>
/// What OpenSSH sends in place of the answer for a name without a UNIX account (<c>fake_password</c> in auth-pam.c): always a
/// wrong code, and a sure sign of a guesser.
/// </summary>
public static class NoSuchAccount
{
    /// <summary>What the audit says of such an answer.</summary>
    public const string Detail = "no such account";

    private const string Junk = "\b\n\r\u007fINCORRECT";

    /// <summary>sshd cuts or repeats the text to the length of what was typed.</summary>
    public static bool IsAnswer(string answer)
    {
        if (answer.Length == 0)
            return false;
        for (var i = 0; i < answer.Length; i++)
        {
            if (answer[i] != Junk[i % Junk.Length])
                return false;
        }

        return true;
    }
}

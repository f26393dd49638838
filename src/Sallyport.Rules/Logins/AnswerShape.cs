using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.WebOtp;

namespace Sallyport.Rules.Logins;

/// <summary>What an answer could be, by its length and its letters: the same for every name.</summary>
internal enum AnswerShape
{
    /// <summary>No factor of anybody has such codes.</summary>
    NoCode = 1,
    /// <summary>A code short enough to be guessed some day: of an app, of the web page, of another system's sheet.</summary>
    Guessable = 2,
    /// <summary>A passcode by message.</summary>
    MessagePasscode = 3,
    /// <summary>57 bits or more: six words, a recovery or bypass code of ours.</summary>
    BeyondGuessing = 4,
}

internal static class AnswerShapes
{
    public static AnswerShape Of(string answer)
    {
        if (SkeyAnswer.Read(answer).Count > 0)
            return AnswerShape.BeyondGuessing;

        return PasscodeText.Normalise(answer.Replace('\t', ' ')) switch
        {
            { Length: PasscodeText.Length } text when IsOf(text, PasscodeText.Alphabet) => AnswerShape.BeyondGuessing,
            { Length: MessagePasscodes.Digits } text when text.All(char.IsAsciiDigit) => AnswerShape.MessagePasscode,
            { Length: 6 or 8 } text when text.All(char.IsAsciiDigit) => AnswerShape.Guessable,
            { Length: WebOtpCode.Length } text when IsOf(text, PasscodeText.Alphabet) => AnswerShape.Guessable,
            _ => AnswerShape.NoCode,
        };
    }

    private static bool IsOf(string text, string alphabet) => text.All(c => alphabet.Contains(c, StringComparison.Ordinal));
}

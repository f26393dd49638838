namespace Sallyport.Profile;

/// <summary>Why a profile was not taken; the sentence is fit to be printed.</summary>
public sealed record ProfileProblem(ProfileFault Fault, string Sentence);

/// <summary>The kinds of refusal, told apart because scripts and tests depend on them.</summary>
public enum ProfileFault
{
    /// <summary>Not the JSON document it should be, or cut short.</summary>
    Malformed,

    /// <summary>A field or a value that the fixed list does not know.</summary>
    NotAllowed,

    /// <summary>The signature is missing or wrong.</summary>
    BadSignature,

    /// <summary>Signed by another key than the one pinned at set-up.</summary>
    OtherKey,

    /// <summary>Older than the profile already here.</summary>
    Older,
}

/// <summary>Either a value or the reason why there is none.</summary>
public sealed record ProfileResult<T>(T? Value, ProfileProblem? Problem)
    where T : class;

/// <summary>Thrown inside the reader only, and caught at its one entrance.</summary>
public sealed class ProfileRefusedException(ProfileFault fault, string sentence) : Exception(sentence)
{
    public ProfileProblem Problem { get; } = new(fault, sentence);
}

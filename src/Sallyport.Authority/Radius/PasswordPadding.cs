namespace Sallyport.Authority.Radius;

/// <summary>
/// The NULs that pad a hidden User-Password show that its sender knows the secret: revealed with it, bytes that were hidden with another secret, or made
/// up, end in <see cref="Proving"/> NULs with a chance of 2^-64. Only the last block counts: with one block sent several times, each repeats the
/// chance of the one. An empty password leaves 16, a code of 6 to 8 digits 8 or more.
/// </summary>
internal static class PasswordPadding
{
    public const int Proving = 8;

    /// <param name="hiddenLength">Bytes of the User-Password.</param>
    /// <param name="revealedLength">Bytes without the NULs at its end.</param>
    public static bool Proves(int hiddenLength, int revealedLength) => hiddenLength - revealedLength >= Proving;
}

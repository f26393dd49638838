namespace Sallyport.Cli.Doors;

/// <summary>What an outside door asks for, in which order.</summary>
internal enum Order
{
    /// <summary>The code by RADIUS, then the password: guessers spend their tries on codes and never meet the password.</summary>
    CodeFirst = 1,

    /// <summary>The password, then the factor by pam_duo.</summary>
    PasswordFirst = 2,

    /// <summary>The password, then login_duo as ForceCommand, which takes <c>DUO_PASSCODE</c> from programs; no forwarding.</summary>
    LoginDuo = 3,
}

namespace Sallyport.Authority.Configuration;

/// <summary>What a way of delivery is used for: the words of <c>for =</c>.</summary>
internal enum Purpose
{
    /// <summary>Passcodes to a phone number.</summary>
    Sms,

    /// <summary>A call to a phone number.</summary>
    Phone,

    /// <summary>"A login waits for you" to a device that took up a channel here.</summary>
    Push,

    /// <summary>"Somebody says that was not me" to the site's administrators.</summary>
    Alert,
}

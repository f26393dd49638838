namespace Sallyport.Cli.Sshd.Texts;

/// <summary>Prints the sentences that the authority left for a person.</summary>
internal static class NoticesScript
{
    /// <summary>
    /// The folder belongs to the authority, which is not root: the file is opened without following links, and no control
    /// character of it reaches a terminal.
    /// </summary>
    public static string For(string folder) => $"""
        #!/bin/sh
        dd if={folder}/"$PAM_USER" iflag=nofollow,nonblock bs=4096 count=1 status=none | tr -d '\000-\010\013-\037\177'

        """;
}

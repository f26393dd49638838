using System.Text;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Texts;

/// <summary>
/// The program that PAM runs in front of Duo's clients. They let everybody pass when their configuration is missing, empty, readable by others,
/// cut short, or exempts a group; this refuses then, and whatever else is not the file that the installer wrote.
/// </summary>
internal static class FactorGuard
{
    /// <summary>inih reads at most 200 bytes of a line and takes the rest for another line.</summary>
    private const int LongestLine = 190;

    public static string For(Door door, DuoClient client)
    {
        var (file, owner) = door.Order == Order.LoginDuo ? (door.Paths.LoginDuo, DuoClient.LoginDuoReader) : (door.Paths.PamDuo, "root");
        var text = new StringBuilder($$"""
            #!/bin/sh
            # Written by: sallyport sshd install. PAM runs it in front of Duo's client, which lets everybody pass when its configuration is not
            # as it demands. Any end but 0 is a refusal.
            file={{file}}
            refuse() {
                echo "$file $1, so the outside door {{door.Name}} refuses everybody; see: sallyport sshd check --name {{door.Name}}" >&2
                /usr/bin/logger -p auth.err -t {{door.Name}} "$file $1, so the outside door refuses everybody; see: sallyport sshd check" 2> /dev/null
                exit 1
            }
            [ "$(/usr/bin/stat -c '%F %a %U' "$file" 2> /dev/null)" = 'regular file 600 {{owner}}' ] || refuse 'is not a file of the user {{owner}} with mode 0600'

            """);
        if (door.Order == Order.LoginDuo)
            text.Append("[ \"$(/usr/bin/stat -c '%F %a %U' /usr/sbin/login_duo 2> /dev/null)\" = 'regular file 4755 root' ] || refuse 'is read by a login_duo that is not setuid root'\n");
        return text.Append(Lines(client)).ToString();
    }

    private static string Lines(DuoClient client) => $$"""
        section='' host='' ikey='' skey='' failmode=''
        while IFS= read -r line || [ -n "$line" ]; do
            [ "${#line}" -le {{LongestLine}} ] || refuse 'has a line that its reader would cut'
            case $line in
                '' | ';'*) ;;
                '[duo]') section=yes ;;
                'host = {{client.Host}}') host=$section ;;
                'ikey = '[!\ ]*) ikey=$section ;;
                'skey = '[!\ ]*) skey=$section ;;
                'failmode = secure') failmode=$section ;;
                {{(client.CertificateAuthority is null ? "" : $"'cafile = {client.CertificateAuthority}') ;;")}}
                'pushinfo = yes' | 'pushinfo = no' | 'autopush = yes' | 'autopush = no' | 'prompts = '[123]) ;;
                'accept_env_factor = yes' | 'accept_env_factor = no' | 'motd = yes' | 'motd = no') ;;
                'send_gecos = yes' | 'send_gecos = no' | 'fallback_local_ip = yes' | 'fallback_local_ip = no') ;;
                'https_timeout = '[1-9] | 'https_timeout = '[1-9][0-9]) ;;
                *) refuse 'has a line that the installer does not write' ;;
            esac
        done < "$file" || refuse 'cannot be read'
        [ -n "$host" ] && [ -n "$ikey" ] && [ -n "$skey" ] && [ -n "$failmode" ] || refuse 'lacks host, ikey, skey or failmode = secure'
        exit 0

        """;
}

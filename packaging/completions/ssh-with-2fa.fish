# fish completion for ssh-with-2fa; goes into ~/.config/fish/completions or /usr/share/fish/vendor_completions.d

set -l commands ssh scp sftp explain setup refresh remove link up down status passcode proxychains open mail print xpra gui doctor help version
set -l none "not __fish_seen_subcommand_from $commands"

complete -c ssh-with-2fa -f
complete -c ssh-with-2fa -n $none -l debug -d 'Tell each step'
complete -c ssh-with-2fa -n $none -l ask -d 'A person is there'
complete -c ssh-with-2fa -n $none -a ssh -d 'ssh, by the right way'
complete -c ssh-with-2fa -n $none -a scp -d 'scp, by the right way'
complete -c ssh-with-2fa -n $none -a sftp -d 'sftp, by the right way'
complete -c ssh-with-2fa -n $none -a explain -d 'Show the decision, run nothing'
complete -c ssh-with-2fa -n $none -a setup -d 'Fetch the profile and write the configuration'
complete -c ssh-with-2fa -n $none -a refresh -d 'Fetch the profile again'
complete -c ssh-with-2fa -n $none -a remove -d 'Take everything back that setup wrote'
complete -c ssh-with-2fa -n $none -a link -d 'Make a directory for the front of PATH'
complete -c ssh-with-2fa -n $none -a up -d 'Start the session'
complete -c ssh-with-2fa -n $none -a down -d 'End the session'
complete -c ssh-with-2fa -n $none -a status -d 'Show the session'
complete -c ssh-with-2fa -n $none -a passcode -d 'Run a command with a passcode'
complete -c ssh-with-2fa -n $none -a proxychains -d 'Write the file of proxychains'
complete -c ssh-with-2fa -n $none -a open -d 'Open an inside web page'
complete -c ssh-with-2fa -n $none -a mail -d 'Settings of a mail program'
complete -c ssh-with-2fa -n $none -a print -d 'Settings of a printing system'
complete -c ssh-with-2fa -n $none -a xpra -d 'Run a program with windows'
complete -c ssh-with-2fa -n $none -a gui -d 'Settings of FileZilla, WinSCP, PuTTY, Cyberduck'
complete -c ssh-with-2fa -n $none -a doctor -d 'Look for what may go wrong'
complete -c ssh-with-2fa -n $none -a help -d 'List the commands'
complete -c ssh-with-2fa -n $none -a version -d 'Print the version'

complete -c ssh-with-2fa -n '__fish_seen_subcommand_from ssh scp sftp' -a '(__fish_print_hostnames)'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from scp sftp passcode setup refresh' -F
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from explain' -a 'ssh scp sftp'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from passcode' -a 'sms push phone ssh scp sftp rsync'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup' -l user -x -d 'Login name at the site'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup' -l ca-fingerprint -x -d 'SHA-256 of the site CA'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup' -l key-fingerprint -x -d 'SHA-256 of the signing key'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup' -l domain -x -d 'domains that belong to the site'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup' -l yes -d 'Do not ask'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from setup remove' -l dry-run -d 'Write nothing'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from up' -l until -x -d 'End at HH:MM'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from up' -l warn -d 'Tell this terminal before the end'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from status' -l json -d 'For programs'
complete -c ssh-with-2fa -n '__fish_seen_subcommand_from proxychains' -l file -r -d 'Where to write'

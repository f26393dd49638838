# PowerShell completion for ssh-with-2fa; dot-source it from your $PROFILE

Register-ArgumentCompleter -Native -CommandName ssh-with-2fa -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commands = 'ssh', 'scp', 'sftp', 'explain', 'setup', 'refresh', 'remove', 'link', 'up', 'down', 'status', 'passcode',
        'proxychains', 'open', 'mail', 'print', 'xpra', 'gui', 'doctor', 'help', 'version'
    $options = @{
        explain     = 'ssh', 'scp', 'sftp'
        setup       = '--user', '--ca-fingerprint', '--key-fingerprint', '--domain', '--dry-run', '--yes'
        remove      = @('--dry-run')
        up          = '--until', '--warn'
        status      = @('--json')
        gui         = @('--known-hosts')
        passcode    = 'sms', 'push', 'phone', '--', 'ssh', 'scp', 'sftp', 'rsync'
        proxychains = '--file', '--'
    }

    $typed = $commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() }
    $command = $typed | Where-Object { $_ -notin '--debug', '--ask' -and $_ -ne $wordToComplete } | Select-Object -First 1
    $words = if ($command -in $commands) { $options[$command] } else { @('--debug', '--ask') + $commands }
    $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}

#!/bin/bash
# What:     SSH.NET's ConnectionInfo.Timeout while a person reads a code off a phone and types it (AuthenticationPrompt), and after a wrong code.
# Versions: SSH.NET 2026.0.0 on .NET 10; npm ssh2 1.17.0 as the server.
# Expected: the timeout is for the network: it runs while the server owes an answer, not while the program's own event handler asks the person.
# Seen:     it runs through the handler too: whoever types longer than Timeout (30 seconds unless set) gets "Session operation has timed out", and the code is
#           never sent. And the handler is called once: after a wrong code SSH.NET does not ask again, although the server would.
# Matters:  a code by mail or text message often takes longer than half a minute. Ask for the code before Connect, or set Timeout to minutes and give the
#           server's own delays a limit of their own.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . ssh2@1.17.0 > /dev/null
ssh-keygen -q -t rsa -m PEM -N '' -f host
cat > server.js <<'J'
const { Server } = require('ssh2'), fs = require('fs');
new Server({ hostKeys: [fs.readFileSync('host')] }, c => c.on('error', () => {}).on('authentication', x => {
  if (x.method !== 'keyboard-interactive') return x.reject(['keyboard-interactive']);
  x.prompt([{ prompt: 'Passcode: ', echo: false }], a => { if (a) { fs.appendFileSync('answers', a[0] + ';'); a[0] === '123456' ? x.accept() : x.reject(['keyboard-interactive']); } });
})).listen(0, '127.0.0.1', function () { fs.writeFileSync('port', `${this.address().port}`); });
J
cat > finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
<ItemGroup><PackageReference Include="SSH.NET" Version="[2026.0.0]" /></ItemGroup></Project>
C
cat > Program.cs <<'C'
using Renci.SshNet; using Renci.SshNet.Common;
string Login(int timeout, int typing, params string[] codes)
{
    var asked = 0; var method = new KeyboardInteractiveAuthenticationMethod("alice");
    method.AuthenticationPrompt += (_, e) => { Thread.Sleep(TimeSpan.FromSeconds(typing)); e.Prompts[0].Response = codes[asked++]; };
    using var client = new SshClient(new ConnectionInfo("127.0.0.1", int.Parse(File.ReadAllText("port")), "alice", method) { Timeout = TimeSpan.FromSeconds(timeout) });
    try { client.Connect(); return "let in"; } catch (SshOperationTimeoutException) { return "timed out"; } catch (SshAuthenticationException) { return $"refused, asked {asked} times"; }
}
Console.WriteLine($"{Login(30, 6, "123456")}; {Login(3, 6, "123456")}; {Login(30, 0, "111111", "123456")}");
C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet build -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
node server.js & pids=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
seen=$(dotnet out/finding.dll)
echo "expected: let in; let in; let in (typing for 6 seconds with a timeout of 30 and of 3, and the right code at the second prompt)"
echo "seen:     $seen (the server got $(cat answers))"
[ "$seen" = 'let in; timed out; refused, asked 1 times' ] || { echo "CHANGED"; exit 1; }
echo "still so: the clock runs while the person types"

#!/bin/bash
# What:     a message to three people of whom the server refuses one, sent by MailKit and by nodemailer.
# Versions: MailKit 4.18.2 on .NET 10; npm nodemailer 10.6.0, smtp-server 3.21.6.
# Expected: SMTP answers for each recipient (RFC 5321, section 3.3), and a sender goes on with those who were taken, telling who was not: so nodemailer does.
# Seen:     MailKit throws at the first refusal, before DATA: nobody gets the message, the two good addresses neither, and the exception names one.
# Matters:  a notice to several addresses ("a new device was added", to the person's two mailboxes) is lost as a whole when one mailbox is gone. Send a
#           message for each address, or override OnRecipientNotAccepted.
set -euo pipefail
work=$(mktemp -d); server=; trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . nodemailer@10.6.0 smtp-server@3.21.6 > /dev/null 2>&1
cat > server.js <<'J'
const { SMTPServer } = require('smtp-server'), fs = require('fs');
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onRcptTo: (address, session, done) => done(address.address.startsWith('gone') ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
  onData: (stream, session, done) => stream.resume().on('end', () => { fs.appendFileSync('delivered', session.envelope.rcptTo.map(r => r.address).join(',')); done(); }),
});
const listener = smtp.listen(0, '127.0.0.1', () => fs.writeFileSync('port', String(listener.address().port)));
J
node server.js & server=$!; for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done; port=$(cat port)
cat > send.js <<'J'
require('nodemailer').createTransport({ host: '127.0.0.1', port: +process.argv[2], ignoreTLS: true })
  .sendMail({ from: 'door@example.org', to: ['one@example.org', 'gone@example.org', 'two@example.org'], text: 'x' }).then(() => console.log('sent'), e => console.log(e.message));
J
cat > finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
<ItemGroup><PackageReference Include="MailKit" Version="[4.18.2]" /></ItemGroup></Project>
C
cat > Program.cs <<'C'
var message = new MimeKit.MimeMessage { Body = new MimeKit.TextPart("plain") { Text = "x" } };
message.From.Add(MimeKit.MailboxAddress.Parse("door@example.org"));
foreach (var to in new[] { "one@example.org", "gone@example.org", "two@example.org" }) message.To.Add(MimeKit.MailboxAddress.Parse(to));
using var client = new MailKit.Net.Smtp.SmtpClient();
client.Connect("127.0.0.1", int.Parse(args[0]), MailKit.Security.SecureSocketOptions.None);
try { client.Send(message); Console.WriteLine("sent"); } catch (MailKit.Net.Smtp.SmtpCommandException e) { Console.WriteLine($"{e.ErrorCode}: {e.Mailbox?.Address}"); }
C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet build -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
: > delivered; node=$(node send.js "$port"); node_got=$(cat delivered)
: > delivered; mailkit=$(dotnet out/finding.dll "$port"); mailkit_got=$(cat delivered)
echo "nodemailer: $node, delivered to ${node_got:-nobody}"
echo "MailKit:    $mailkit, delivered to ${mailkit_got:-nobody} (expected the same two)"
[ "$node_got" = one@example.org,two@example.org ] && [ -z "$mailkit_got" ] && [[ $mailkit == RecipientNotAccepted* ]] || { echo "CHANGED"; exit 1; }
echo "still so: one refused mailbox and nobody gets the message"

#!/bin/bash
# What:     the VAPID audience ("aud") that Lib.Net.Http.WebPush signs for a push service on a port of its own.
# Versions: Lib.Net.Http.WebPush 3.3.1 on .NET 10; npm web-push 3.6.7 as the other side. The request is caught, nothing is sent.
# Expected: RFC 8292, section 2: "aud" is the origin of the push resource, and an origin has the port: https://push.example.org:8443.
# Seen:     the port is left out: https://push.example.org. npm's web-push writes it.
# Matters:  push services on 443 never show it. A self-hosted one (autopush, a UnifiedPush distributor, a test service) on another port answers 401 to
#           each push, and the browser's subscription looks broken.
set -euo pipefail
work=$(mktemp -d); pids=; trap '[ -z "$pids" ] || kill $pids 2> /dev/null; rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . web-push@3.6.7 > /dev/null
cat > finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
<ItemGroup><PackageReference Include="Lib.Net.Http.WebPush" Version="[3.3.1]" /></ItemGroup></Project>
C
cat > Program.cs <<'C'
using System.Net; using System.Security.Cryptography; using System.Text.RegularExpressions;
using Lib.Net.Http.WebPush; using Lib.Net.Http.WebPush.Authentication;
using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256); var q = key.ExportParameters(true);
static string Url(byte[] b) => Convert.ToBase64String(b).TrimEnd('=').Replace('+', '-').Replace('/', '_');
byte[] point = [4, .. q.Q.X!, .. q.Q.Y!];
var client = new PushServiceClient(new HttpClient(new Catch())) { DefaultAuthentication = new VapidAuthentication(Url(point), Url(q.D!)) { Subject = "mailto:a@example.org" } };
var subscription = new PushSubscription { Endpoint = "https://push.example.org:8443/x" };
subscription.SetKey(PushEncryptionKeyName.P256DH, Url(point)); subscription.SetKey(PushEncryptionKeyName.Auth, Url(RandomNumberGenerator.GetBytes(16)));
await client.RequestPushMessageDeliveryAsync(subscription, new PushMessage("hello"));
sealed class Catch : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var claims = Regex.Match(request.Headers.GetValues("Authorization").First(), @"t=[^.]+\.([^.]+)\.").Groups[1].Value.Replace('-', '+').Replace('_', '/');
        var json = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(claims.PadRight((claims.Length + 3) / 4 * 4, '=')));
        Console.WriteLine(System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("aud").GetString());
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created));
    }
}
C
cat > other.js <<'J'
const push = require('web-push'), keys = push.generateVAPIDKeys(), pair = require('crypto').createECDH('prime256v1'); pair.generateKeys();
const details = push.generateRequestDetails({ endpoint: 'https://push.example.org:8443/x', keys: { p256dh: pair.getPublicKey('base64url'), auth: Buffer.alloc(16, 1).toString('base64url') } },
  'hello', { vapidDetails: { subject: 'mailto:a@example.org', ...keys } });
console.log(JSON.parse(Buffer.from(details.headers.Authorization.match(/t=[^.]+\.([^.]+)\./)[1], 'base64url')).aud);
J
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet build -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
seen=$(dotnet out/finding.dll); other=$(node other.js)
echo "expected: https://push.example.org:8443 (npm web-push: $other)"
echo "seen:     $seen"
[ "$seen $other" = 'https://push.example.org https://push.example.org:8443' ] || { echo "CHANGED"; exit 1; }
echo "still so: the audience is without the port"

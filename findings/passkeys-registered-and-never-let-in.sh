#!/bin/bash
# What:     a passkey on P-384 (ES384, which newer security keys can make) given to five WebAuthn libraries as they come.
# Versions: npm @simplewebauthn/server 14.0.3, fido2-lib 3.5.9; Debian python3-fido2 0.9.1-1; Fido2 4.0.1 on .NET 10; Debian libauthen-webauthn-perl 0.001-2.
# Expected: a library that cannot verify a kind of key refuses it at the registration; one that takes it can verify it.
# Seen:     simplewebauthn and Perl refuse it at the registration, .NET takes it and lets it in. fido2-lib and python-fido2 register it, and fail at
#           every login ("Unsupported key format", NotImplementedError). ES256 passes in all five both times.
# Matters:  the user has a passkey that was accepted and never opens anything. Compare the key's algorithm with the list that was offered, and verify
#           one assertion before a passkey counts.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-fido2=0.9.1-1 python3-cryptography python3-cffi-backend python3-six \
  libauthen-webauthn-perl=0.001-2 libcryptx-perl libcbor-xs-perl libmouse-perl libcrypt-openssl-x509-perl libconvert-asn1-perl libjson-perl liburi-perl libtypes-serialiser-perl libcommon-sense-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
npm install --silent --no-audit --no-fund --prefix . @simplewebauthn/server@14.0.3 fido2-lib@3.5.9 > /dev/null
cat > authenticator.js <<'J'
// a software authenticator: one registration and one assertion for a new key of the given kind, as a browser hands them over
const crypto = require('crypto'), fs = require('fs');
const b64 = b => Buffer.from(b).toString('base64url'), sha = b => crypto.createHash('sha256').update(b).digest();
function head(major, n) { return n < 24 ? Buffer.from([major << 5 | n]) : n < 256 ? Buffer.from([major << 5 | 24, n]) : Buffer.from([major << 5 | 25, n >> 8, n & 255]); }
function cbor(v) {
  if (typeof v === 'number') return v < 0 ? head(1, -1 - v) : head(0, v);
  if (typeof v === 'string') return Buffer.concat([head(3, v.length), Buffer.from(v)]);
  if (Buffer.isBuffer(v)) return Buffer.concat([head(2, v.length), v]);
  return Buffer.concat([head(5, v.length), ...v.flat().map(cbor)]);                       // a map, as a list of pairs
}
const kinds = {
  ES256: [-7, 'sha256', () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }), j => [[1, 2], [3, -7], [-1, 1], [-2, j.x], [-3, j.y]]],
  ES384: [-35, 'sha384', () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-384' }), j => [[1, 2], [3, -35], [-1, 2], [-2, j.x], [-3, j.y]]],
  PS256: [-37, 'sha256', () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }), j => [[1, 3], [3, -37], [-1, j.n], [-2, j.e]]],
  RS256: [-257, 'sha256', () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }), j => [[1, 3], [3, -257], [-1, j.n], [-2, j.e]]],
};
fs.writeFileSync('ceremonies.json', JSON.stringify(process.argv.slice(2).map(kind => {
  const [, hash, make, cose] = kinds[kind], { publicKey, privateKey } = make(), jwk = publicKey.export({ format: 'jwk' });
  for (const k of ['x', 'y', 'n', 'e']) if (jwk[k]) jwk[k] = Buffer.from(jwk[k], 'base64url');
  const id = crypto.randomBytes(32), challenges = [crypto.randomBytes(32), crypto.randomBytes(32)].map(b64);
  const client = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin: 'https://example.org', crossOrigin: false }));
  const data = flags => Buffer.concat([sha('example.org'), Buffer.from([flags, 0, 0, 0, 0])]);
  const created = Buffer.concat([data(0x45), Buffer.alloc(16), Buffer.from([0, 32]), id, cbor(cose(jwk))]);
  const [first, second] = [client('webauthn.create', challenges[0]), client('webauthn.get', challenges[1])];
  const pss = kind === 'PS256' ? { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};       // RFC 8230: the salt is as long as the hash
  const signature = crypto.sign(hash, Buffer.concat([data(0x05), sha(second)]), { key: privateKey, ...pss });
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  return { kind, challenges, registration: { ...common, response: { clientDataJSON: b64(first), attestationObject: b64(cbor([['fmt', 'none'], ['attStmt', []], ['authData', created]])) } },
    assertion: { ...common, response: { clientDataJSON: b64(second), authenticatorData: b64(data(0x05)), signature: b64(signature) } } };
})));
J
cat > simplewebauthn.mjs <<'J'
import fs from 'fs'; import { verifyRegistrationResponse, verifyAuthenticationResponse } from '@simplewebauthn/server';
for (const t of JSON.parse(fs.readFileSync('ceremonies.json'))) {
  const common = { expectedOrigin: 'https://example.org', expectedRPID: 'example.org' }; let at = 'register';
  try {
    const r = await verifyRegistrationResponse({ response: t.registration, expectedChallenge: t.challenges[0], ...common }); at = 'login';
    const a = await verifyAuthenticationResponse({ response: t.assertion, expectedChallenge: t.challenges[1], credential: r.registrationInfo.credential, ...common });
    console.log(t.kind, r.verified && a.verified ? 'accepted' : 'refused');
  } catch (e) { console.log(t.kind, 'refused at ' + at); }
}
J
cat > fido2lib.mjs <<'J'
import fs from 'fs'; import { Fido2Lib } from 'fido2-lib';
const bytes = s => new Uint8Array(Buffer.from(s, 'base64url')).buffer, common = { origin: 'https://example.org', factor: 'either' }, library = new Fido2Lib({ rpId: 'example.org' });
for (const t of JSON.parse(fs.readFileSync('ceremonies.json'))) {
  const id = { id: bytes(t.registration.id), rawId: bytes(t.registration.id) }; let at = 'register';
  try {
    const r = await library.attestationResult({ ...t.registration, ...id }, { challenge: t.challenges[0], ...common }); at = 'login';
    await library.assertionResult({ ...t.assertion, ...id, response: { ...t.assertion.response, authenticatorData: bytes(t.assertion.response.authenticatorData) } },
      { challenge: t.challenges[1], publicKey: r.authnrData.get('credentialPublicKeyPem'), prevCounter: r.authnrData.get('counter'), userHandle: null, ...common });
    console.log(t.kind, 'accepted');
  } catch (e) { console.log(t.kind, 'refused at ' + at); }
}
J
cat > fido2_.py <<'P'
import base64, json
from fido2.client import ClientData
from fido2.ctap2 import AttestationObject, AuthenticatorData
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity
raw = lambda s: base64.urlsafe_b64decode(s + '=' * (-len(s) % 4))
server = Fido2Server(PublicKeyCredentialRpEntity('example.org', 'finding'))
for t in json.load(open('ceremonies.json')):
    at, r, a = 'register', t['registration']['response'], t['assertion']['response']
    try:
        made = server.register_complete({'challenge': t['challenges'][0], 'user_verification': None}, ClientData(raw(r['clientDataJSON'])), AttestationObject(raw(r['attestationObject'])))
        at = 'login'
        server.authenticate_complete({'challenge': t['challenges'][1], 'user_verification': None}, [made.credential_data], raw(t['assertion']['id']), ClientData(raw(a['clientDataJSON'])),
                                     AuthenticatorData(raw(a['authenticatorData'])), raw(a['signature']))
        print(t['kind'], 'accepted')
    except Exception: print(t['kind'], 'refused at', at)
P
cat > webauthn.pl <<'P'
use JSON; use Authen::WebAuthn; local $/; open my $f, '<', 'ceremonies.json'; my $library = Authen::WebAuthn->new(rp_id => 'example.org', origin => 'https://example.org');
for my $t (@{decode_json(<$f>)}) {
  my ($at, $r, $a) = ('register', $t->{registration}{response}, $t->{assertion}{response});
  eval {
    my $made = $library->validate_registration(challenge_b64 => $t->{challenges}[0], requested_uv => 'preferred', client_data_json_b64 => $r->{clientDataJSON}, attestation_object_b64 => $r->{attestationObject}); $at = 'login';
    $library->validate_assertion(challenge_b64 => $t->{challenges}[1], credential_pubkey_b64 => $made->{credential_pubkey}, stored_sign_count => $made->{signature_count}, requested_uv => 'preferred',
      client_data_json_b64 => $a->{clientDataJSON}, authenticator_data_b64 => $a->{authenticatorData}, signature_b64 => $a->{signature}); 1
  } and print "$t->{kind} accepted\n" or print "$t->{kind} refused at $at\n";
}
P
mkdir net; cat > net/finding.csproj <<'C'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
<ItemGroup><PackageReference Include="Fido2" Version="[4.0.1]" /></ItemGroup></Project>
C
cat > net/Program.cs <<'C'
using Fido2NetLib; using System.Text.Json;
var library = new Fido2(new Fido2Configuration { ServerDomain = "example.org", ServerName = "finding", Origins = new HashSet<string> { "https://example.org" } });
foreach (var t in JsonDocument.Parse(File.ReadAllText("ceremonies.json")).RootElement.EnumerateArray()) {
  var kind = t.GetProperty("kind").GetString(); var at = "register";
  byte[] Challenge(int i) => System.Buffers.Text.Base64Url.DecodeFromChars(t.GetProperty("challenges")[i].GetString()!);
  try {
    var offered = library.RequestNewCredential(new RequestNewCredentialParams { User = new Fido2User { Id = [1], Name = "a", DisplayName = "a" } });
    typeof(CredentialCreateOptions).GetProperty("Challenge")!.SetValue(offered, Challenge(0));
    var made = await library.MakeNewCredentialAsync(new MakeNewCredentialParams { AttestationResponse = t.GetProperty("registration").Deserialize<AuthenticatorAttestationRawResponse>()!, OriginalOptions = offered, IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true) });
    at = "login";
    var asked = library.GetAssertionOptions(new GetAssertionOptionsParams { AllowedCredentials = [] });
    typeof(AssertionOptions).GetProperty("Challenge")!.SetValue(asked, Challenge(1));
    await library.MakeAssertionAsync(new MakeAssertionParams { AssertionResponse = t.GetProperty("assertion").Deserialize<AuthenticatorAssertionRawResponse>()!, OriginalOptions = asked, StoredPublicKey = made.PublicKey, StoredSignatureCounter = made.SignCount, IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true) });
    Console.WriteLine($"{kind} accepted");
  } catch (Exception) { Console.WriteLine($"{kind} refused at {at}"); }
}
C
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build net -v q -clp:ErrorsOnly --nologo -o out > build.log || { cat build.log; exit 1; }
node authenticator.js ES256 ES384
{
  echo "simplewebauthn: $(node simplewebauthn.mjs | paste -sd,)"
  echo "fido2-lib: $(node fido2lib.mjs | paste -sd,)"
  echo "python-fido2: $(PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore /usr/bin/python3 fido2_.py | paste -sd,)"
  echo "Fido2 for .NET: $(dotnet out/finding.dll | paste -sd,)"
  echo "Authen::WebAuthn: $(PERL5LIB=$work/usr/share/perl5:$(find "$work/usr/lib" -type d -path '*/perl5/5.*' -prune | head -1) perl webauthn.pl | paste -sd,)"
} | tee seen
echo "expected: ES384 accepted, or refused at register"
cat > known <<'K'
simplewebauthn: ES256 accepted,ES384 refused at register
fido2-lib: ES256 accepted,ES384 refused at login
python-fido2: ES256 accepted,ES384 refused at login
Fido2 for .NET: ES256 accepted,ES384 accepted
Authen::WebAuthn: ES256 accepted,ES384 refused at register
K
cmp -s seen known || { echo "CHANGED"; exit 1; }
echo "still so: two register what they cannot verify"

#!/bin/bash
# What:     a passkey with PS256 (RSA-PSS with SHA-256) given to python-fido2 and Perl's Authen::WebAuthn.
# Versions: Debian python3-fido2 0.9.1-1, libauthen-webauthn-perl 0.001-2; the signature is checked by Node's crypto before.
# Expected: accepted: both know PS256 by name, python-fido2 offers it to the browser by default.
# Seen:     registered, and "Invalid signature" at each login. python-fido2 wants a salt of the greatest length that fits the key (222 bytes), and
#           Authen::WebAuthn one of 12, its crypto library's default; RFC 8230 says as long as the hash (32). RS256 passes in both.
# Matters:  the user's device is right, and is refused as if it had been tampered with. Leave PS256 out of the list that is offered.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq python3-fido2=0.9.1-1 python3-cryptography python3-cffi-backend python3-six \
  libauthen-webauthn-perl=0.001-2 libcryptx-perl libcbor-xs-perl libmouse-perl libcrypt-openssl-x509-perl libconvert-asn1-perl libjson-perl liburi-perl libtypes-serialiser-perl libcommon-sense-perl 2> apt.log || { cat apt.log; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" .; done
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
  if (!crypto.verify(hash, Buffer.concat([data(0x05), sha(second)]), { key: publicKey, ...pss }, signature)) throw new Error('signature');
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  return { kind, challenges, registration: { ...common, response: { clientDataJSON: b64(first), attestationObject: b64(cbor([['fmt', 'none'], ['attStmt', []], ['authData', created]])) } },
    assertion: { ...common, response: { clientDataJSON: b64(second), authenticatorData: b64(data(0x05)), signature: b64(signature) } } };
})));
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
node authenticator.js RS256 PS256
offered=$(PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore /usr/bin/python3 -c '
from fido2.server import Fido2Server; from fido2.webauthn import PublicKeyCredentialRpEntity
print(-37 in [a.alg for a in Fido2Server(PublicKeyCredentialRpEntity("example.org", "finding")).allowed_algorithms])')
python=$(PYTHONPATH=$work/usr/lib/python3/dist-packages PYTHONWARNINGS=ignore /usr/bin/python3 fido2_.py | paste -sd,)
perl=$(PERL5LIB=$work/usr/share/perl5:$(find "$work/usr/lib" -type d -path '*/perl5/5.*' -prune | head -1) perl webauthn.pl | paste -sd,)
echo "python-fido2 (offers PS256: $offered): $python"; echo "Authen::WebAuthn: $perl"
echo "expected: RS256 accepted,PS256 accepted twice"
[ "$offered" = True ] && [ "$python" = 'RS256 accepted,PS256 refused at login' ] && [ "$perl" = 'RS256 accepted,PS256 refused at login' ] || { echo "CHANGED"; exit 1; }
echo "still so: PS256 is registered and never verified"

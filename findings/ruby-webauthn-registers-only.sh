#!/bin/bash
# What:     a passkey (ES256, the kind of every authenticator) registered and used with Debian's ruby-webauthn.
# Versions: Debian ruby-webauthn 2.5.2-1, ruby-cose 1.2.0-2, ruby3.1 with OpenSSL 3.0.
# Expected: registered and let in.
# Seen:     registered, and an exception at every login: ruby-cose builds the public key by setting its parts, which Ruby's OpenSSL cannot
#           do from OpenSSL 3.0 on ("pkeys are immutable"; for RSA "incompatible with OpenSSL 3.0"). A registration without an attestation never
#           builds the key.
# Matters:  the package of the distribution enrols users until the first of them comes back. A packaged library of this kind is to be tried with one
#           whole login, not with a registration.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -qq ruby-webauthn=2.5.2-1 ruby-cose=1.2.0-2 ruby-cbor ruby-awrence ruby-bindata ruby-jwt ruby-android-key-attestation ruby-openssl-signature-algorithm ruby-safety-net-attestation \
  ruby-tpm-key-attestation ruby3.1 libruby3.1 ruby-rubygems 2> apt.log || { cat apt.log; exit 1; }
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
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  return { kind, challenges, registration: { ...common, response: { clientDataJSON: b64(first), attestationObject: b64(cbor([['fmt', 'none'], ['attStmt', []], ['authData', created]])) } },
    assertion: { ...common, response: { clientDataJSON: b64(second), authenticatorData: b64(data(0x05)), signature: b64(signature) } } };
})));
J
cat > passkey.rb <<'R'
require 'json'
require 'webauthn'
WebAuthn.configure { |c| c.origin = 'https://example.org'; c.rp_name = 'finding' }
JSON.parse(File.read('ceremonies.json')).each do |t|
  begin
    at = 'register'; made = WebAuthn::Credential.from_create(t['registration']); made.verify(t['challenges'][0])
    at = 'login'; WebAuthn::Credential.from_get(t['assertion']).verify(t['challenges'][1], public_key: made.public_key, sign_count: made.sign_count)
    puts "#{t['kind']} accepted"
  rescue StandardError => e
    puts "#{t['kind']} at #{at}: #{e.message}"
  end
end
R
node authenticator.js ES256 RS256
libraries=$(find "$work/usr/lib/ruby" "$work/usr/lib/"*-linux-gnu/ruby "$work/usr/lib/"*-linux-gnu/rubygems-integration "$work/usr/share/rubygems-integration" -type d \( -name lib -o -name vendor_ruby -o -path '*/ruby/3.1.0' -o -path '*/vendor_ruby/3.1.0' -o -path '*/extensions/*/3.1.0/*' \) | tr '\n' ':')
seen=$(LD_LIBRARY_PATH=$(echo "$work"/usr/lib/*-linux-gnu) RUBYLIB=$libraries usr/bin/ruby3.1 passkey.rb)
echo "expected: ES256 accepted, RS256 accepted"
echo "$seen"
[ "$seen" = 'ES256 at login: pkeys are immutable on OpenSSL 3.0
RS256 at login: rsa#set_key= is incompatible with OpenSSL 3.0' ] || { echo "CHANGED"; exit 1; }
echo "still so: registered, and never let in"

#!/bin/bash
# What:     a passkey that is registered and used inside a frame of another site (topOrigin in the client data, WebAuthn level 3).
# Versions: npm @simplewebauthn/server 14.0.3.
# Expected: both ceremonies treated alike: accepted, or both refused without expectedTopOrigin.
# Seen:     the registration passes, whatever the outer site is; the login is refused ("Detected cross-origin authentication response").
#           crossOrigin alone, as browsers sent it before, passes both times.
# Matters:  a portal shown in a frame enrols passkeys for everybody and then lets nobody in, from the day on which the browser begins to send topOrigin.
#           Look at topOrigin yourself before a passkey is stored.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix . @simplewebauthn/server@14.0.3 > /dev/null
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
};
fs.writeFileSync('ceremonies.json', JSON.stringify(process.argv.slice(2).map(frame => {
  const kind = 'ES256', more = JSON.parse(frame);
  const [, hash, make, cose] = kinds[kind], { publicKey, privateKey } = make(), jwk = publicKey.export({ format: 'jwk' });
  for (const k of ['x', 'y', 'n', 'e']) if (jwk[k]) jwk[k] = Buffer.from(jwk[k], 'base64url');
  const id = crypto.randomBytes(32), challenges = [crypto.randomBytes(32), crypto.randomBytes(32)].map(b64);
  const client = (type, challenge) => Buffer.from(JSON.stringify({ type, challenge, origin: 'https://example.org', ...more }));
  const data = flags => Buffer.concat([sha('example.org'), Buffer.from([flags, 0, 0, 0, 0])]);
  const created = Buffer.concat([data(0x45), Buffer.alloc(16), Buffer.from([0, 32]), id, cbor(cose(jwk))]);
  const [first, second] = [client('webauthn.create', challenges[0]), client('webauthn.get', challenges[1])];
  const pss = kind === 'PS256' ? { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};       // RFC 8230: the salt is as long as the hash
  const signature = crypto.sign(hash, Buffer.concat([data(0x05), sha(second)]), { key: privateKey, ...pss });
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  return { kind: frame, challenges, registration: { ...common, response: { clientDataJSON: b64(first), attestationObject: b64(cbor([['fmt', 'none'], ['attStmt', []], ['authData', created]])) } },
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
  } catch (e) { console.log(t.kind, `refused at ${at}: ${e.message.slice(0, 46)}`); }
}
J
node authenticator.js '{"crossOrigin":false}' '{"crossOrigin":true}' '{"crossOrigin":true,"topOrigin":"https://www.example.com"}'
seen=$(node simplewebauthn.mjs); echo "$seen"
echo "expected: accepted, or refused at register"
[ "$seen" = '{"crossOrigin":false} accepted
{"crossOrigin":true} accepted
{"crossOrigin":true,"topOrigin":"https://www.example.com"} refused at login: Detected cross-origin authentication response ' ] || { echo "CHANGED"; exit 1; }
echo "still so: the registration does not look at topOrigin"

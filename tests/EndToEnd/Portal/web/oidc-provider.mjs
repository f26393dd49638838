// The OpenID provider that the portal's tests sign in at: node-oidc-provider with its own development pages, on TLS.
//   oidc-provider.mjs PORT CERTIFICATE KEY REDIRECT-URI CLIENT-SECRET
// A login name becomes the claim preferred_username; the password is not looked at. Prints "ready" when it listens.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const [port, certificate, key, redirect, secret] = process.argv.slice(2);
const issuer = `https://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'sallyport', client_secret: secret, redirect_uris: [redirect], token_endpoint_auth_method: 'client_secret_basic' }],
  claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
  cookies: { keys: [secret] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `subject-of-${id}`, preferred_username: id, email: `${id}@example.org` }) }),
});

createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, provider.callback())
  .listen(Number(port), '127.0.0.1', () => console.log('ready'));

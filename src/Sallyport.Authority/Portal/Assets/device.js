// This browser as a device of its person: a key that WebCrypto never lets out, kept by IndexedDB together with whose it is.

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const signing = { name: 'ECDSA', hash: 'SHA-256' };

export const newKey = () => crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);

export const publicKey = async pair => base64url(await crypto.subtle.exportKey('spki', pair.publicKey));

/** Signs lines of text, joined by line feeds. */
export const sign = async (pair, lines) => base64url(await crypto.subtle.sign(signing, pair.privateKey, new TextEncoder().encode(lines.join('\n'))));

/** The device that this browser is, or undefined: { person, id, name, pair }. */
export const load = () => store('readonly', devices => devices.get('this'));

export const save = device => store('readwrite', devices => devices.put(device, 'this'));

export const forget = () => store('readwrite', devices => devices.delete('this'));

/** Asks the authority in this device's name: a signature over what is asked and when proves who asks. */
export async function ask(device, method, path, body, signal) {
  const time = Math.floor(Date.now() / 1000).toString();
  const text = body === undefined ? '' : JSON.stringify(body);
  const digest = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const signature = await sign(device.pair, ['sallyport request 1', method, path, device.person, device.id, time, digest]);
  return fetch(path, {
    method,
    signal,
    cache: 'no-store',
    credentials: 'omit',
    headers: {
      'Sallyport-Device': [encodeURIComponent(device.person), device.id, time, signature].join(' '),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : text,
  });
}

/** Where Web Push reaches this browser, or undefined where the browser or its person does not want that. */
export async function subscribe(serverKey) {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64url(serverKey) });
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

export function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64url(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
}

function store(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('sallyport', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('devices');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('devices', mode);
      const request = act(transaction.objectStore('devices'));
      transaction.oncomplete = () => { opening.result.close(); resolve(request.result); };
      transaction.onabort = () => { opening.result.close(); reject(transaction.error); };
    };
  });
}

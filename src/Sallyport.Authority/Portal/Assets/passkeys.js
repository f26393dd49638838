// Passkeys: asks the browser for one to sign in with, or makes a new one. What counts is checked by the server.
const known = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;

async function send(address, message) {
  const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(message) });
  if (answer.status === 401 || answer.status === 403 && !answer.headers.get('Content-Type')) {
    location.reload();
    throw new Error('');
  }
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error);
  return said;
}

// The person closed the browser's dialogue, or it ran out of time: that is no fault.
const saying = (fault, part) => fault.name === 'NotAllowedError' || fault.name === 'AbortError' || fault.name === 'InvalidStateError' ? part.dataset.givenUp : fault.message;

async function run(part, act) {
  const error = part.querySelector('.error');
  const button = part.querySelector('button');
  error.hidden = true;
  button.disabled = true;
  try {
    const question = await send(part.dataset.begin, {});
    const answer = await act(question);
    location.assign((await send(part.dataset.end, { state: question.state, ...answer })).next);
  } catch (fault) {
    error.textContent = saying(fault, part);
    error.hidden = error.textContent === '';
    button.disabled = false;
  }
}

const use = document.getElementById('use-passkey');
if (use && known) {
  use.hidden = false;
  use.querySelector('button').addEventListener('click', () => run(use, async question => {
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question.options) });
    return { credential: credential.toJSON(), next: use.dataset.next };
  }));
}

const add = document.getElementById('add-passkey');
if (add) {
  add.addEventListener('submit', event => {
    event.preventDefault();
    if (!known) {
      const error = add.querySelector('.error');
      error.textContent = add.dataset.notSupported;
      error.hidden = false;
      return;
    }
    run(add, async question => {
      const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question.options) });
      return { credential: credential.toJSON(), name: add.elements.name.value };
    });
  });
}

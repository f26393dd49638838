// Makes this browser a device of the person whose ticket is in the address, behind the #: browsers send that part to nobody.

import { load, newKey, publicKey, save, sign } from './device.js';

const page = document.getElementById('enrol');
const form = document.getElementById('naming');
const ticket = new URLSearchParams(location.hash.slice(1));
const person = ticket.get('person');
const code = ticket.get('code');

/** Shows one of the page's states; its words are in the page. */
function show(state) {
  for (const part of page.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state;
  page.dataset.showing = state;
}

async function enrol(name) {
  const pair = await newKey();
  const key = await publicKey(pair);
  const signature = await sign(pair, ['sallyport enrolment 1', person, code, key, name]);
  const reply = await fetch('/portal/devices/key', {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ person, code, name, key, signature }),
  });
  const said = await reply.json();
  if (!reply.ok) throw new Error(said.reason);
  await save({ person, id: said.id, name, pair });
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const button = form.querySelector('button');
  const problem = form.querySelector('[role=alert]');
  button.disabled = true;
  problem.hidden = true;
  try {
    await enrol(form.elements.namedItem('name').value.trim());
    // The ticket is used up: it need not stay in the history.
    history.replaceState(null, '', location.pathname);
    show('done');
  } catch (fault) {
    problem.textContent = fault.message;
    problem.hidden = false;
    button.disabled = false;
  }
});

if (!person || !code) {
  show('no-ticket');
} else {
  page.querySelector('[data-person]').textContent = person;
  page.querySelector('[data-replaces]').hidden = !await load();
  show('naming');
}

// The Approve page: shows the login that waits for this device, and signs what its person says to it.

import { ask, load, sign, subscribe } from './device.js';

const page = document.getElementById('approve');
const form = document.getElementById('question');
const number = form.elements.namedItem('number');
let device;
let waiting;
let ends;
let ticking;

/** Shows one of the page's states; its words are in the page. */
function show(state) {
  for (const part of page.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state;
  page.dataset.showing = state;
}

function question(push) {
  if (waiting?.id === push.id) return;
  waiting = push;
  ends = performance.now() + push.left * 1000;
  for (const name of ['person', 'host', 'source', 'command', 'type', 'displayName']) {
    const line = form.querySelector(`[data-line=${name}]`);
    line.hidden = !push[name];
    line.querySelector('dd').textContent = push[name] ?? '';
  }
  tell(push);
  const made = form.querySelector('[data-line=made] dd time');
  made.dateTime = push.made;
  made.textContent = new Date(push.made).toLocaleTimeString();
  form.querySelector('[data-line=number]').hidden = !push.asksNumber;
  number.value = '';
  number.required = push.asksNumber;
  number.removeAttribute('aria-invalid');
  document.getElementById('wrong-number').hidden = true;
  setBusy(false);
  show('question');
  (push.asksNumber ? number : form.querySelector('[value=approve]')).focus();
  clearInterval(ticking);
  ticking = setInterval(tick, 1000);
  tick();
}

/** What the host says in its own words stands apart from what the authority knows. */
function tell(push) {
  form.querySelector('[data-told]').hidden = !push.type && !push.displayName && !push.told;
  form.querySelector('[data-facts]').replaceChildren(...(push.told ?? []).map(fact => {
    const line = document.createElement('div');
    for (const [kind, text] of [['dt', fact.name], ['dd', fact.value]]) {
      const part = document.createElement(kind);
      part.textContent = text;
      line.append(part);
    }
    return line;
  }));
}

function tick() {
  const left = Math.ceil((ends - performance.now()) / 1000);
  form.querySelector('[data-left]').textContent = Math.max(left, 0).toString();
  if (left <= 0) over('expired');
}

function over(state) {
  clearInterval(ticking);
  waiting = undefined;
  show(state);
}

function setBusy(busy) {
  for (const button of form.querySelectorAll('button')) button.disabled = busy;
}

async function answer(verdict) {
  const push = waiting;
  const typed = verdict === 'approve' && push.asksNumber ? number.value.trim() : '';
  setBusy(true);
  try {
    const reply = await fetch(`/portal/push/${push.id}/answer`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(await signed(push, verdict, typed)),
    });
    const { outcome } = await reply.json();
    if (outcome !== 'wrong-number') {
      over(outcome);
      return;
    }
    document.getElementById('wrong-number').hidden = false;
    number.setAttribute('aria-invalid', 'true');
    number.value = '';
    number.focus();
  } catch {
    show('unreachable');
  }
  setBusy(false);
}

async function signed(push, verdict, number) {
  const signature = await sign(device.pair, ['sallyport push answer 1', device.person, push.id, device.id, verdict, number]);
  return { person: device.person, device: device.id, verdict, number, signature };
}

/** Hears of logins for as long as the page is open; a broken connection is made anew. */
async function listen() {
  for (;;) {
    try {
      const stream = await ask(device, 'GET', '/portal/push/events');
      if (stream.status === 401 || stream.status === 403) {
        over('removed');
        return;
      }
      if (!stream.ok) throw new Error(stream.statusText);
      if (!waiting && ['connecting', 'unreachable'].includes(page.dataset.showing)) show('idle');
      await read(stream.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch {
      if (!waiting) show('unreachable');
    }
    await new Promise(resume => setTimeout(resume, 2000));
  }
}

async function read(reader) {
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const data = event.split('\n').filter(line => line.startsWith('data: ')).map(line => line.slice(6)).join('\n');
      if (data) heard(JSON.parse(data));
    }
  }
}

function heard(push) {
  if (push.id) question(push);
  else if (waiting) over('gone');
}

/** Offers notices where the browser has them and its person has not said no; where they are on, says again where they go. */
async function offerNotices() {
  const offer = document.getElementById('notices');
  if (!navigator.serviceWorker || !('PushManager' in window) || Notification.permission === 'denied') return;
  const worker = await navigator.serviceWorker.ready;
  if (await worker.pushManager.getSubscription()) {
    await reach(offer.dataset.key);
    return;
  }
  offer.querySelector('button').addEventListener('click', async () => {
    offer.hidden = true;
    const isOn = await reach(offer.dataset.key).catch(() => false);
    document.getElementById(isOn ? 'notices-on' : 'notices-off').hidden = false;
  });
  offer.hidden = false;
}

async function reach(key) {
  const reply = await ask(device, 'POST', '/portal/push/reach', await subscribe(key));
  return reply.ok;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  answer(event.submitter.value);
});

device = await load();
if (device) {
  const whose = document.getElementById('whose');
  whose.querySelector('[data-device]').textContent = device.name;
  whose.querySelector('[data-person]').textContent = device.person;
  whose.hidden = false;
  show('connecting');
  navigator.serviceWorker?.register('/portal/assets/worker.js', { scope: '/portal/' }).catch(() => {});
  listen();
  offerNotices().catch(() => {});
} else {
  show('stranger');
}

// The page with a live Web-OTP: counts the seconds down and hears at once when the code is used.
const live = document.getElementById('live');
const left = document.getElementById('left');
const bar = document.getElementById('bar');
const ends = performance.now() + Number(live.dataset.left) * 1000;

const again = () => location.replace(location.pathname);

const events = new EventSource(live.dataset.events);
events.addEventListener('ended', () => { events.close(); again(); });

const tick = setInterval(() => {
  const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  left.textContent = seconds;
  bar.value = seconds;
  if (seconds === 0) { clearInterval(tick); setTimeout(again, 1000); }
}, 250);

const copy = document.getElementById('copy');
if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById('shown').textContent);
    copy.textContent = copy.dataset.done;
  });
}

// How much waits, in the bar and on the installed icon; a line when something new has come. Asked
// only while the page is looked at, and ever more seldom while nothing changes: no open streams.

const FIRST = 60_000, MOST = 300_000;
const badge = document.getElementById('so-thu');
let tag = '', known = null, pause = FIRST, timer = 0;

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  const headers = { Accept: 'application/json', ...(tag && { 'If-None-Match': tag }) };
  // Kept in no cache: the tag alone is remembered, for as long as the page is open.
  const answer = await fetch('/thong-bao/so.json', { headers, cache: 'no-store' }).catch(() => null);
  if (answer?.status === 401) return;
  if (answer?.status === 200) {
    tag = answer.headers.get('ETag') ?? '';
    show(await answer.json());
    pause = FIRST;
  } else {
    pause = Math.min(pause * 1.5, MOST);
  }
  timer = setTimeout(ask, pause);
}

function show(told) {
  badge.firstElementChild.textContent = told.unanswered;
  badge.hidden = told.unanswered === 0;
  if (told.unanswered) navigator.setAppBadge?.(told.unanswered).catch(() => undefined);
  else navigator.clearAppBadge?.().catch(() => undefined);
  const line = document.getElementById('tin-moi');
  if (known && told.unread > known.unread && !line.firstChild) {
    line.append(document.getElementById('mau-tin-moi').content.cloneNode(true));
  }
  known = told;
}

// A browser that rings says so now and then; one whose owner never turned it on loads nothing.
if (self.Notification?.permission === 'granted' && self.store) {
  store.fact('bell').then((bell) => bell && import('./bells.js').then((bells) => bells.renew())).catch(() => undefined);
}

if (badge) {
  ask();
  document.addEventListener('visibilitychange', () => { pause = FIRST; ask(); });
}

// A page that comes back from the browser's memory, or from what the device kept, is another page
// than the one whose form was sent: what is tapped on it now is another act.
addEventListener('pageshow', () => {
  if (!crypto.randomUUID) return;
  for (const key of document.querySelectorAll('form[data-hang-doi] input[name=key]')) key.value = crypto.randomUUID();
});

for (const place of document.querySelectorAll('[data-in]')) {
  place.hidden = false;
  place.querySelector('button').addEventListener('click', () => print());
}

// The service worker: opens the handbook without a signal, and rings. Before it, lines tell RELEASE,
// SHELL and BELL; what a page allows is said in its own header, X-So-Tay-Giu: shared, own or nothing.
importScripts(`/giao-dien/${RELEASE}/store.js`, `/giao-dien/${RELEASE}/outbox.js`);

const SHELL_CACHE = `vo-${RELEASE}`;
const OFFLINE = '/ngoai-mang';
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    await (await caches.open(SHELL_CACHE)).addAll(SHELL);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('vo-') && name !== SHELL_CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith('/giao-dien/')) event.respondWith(fromShell(request));
  else if (request.mode === 'navigate') event.respondWith(page(event));
});

self.addEventListener('sync', (event) => {
  if (event.tag === 'hang-doi') event.waitUntil(flush());
});

self.addEventListener('push', (event) => event.waitUntil(ring(event.data)));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.address ?? '/thong-bao'));
});

// Says the same whatever came: a locked screen shows nothing of a notice, and nobody who could send
// to this browser puts words in our mouth. FCM hands on what we sent as `data`; what speaks
// Declarative Web Push says it in `notification`. Always shown, also when nothing can be read:
// browsers take the bell from whoever rings in silence.
async function ring(sent) {
  let told;
  try { told = sent.json(); } catch { told = {}; }
  const data = told?.data ?? {}, at = data.notice_id ?? String(told?.notification?.navigate).split('/').pop();
  const notice = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(at) ? at : '';
  const test = data.about === 'test';
  await self.registration.showNotification(test ? BELL.test_title : BELL.title, {
    body: test ? BELL.test_body : BELL.body,
    lang: 'vi',
    icon: BELL.icon,
    badge: BELL.icon,
    tag: notice.replaceAll('-', '') || 'so-tay',
    data: { address: test ? '/toi/thong-bao' : notice ? `/thong-bao/${notice}` : '/thong-bao' },
  });
  await fetch('/toi/thong-bao/den', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(test ? { test } : { notice }),
  }).catch(() => undefined);
}

async function open(address) {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (!page) return self.clients.openWindow(address);
  await page.focus().catch(() => undefined);
  return page.navigate(address);
}

// Sends what waits though no page is open; a page that is says how it stands now.
async function flush() {
  await outbox.flush();
  for (const page of await self.clients.matchAll()) page.postMessage('hang-doi');
}

async function fromShell(request) {
  return await caches.match(request) ?? fetch(request);
}

// The network first, for some seconds; then what the device keeps; then the offline page.
async function page(event) {
  const { request } = event, address = request.url;
  const late = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(request, await hasCopy(address) ? { signal: late } : {});
    event.waitUntil(keep(address, answer.clone()).catch(() => undefined));
    return answer;
  } catch {
    return await copyOf(address) ?? await caches.match(store.bare(address)) ?? await caches.match(OFFLINE) ?? Response.error();
  }
}

async function copyOf(address) {
  return await store.documentAt(address) ?? await store.ownAt(address).catch(() => undefined);
}
async function hasCopy(address) {
  const place = new URL(address);
  return Boolean(await store.get('kept', place.pathname) ?? await store.get('kept', place.pathname + place.search));
}

async function keep(address, answer) {
  const session = answer.headers.get('X-So-Tay-Phien');
  if (answer.headers.get('X-So-Tay-Quen')) await store.forgetOwn();
  if (session !== null) await meet(session, answer.headers.get('X-So-Tay-Nguoi'));
  if (!answer.ok || answer.redirected) return;
  const allowed = answer.headers.get('X-So-Tay-Giu');
  if (allowed === 'shared') await store.keepDocument(address, answer);
  else if (allowed === 'own' && session) await store.keepOwn(address, answer, session);
}

// Another session, or none any more (signed out elsewhere): what was kept of the one before goes.
// What waits to be sent waits for whoever wrote it to sign in again, and goes when another does.
async function meet(session, person) {
  const before = await store.fact('session');
  if (before === session) return;
  if (before) await store.forgetOwn(person || await store.fact('person'));
  if (!session) return;
  await store.keepWaitingOf(person);
  await store.setFact('person', person);
  await store.setFact('session', session);
}

// The service worker: opens the handbook without a signal. Before it, two lines tell RELEASE and
// SHELL; what a page allows is said in its own header, X-So-Tay-Giu: shared, own or nothing.
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
  if (session !== null) await meet(session);
  if (!answer.ok || answer.redirected) return;
  const allowed = answer.headers.get('X-So-Tay-Giu');
  if (allowed === 'shared') await store.keepDocument(address, answer);
  else if (allowed === 'own' && session) await store.keepOwn(address, answer, session);
}

// Another session, or none any more (signed out elsewhere): what was kept of the one before goes.
async function meet(session) {
  const before = await store.fact('session');
  if (before === session) return;
  if (before) await store.forgetOwn();
  if (session) await store.setFact('session', session);
}

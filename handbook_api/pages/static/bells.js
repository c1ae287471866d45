// This browser rings: turned on by a tap after the page has said what for, and told to the server
// again when the browser's own address for it has changed. Firebase comes in with that, not before.

// Firebase forgets whoever it does not hear of; it wants to hear once a week.
const OFTEN = 6 * 24 * 3600_000;
const TURN_ON = '/toi/thong-bao/bat';

const canRing = 'PushManager' in self && 'Notification' in self && 'serviceWorker' in navigator && Boolean(self.store);

async function addressOf(config) {
  const [{ initializeApp, getApps }, { getMessaging, register, onRegistered }] = await Promise.all([
    import('./firebase/firebase-app.js'), import('./firebase/firebase-messaging.js'),
  ]);
  const app = getApps()[0] ?? initializeApp(config);
  const serviceWorkerRegistration = await navigator.serviceWorker.ready;
  const messaging = getMessaging(app);
  return new Promise((done, failed) => {
    onRegistered(messaging, done);
    register(messaging, { vapidKey: config.vapidKey, serviceWorkerRegistration }).catch(failed);
  });
}

async function subscription() {
  const worker = await navigator.serviceWorker.ready;
  return worker.pushManager.getSubscription();
}

async function tell(again) {
  const asked = await fetch('/toi/thong-bao/cau-hinh.json', { headers: { Accept: 'application/json' } });
  // Nobody rings browsers here any more, or nobody is signed in.
  if (asked.status === 404 || asked.status === 401) return { off: true };
  if (!asked.ok) throw new Error(String(asked.status));
  const address = await addressOf(await asked.json());
  const answer = await fetch(TURN_ON, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ address, again }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  if (!told.off) await store.setFact('bell', { endpoint: (await subscription())?.endpoint ?? '', at: Date.now() });
  return told;
}

// At each start: is the browser's address still the one that was told, and told lately?
export async function renew() {
  if (!canRing) return;
  const bell = await store.fact('bell');
  if (!bell) return;
  if (Notification.permission !== 'granted') { await store.remove('facts', 'bell'); return; }
  const now = (await subscription())?.endpoint ?? '';
  if (now && now === bell.endpoint && Date.now() - bell.at < OFTEN) return;
  if (now !== bell.endpoint) await store.silence();
  if ((await tell(true)).off) await stop();
}

export async function stop() {
  await store.remove('facts', 'bell');
  await store.silence();
}

function offer(section) {
  const shown = (state) => {
    for (const part of section.querySelectorAll('[data-luc]')) part.hidden = part.dataset.luc !== state;
  };
  if (!canRing) return shown('khong-co');
  if (Notification.permission === 'denied') return shown('tu-choi');
  shown('hoi');
  section.querySelector('button').addEventListener('click', async () => {
    // The browser asks only here, from a tap, and only once: a refusal stands until its owner
    // changes the browser's settings.
    const said = await Notification.requestPermission();
    if (said === 'denied') return shown('tu-choi');
    if (said !== 'granted') return;
    shown('dang-bat');
    try {
      await store.silence();
      location.href = (await tell(false)).address ?? '/toi/thong-bao';
    } catch {
      shown('khong-duoc');
      section.querySelector('[data-luc="hoi"]').hidden = false;
    }
  });
}

const section = document.getElementById('bat-chuong');
if (section) offer(section);

for (const form of document.querySelectorAll('form[data-thoi-rung]')) {
  form.addEventListener('submit', async (event) => {
    if (!self.store) return;
    event.preventDefault();
    await stop().catch(() => undefined);
    form.submit();
  });
}

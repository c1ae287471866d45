// What the device keeps for the handbook: saved documents, answers that wait, one's own pages.
// A classic script: pages and the service worker both read it, and find `store` on `self`.
(() => {
  const DATABASE = 'so-tay', VERSION = 1;
  const SHARED = 'van-ban';
  // Documents read lately fall out behind this many; saved ones stay until their owner drops them.
  const MOST_READ = 20;

  let opened;
  const open = () => opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(DATABASE, VERSION);
    asked.onupgradeneeded = () => {
      const database = asked.result;
      database.createObjectStore('kept', { keyPath: 'address' });
      database.createObjectStore('waiting', { keyPath: 'key' });
      database.createObjectStore('facts', { keyPath: 'name' });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => { opened = undefined; failed(asked.error); };
  });

  const run = async (table, mode, act) => {
    const database = await open();
    return new Promise((done, failed) => {
      const step = database.transaction(table, mode);
      const asked = act(step.objectStore(table));
      step.oncomplete = () => done(asked?.result);
      step.onerror = step.onabort = () => failed(step.error);
    });
  };
  const all = (table) => run(table, 'readonly', (rows) => rows.getAll());
  const get = (table, key) => run(table, 'readonly', (rows) => rows.get(key));
  const put = (table, row) => run(table, 'readwrite', (rows) => rows.put(row));
  const remove = (table, key) => run(table, 'readwrite', (rows) => rows.delete(key));
  const fact = async (name) => (await get('facts', name))?.value;
  const setFact = (name, value) => put('facts', { name, value });

  // A page's address without what follows the question mark or the point.
  const bare = (address) => new URL(address, self.location.origin).pathname;

  // One's own pages lie sealed under a key that no script can read out, made for this session
  // alone: who forgets the key has erased the pages.
  const keyOf = async (session) => {
    const held = await fact('key');
    if (held && held.session === session) return held.key;
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    await setFact('key', { session, key });
    return key;
  };
  const seal = async (bytes, session) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const body = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(session), bytes);
    return new Blob([iv, body]);
  };
  const unseal = async (blob) => {
    const held = await fact('key');
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, held.key, bytes.slice(12));
  };

  const titleIn = (html) => {
    const found = /<title>([^<]*)<\/title>/.exec(html);
    const raw = found ? found[1].split(' – ')[0] : '';
    return raw.replaceAll('&amp;', '&').replaceAll('&#34;', '"').replaceAll('&#39;', "'").trim();
  };

  // A document's page as it came is kept under its bare address, and goes with the session it was
  // read in. pinned: its reader asked for it.
  const keepDocument = async (address, answer, pinned = false) => {
    const html = await answer.text(), place = bare(address);
    const before = await get('kept', place);
    const headers = { 'Content-Type': 'text/html; charset=utf-8' };
    await (await caches.open(SHARED)).put(place, new Response(html, { headers }));
    await put('kept', {
      address: place, kind: 'document', title: titleIn(html), bytes: new Blob([html]).size,
      at: Date.now(), pinned: pinned || Boolean(before?.pinned), session: answer.headers.get('X-So-Tay-Phien') ?? '',
    });
    await dropOldest();
  };
  const dropOldest = async () => {
    const read = (await documents()).filter((row) => !row.pinned);
    for (const row of read.slice(MOST_READ)) await drop(row.address);
  };
  const documents = async () =>
    (await all('kept')).filter((row) => row.kind === 'document').sort((a, b) => b.at - a.at);
  const drop = async (address) => {
    await (await caches.open(SHARED)).delete(address);
    await remove('kept', address);
  };
  const documentAt = async (address) => (await caches.open(SHARED)).match(bare(address));

  const keepOwn = async (address, answer, session) => {
    if (!await fact('keeps-own')) return;
    const sealed = await seal(await answer.arrayBuffer(), session);
    const place = new URL(address, self.location.origin);
    await put('kept', { address: place.pathname + place.search, kind: 'own', sealed, at: Date.now() });
  };
  const ownAt = async (address) => {
    const place = new URL(address, self.location.origin);
    const row = await get('kept', place.pathname + place.search);
    if (!row || row.kind !== 'own') return undefined;
    const headers = { 'Content-Type': 'text/html; charset=utf-8' };
    return new Response(await unseal(row.sealed), { headers });
  };

  const dropDatabase = (name) => new Promise((done) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });

  // The browser rings no more until its owner turns the bell on again. What Firebase keeps goes too:
  // it would not tell its server of a new address while it holds the old one for good.
  const silence = async () => {
    const there = await indexedDB.databases?.() ?? [{ name: 'firebase-messaging-database' }, { name: 'firebase-installations-database' }];
    for (const { name } of there) if (name.startsWith('firebase-')) await dropDatabase(name);
    const worker = self.registration ?? await self.navigator.serviceWorker?.getRegistration?.();
    await (await worker?.pushManager?.getSubscription?.())?.unsubscribe();
  };

  // Of what waits to be sent only what `person` wrote is left.
  const keepWaitingOf = async (person) => {
    for (const row of await all('waiting')) if (!person || row.person !== person) await remove('waiting', row.key);
  };
  // Nothing of a person is left but what waits to be sent by `person`; what a guest read stays.
  const forgetOwn = async (person) => {
    // What nobody else may read goes first: a page that is being left may not get through all.
    if (!person) await remove('facts', 'person');
    await keepWaitingOf(person);
    await remove('facts', 'key');
    for (const row of await all('kept')) {
      if (row.kind === 'own') await remove('kept', row.address);
      else if (row.session) await drop(row.address);
    }
    await remove('facts', 'keeps-own');
    await remove('facts', 'session');
    await remove('facts', 'bell');
    await silence().catch(() => undefined);
  };
  // Where one was reading, by document: [id of the point, its name, title, who read it]. What
  // another person read on this device before is forgotten; what a guest read stays.
  const PLACES = 'cho-dang-doc', MOST_PLACES = 30;
  const allPlaces = () => {
    try {
      const kept = Object.entries(JSON.parse(self.localStorage.getItem(PLACES) ?? '{}'));
      return kept.filter(([, said]) => Array.isArray(said));
    } catch { return []; }
  };
  const writePlaces = (places) => {
    try { self.localStorage.setItem(PLACES, JSON.stringify(Object.fromEntries(places))); } catch { /* full: not kept */ }
  };
  const isOpenTo = (person) => ([, said]) => !said[3] || said[3] === person;
  const forgetPlacesOfOthers = async (person) => {
    // A page that a guest kept is also read by whoever is signed in and has no signal.
    if (!person && await fact('session')) return;
    writePlaces(allPlaces().filter(isOpenTo(person)));
  };
  const placesOf = (person) => {
    const all = allPlaces(), own = all.filter(isOpenTo(person));
    if (own.length < all.length) forgetPlacesOfOthers(person).catch(() => undefined);
    return own;
  };
  const keepPlace = (person, document_id, said) => {
    const others = allPlaces().filter(([id]) => id !== document_id);
    writePlaces([...others, [document_id, [...said, person]]].slice(-MOST_PLACES));
  };
  // Nothing at all is left.
  const forgetAll = async () => {
    await forgetOwn();
    self.localStorage?.removeItem(PLACES);
    for (const name of await caches.keys()) await caches.delete(name);
    (await open()).close();
    opened = undefined;
    await dropDatabase(DATABASE);
  };

  self.store = {
    SHARED, all, get, put, remove, fact, setFact, bare, documents, drop, documentAt,
    keepDocument, keepOwn, ownAt, silence, placesOf, keepPlace, keepWaitingOf, forgetOwn, forgetAll,
  };
})();

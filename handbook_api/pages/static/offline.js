// The strip that says how things stand, answers that wait for a signal, and what is kept.

const strip = document.getElementById('dai-mang');
const say = (key, count = 0, title = '') => {
  strip.textContent = key ? strip.dataset[key].replace('{count}', count).replace('{title}', title) : '';
  strip.hidden = !key;
};

export function begin() {
  navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  document.addEventListener('submit', queue, true);
  for (const place of document.querySelectorAll('[data-luu-van-ban]')) offerToSave(place);
  for (const form of document.querySelectorAll('form[action="/dang-xuat"], form[data-dang-xuat]')) {
    form.addEventListener('submit', () => { store.forgetAll(); });
  }
  navigator.serviceWorker.addEventListener('message', settle);
  addEventListener('online', settle);
  addEventListener('pageshow', settle);
  document.addEventListener('visibilitychange', () => document.hidden || settle());
  // The page may have been shown before this script was there.
  settle();
}

// Sends what waits, and says how it stands. Nothing is said to be sent before the server said so.
export async function settle() {
  const told = await outbox.flush();
  const left = await store.all('waiting');
  const sent = await store.fact('sent'), withdrawn = await store.fact('withdrawn');
  if (withdrawn !== undefined) {
    await store.remove('facts', 'withdrawn');
    say('daRut', 0, withdrawn);
  }
  else if (sent) {
    await store.remove('facts', 'sent');
    say('daGui', sent);
  }
  else if (told.door) say('dangNhapLai', left.length);
  else if (left.some((row) => row.refused)) say('khongNhan', left.length);
  else if (left.length) say('choGui', left.length);
  else if (!navigator.onLine) say('ngoaiMang');
  document.dispatchEvent(new CustomEvent('hang-doi'));
}

// A form that may wait: sent at once, and kept on the device when the server cannot be reached.
async function queue(event) {
  const form = event.target;
  if (!form.matches('[data-hang-doi]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  // A page that the device kept may be written on twice: each time it is another thing.
  if ('moi' in form.dataset) form.action = form.action.replace(/[^/]*$/, crypto.randomUUID());
  const body = new FormData(form, event.submitter);
  body.set('made_at', new Date().toISOString());
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  const row = {
    key: body.get('key') ?? crypto.randomUUID(), url: form.action, body: [...body],
    title: document.querySelector('h1')?.textContent ?? '', made_at: Date.now(),
    person: await store.fact('person'),
  };
  // Kept before it is sent: a page that is closed meanwhile loses nothing.
  await store.put('waiting', row);
  const answer = await outbox.send(row);
  const came = outbox.outcome(answer);
  if (came === 'kept') {
    if (isFree(form, came)) showWaiting(form);
    settle();
    // Not waited for: where no service worker may be, it never comes.
    askForSync();
    return;
  }
  if (came === 'door') { location.href = `/dang-nhap?tiep=${encodeURIComponent(location.pathname)}`; return; }
  if (outbox.isWithdrawn(row, answer)) {
    await outbox.letGo(row);
    form.hidden = true;
    await settle();
    return;
  }
  await store.remove('waiting', row.key);
  if (came === 'sent') {
    const { address } = await answer.json();
    if (isFree(form, came)) location.href = address;
    return;
  }
  // Refused: the page itself shows why, with what was typed.
  form.removeAttribute('data-hang-doi');
  for (const button of buttons) button.disabled = false;
  form.requestSubmit(event.submitter);
}

// Whether the page leaves it to us to say what came of a form.
const isFree = (form, came) =>
  form.dispatchEvent(new CustomEvent('da-xong', { bubbles: true, cancelable: true, detail: came }));

async function askForSync() {
  const worker = await navigator.serviceWorker.ready.catch(() => null);
  await worker?.sync?.register('hang-doi').catch(() => undefined);
}

function showWaiting(form) {
  const said = document.createElement('div');
  said.className = 'hop hop-luu-y';
  said.tabIndex = -1;
  said.setAttribute('role', 'status');
  said.textContent = strip.dataset.daLuu;
  form.replaceWith(said);
  said.focus();
}

// “Lưu để đọc khi không có mạng (40 KB)”: the page as it stands, until its reader drops it.
async function offerToSave(place) {
  const address = store.bare(location.href);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'vien';
  const row = await store.get('kept', address);
  button.textContent = row?.pinned ? place.dataset.daLuu : place.dataset.luuVanBan;
  button.disabled = Boolean(row?.pinned);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const answer = await fetch(address, { headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(String(answer.status));
      await store.keepDocument(address, answer, true);
      await navigator.storage?.persist?.();
      button.textContent = place.dataset.daLuu;
    } catch {
      button.disabled = false;
      button.textContent = place.dataset.khongLuuDuoc;
    }
  });
  place.append(button);
}

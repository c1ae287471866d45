// One's own notes in a document: fetched beside the page and put under its points. The page itself
// holds nothing of anybody, so that a device may keep it.

const paper = document.getElementById('van-ban');
const status = document.getElementById('trang-thai');
const all = document.getElementById('ghi-chu-cua-toi');
const bar = document.getElementById('thanh-to');
const pieces = `${paper.dataset.ghiChu}/manh`;
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// The latest; without a signal what the device keeps, if its owner wished it to.
async function fetched() {
  try {
    const answer = await fetch(pieces, { headers: { Accept: 'text/html' }, cache: 'no-store', signal: AbortSignal.timeout(8000) });
    if (!answer.ok || answer.redirected) return null;
    const session = answer.headers.get('X-So-Tay-Phien');
    if (session) await self.store?.keepOwn(pieces, answer.clone(), session).catch(() => undefined);
    return await answer.text();
  } catch {
    const kept = await self.store?.ownAt(pieces).catch(() => undefined);
    return kept ? kept.text() : null;
  }
}

const waiting = async () => (await self.store?.all('waiting').catch(() => [])) ?? [];
const named = (rows) => rows.map((row) => row.key + (row.refused ?? '')).join();

let turn = 0, shown = '';
async function load() {
  const mine = turn += 1;
  const html = await fetched();
  const rows = await waiting();
  if (mine !== turn) return;
  shown = named(rows);
  clear(html !== null);
  if (html !== null) show(new DOMParser().parseFromString(html, 'text/html'));
  for (const row of rows) showUnsent(row);
}

function clear(wholly) {
  for (const one of paper.querySelectorAll(wholly ? 'aside.cua-toi' : 'aside.cua-toi[data-cho]')) one.remove();
  if (!wholly) return;
  for (const one of paper.querySelectorAll('mark.to-sang')) {
    const around = one.parentNode;
    one.replaceWith(...one.childNodes);
    around.normalize();
  }
  for (const link of paper.querySelectorAll('a[data-dau]')) {
    link.dataset.dau = '';
    link.textContent = paper.dataset.danhDau;
  }
}

function show(page) {
  for (const one of page.querySelectorAll('aside[data-o]')) {
    const point = document.getElementById(one.dataset.o);
    if (one.dataset.exact) highlight(point, one.dataset.exact, one.dataset.prefix);
    point?.append(one);
  }
  for (const one of page.querySelectorAll('span[data-dau]')) {
    const link = document.getElementById(one.dataset.dau)?.querySelector('a[data-dau]');
    if (!link) continue;
    link.dataset.dau = one.dataset.ma;
    link.textContent = paper.dataset.boDau;
  }
  const list = page.getElementById('cua-toi');
  if (list) all.replaceChildren(list);
}

// What waits for a signal stands where it was written, and says so.
function showUnsent(row) {
  const said = Object.fromEntries(row.body);
  if (said.document_id !== paper.dataset.ma || !new URL(row.url).pathname.startsWith('/toi/ghi-chu/')) return;
  const point = paper.querySelector(`[data-neo="${CSS.escape(said.anchor ?? '')}"]`);
  const note = document.createElement('aside'), words = document.createElement('p'), state = document.createElement('p');
  note.className = 'cua-toi khong-in';
  note.dataset.cho = row.key;
  words.textContent = said.text ?? said.exact ?? '';
  state.textContent = row.refused ?? paper.dataset.choGui;
  note.append(...(words.textContent ? [words, state] : [state]));
  (point ?? all).append(note);
}

// The letters of a point as they are quoted: in one line, without its number and what we added.
function lettersOf(point) {
  const letters = [];
  let text = '', block = null;
  const walk = document.createTreeWalker(point, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest('.so-diem, .chep, .cua-toi') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const add = (letter, node, at) => {
    if (letter === ' ' && (!text || text.endsWith(' '))) return;
    text += letter;
    letters.push({ node, at });
  };
  while (walk.nextNode()) {
    const node = walk.currentNode, here = node.parentElement.closest('p, h3, h4, h5, h6');
    if (here !== block) add(' ', node, 0);
    block = here;
    for (let at = 0; at < node.data.length; at += 1) add(/\s/.test(node.data[at]) ? ' ' : node.data[at], node, at);
  }
  return { text, letters };
}

function highlight(point, exact, prefix) {
  if (!point) return;
  const { text, letters } = lettersOf(point);
  let start = text.indexOf(exact);
  for (let next = start; next >= 0; next = text.indexOf(exact, next + 1)) {
    if (text.slice(0, next).trimEnd().endsWith(prefix)) { start = next; break; }
  }
  if (start < 0) return;
  const ends = new Map();
  for (const { node, at } of letters.slice(start, start + exact.length)) {
    ends.set(node, [ends.get(node)?.[0] ?? at, at + 1]);
  }
  for (const [node, [from, to]] of ends) {
    const range = document.createRange(), mark = document.createElement('mark');
    range.setStart(node, from);
    range.setEnd(node, to);
    mark.className = 'to-sang';
    range.surroundContents(mark);
  }
}

// Words that are selected within one point.
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0), around = range.commonAncestorContainer;
  const point = (around.closest ? around : around.parentElement)?.closest('.diem[data-neo]');
  if (!point) return null;
  const { text, letters } = lettersOf(point);
  const inside = ({ node, at }) => range.comparePoint(node, at) === 0 && range.comparePoint(node, at + 1) === 0;
  const first = letters.findIndex(inside);
  let last = first;
  while (last < letters.length && last >= 0 && inside(letters[last])) last += 1;
  const exact = first < 0 ? '' : text.slice(first, last).trim();
  if (exact.length < 2) return null;
  return { point, exact, prefix: text.slice(Math.max(0, first - 40), first).trim(), suffix: text.slice(last, last + 40).trim() };
}

function send(point, form, address, said) {
  form.action = address;
  for (const [name, value] of Object.entries({ anchor: point.dataset.neo, key: crypto.randomUUID(), ...said })) {
    form.elements[name].value = value;
  }
  if (!form.isConnected) point.append(form);
}
const fresh = () => `/toi/ghi-chu/${crypto.randomUUID()}`;

function toggle(link) {
  const point = link.closest('.diem'), form = template('mau-dau');
  const address = link.dataset.dau ? `/toi/ghi-chu/${link.dataset.dau}/xoa` : fresh();
  send(point, form, address, { motivation: 'bookmarking' });
  form.requestSubmit();
}

function write(link) {
  paper.querySelector('form.cua-toi:not([hidden])')?.remove();
  const point = link.closest('.diem'), form = template('mau-ghi-chu');
  send(point, form, fresh(), {});
  form.querySelector('button[type=button]').addEventListener('click', () => { form.remove(); link.focus(); });
  form.elements.text.focus();
}

load();
// Told at every look at the page: asked anew only when something was sent, or refused.
document.addEventListener('hang-doi', async () => { if (named(await waiting()) !== shown) load(); });
// Where there is no secure connection the links lead to a page of their own, as without a script.
if (crypto.randomUUID) {
  paper.addEventListener('click', (event) => {
    const link = event.target.closest('a.rieng');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ('dau' in link.dataset) toggle(link); else write(link);
  });
  paper.addEventListener('da-xong', (event) => {
    const form = event.target.closest('form.cua-toi');
    if (!form) return;
    event.preventDefault();
    const link = form.closest('.diem')?.querySelector(form.hidden ? 'a[data-dau]' : 'a.rieng:not([data-dau])');
    form.remove();
    link?.focus({ preventScroll: true });
    status.textContent = event.detail === 'sent' ? paper.dataset.daGiu : paper.dataset.choGui;
    load();
  });
  let picked = null, pause = 0;
  document.addEventListener('selectionchange', () => {
    clearTimeout(pause);
    pause = setTimeout(() => { picked = chosen(); bar.hidden = !picked; }, 150);
  });
  // The selection must outlive the tap on the button.
  bar.addEventListener('pointerdown', (event) => event.preventDefault());
  bar.querySelector('button').addEventListener('click', () => {
    if (!picked) return;
    const { point, ...quote } = picked, form = template('mau-dau');
    send(point, form, fresh(), { motivation: 'highlighting', ...quote });
    getSelection().removeAllRanges();
    bar.hidden = true;
    form.requestSubmit();
  });
}

// Reading a long document: copying, sharing, printing, where one is and where one was.

const paper = document.getElementById('van-ban');
const status = document.getElementById('trang-thai');
const points = [...paper.querySelectorAll('[data-diem]')];
const linkTo = (id) => `${location.origin}${location.pathname}${id ? `#${id}` : ''}`;

// Copying: said where it was asked for, and to whoever listens.
async function copy(link, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    status.textContent = status.dataset.chepTay;
    return false;
  }
  const before = [...link.childNodes];
  status.textContent = link.textContent = status.dataset.daChep;
  setTimeout(() => { link.replaceChildren(...before); status.textContent = ''; }, 4000);
  return true;
}

paper.addEventListener('click', async (event) => {
  const link = event.target.closest('.chep a:not(.rieng)');
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const point = link.closest('[data-diem]');
  const isCitation = link !== link.parentElement.querySelector('a');
  const cited = `${point.dataset.diem}, ${paper.dataset.trich}`;
  const done = await copy(link, isCitation ? `${cited} (${linkTo(point.id)})` : linkTo(point.id));
  if (!done) location.hash = point.id;
});

// A citation is shown in short first; without a signal, and in a new tab, it is just a link.
paper.addEventListener('click', (event) => {
  const link = event.target.closest('a.dan');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !self.HTMLDialogElement) return;
  event.preventDefault();
  import('./preview.js').then((shown) => shown.preview(link)).catch(() => { location.href = link.href; });
});

const share = document.getElementById('chia-se');
if (navigator.share) {
  share.hidden = false;
  share.addEventListener('click', () => {
    navigator.share({ title: paper.dataset.trich, url: linkTo('') }).catch(() => undefined);
  });
}
const print = document.getElementById('in-ra');
print.hidden = false;
print.addEventListener('click', () => self.print());

// The list of contents closes where one was reading, not at the beginning of the text.
document.querySelector('.dong-muc-luc a')?.addEventListener('click', (event) => {
  if (location.hash !== '#muc-luc' || history.length < 2) return;
  event.preventDefault();
  history.back();
});

// Where one is: shown in the bar, marked in the contents, and kept on this device.
const here = document.getElementById('dang-doc');
const entries = new Map([...document.querySelectorAll('.muc-luc a[href^="#m-"]')]
  .map((link) => [link.getAttribute('href').slice(1), link]));
let marked = null, at = null;

function keep() {
  const { ma, trich, nguoi } = paper.dataset;
  // Of what not everybody may read, a device keeps no title.
  const title = 'congKhai' in paper.dataset ? trich : '';
  store.keepPlace(nguoi, ma, [at?.id ?? '', at?.dataset.diem ?? '', title]);
}

function lastAbove(all) {
  // They stand one below another: the last that begins above the line is the one being read.
  let low = 0, high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].getBoundingClientRect().top <= 120) low = middle + 1; else high = middle;
  }
  return all[low - 1];
}

// Part by part: of parts far away, which are not laid out, no point's place can be trusted.
const parts = [...paper.querySelectorAll('.phan')];
const pointAt = () => {
  const part = lastAbove(parts);
  return part ? lastAbove([...part.querySelectorAll('[data-diem]')]) : undefined;
};

function look() {
  // Under the open list of contents the text may move; where one was reading stays.
  if (location.hash === '#muc-luc' && !matchMedia('(min-width: 64rem)').matches) return;
  at = pointAt() ?? null;
  const index = points.indexOf(at);
  const name = at?.dataset.diem;
  const share = Math.round(((index + 1) / points.length) * 100);
  if (here) here.textContent = name ? `${name} · ${share} %` : '';
  marked?.removeAttribute('aria-current');
  for (let i = index; i >= 0 && i > index - 60; i -= 1) {
    marked = entries.get(points[i].id);
    if (marked) break;
  }
  marked?.setAttribute('aria-current', 'true');
}

if (points.length > 8) {
  const goOn = document.getElementById('doc-tiep');
  const [last] = new Map(store.placesOf(paper.dataset.nguoi)).get(paper.dataset.ma) ?? [];
  const point = last && document.getElementById(last);
  if (point?.dataset.diem && !location.hash && points.indexOf(point) > 2) {
    const link = document.createElement('a');
    link.href = `#${point.id}`;
    link.textContent = goOn.dataset.tiep.replace('{point}', point.dataset.diem);
    goOn.append(link);
    goOn.hidden = false;
  }
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; look(); }, 200);
  }, { passive: true });
  look();
}
addEventListener('pagehide', keep);
document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });

// Completions under the search box while somebody types; the box works without them.

const box = document.getElementById('tim-gi');
const shown = document.getElementById('goi-y-tim');
const WAIT = 300, MOST = 6;
let timer = 0, asking = null;

function close() {
  clearTimeout(timer);
  asking?.abort();
  shown.hidden = true;
  shown.querySelector('ul').replaceChildren();
}

function show(items) {
  const lines = items.slice(0, MOST).map((item) => {
    const line = document.createElement('li');
    const link = document.createElement('a');
    link.href = item.address;
    link.textContent = item.text;
    link.lang = 'vi';
    line.append(link);
    return line;
  });
  shown.querySelector('ul').replaceChildren(...lines);
  shown.hidden = lines.length === 0;
  shown.querySelector('p').textContent = lines.length ? shown.dataset.co.replace('{count}', lines.length) : '';
}

async function ask() {
  const typed = box.value.trim();
  if (typed.length < 2) { close(); return; }
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(`/goi-y?q=${encodeURIComponent(typed.slice(0, 200))}`, {
      headers: { Accept: 'application/json' }, signal: asking.signal,
    });
    if (answer.ok) show((await answer.json()).items);
  } catch { /* Typed on, or no signal: the box itself still asks. */ }
}

function move(event) {
  const links = [...shown.querySelectorAll('a')];
  if (event.key === 'Escape' && !shown.hidden) { close(); box.focus(); }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !links.length) return;
  event.preventDefault();
  const next = links.indexOf(document.activeElement) + step;
  if (next < 0) box.focus();
  else links[Math.min(next, links.length - 1)].focus();
}

if (box && shown) {
  box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  box.addEventListener('keydown', move);
  shown.addEventListener('keydown', move);
  document.addEventListener('focusin', (event) => {
    if (!shown.contains(event.target) && event.target !== box) close();
  });
  addEventListener('pagehide', close);
}

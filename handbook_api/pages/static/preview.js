// A cited provision in short, over the text one reads; the link itself leads there without a script.

const box = document.getElementById('xem-truoc');
const body = box.querySelector('div');
let from = null;

box.addEventListener('close', () => from?.focus());
// A tap beside it closes it, and so does going to the point.
box.addEventListener('click', (event) => {
  if (event.target === box || event.target.closest('a')) box.close();
});

// A point of this very text: what stands on the page.
function ofThisText(id) {
  const point = document.getElementById(id), copy = document.createElement('div');
  if (!point) return null;
  const heading = document.createElement('h2'), open = document.createElement('a'), last = document.createElement('p');
  heading.id = 'xem-truoc-la';
  heading.textContent = point.dataset.diem;
  copy.className = 'doan-to';
  copy.append(...[...point.querySelectorAll('p:not(.chep), h3, h4, h5, h6')].filter((one) => !one.closest('.cua-toi'))
    .map((one) => { const line = document.createElement('p'); line.textContent = one.textContent; return line; }));
  open.className = 'nut';
  open.href = `#${id}`;
  open.textContent = box.dataset.mo.replace('{point}', point.dataset.diem);
  last.className = 'nut-nhom';
  last.append(open);
  return [heading, copy, last];
}

async function ofAnother(link) {
  const address = new URL(link.href);
  const asked = link.dataset.trich ? `?diem=${encodeURIComponent(link.dataset.trich)}` : '';
  const answer = await fetch(`${address.pathname}/xem-truoc${asked}`, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(5000) });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return [...new DOMParser().parseFromString(await answer.text(), 'text/html').body.children];
}

export async function preview(link) {
  const address = new URL(link.href);
  const isHere = address.pathname === location.pathname && address.hash;
  try {
    const found = isHere ? ofThisText(address.hash.slice(1)) : await ofAnother(link);
    if (!found) throw new Error('nothing there');
    body.replaceChildren(...found);
    from = link;
    box.showModal();
  } catch {
    location.href = link.href;
  }
}

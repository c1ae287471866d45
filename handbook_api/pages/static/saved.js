// What lies on this device: documents, answers that wait, and a search over what is saved.

const list = document.getElementById('da-luu');
const found = document.getElementById('tim-thay');
const template = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
const fill = (node, name, text) => { node.querySelector(`[data-o=${name}]`).textContent = text; };
const weight = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1).replace('.', ',')} MB`);
// Without marks and in small letters, so that “ket nap” finds “kết nạp”.
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

async function showSaved() {
  const rows = await store.documents();
  list.replaceChildren(...rows.map((row) => {
    const line = template('mau-van-ban');
    const link = line.querySelector('a');
    link.href = row.address;
    link.textContent = row.title;
    fill(line, 'khi-nao', new Date(row.at).toLocaleDateString('vi-VN'));
    fill(line, 'bao-nhieu', weight(row.bytes));
    line.querySelector('button').addEventListener('click', async () => {
      await store.drop(row.address);
      showSaved();
    });
    return line;
  }));
  document.getElementById('chua-co').hidden = rows.length > 0;
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  document.getElementById('tong').textContent = rows.length ? weight(total) : '';
}

async function showWaiting() {
  // Of what waits for somebody to sign in again, nobody is shown anything.
  const rows = await store.fact('session') ? await store.all('waiting') : [];
  document.getElementById('dang-cho').hidden = rows.length === 0;
  document.getElementById('cac-cau').replaceChildren(...rows.map((row) => {
    const line = template('mau-cau');
    fill(line, 'viec', row.title);
    fill(line, 'vi-sao', row.refused ?? '');
    const look = line.querySelector('[data-xem]');
    look.hidden = row.refused === undefined;
    look.addEventListener('click', () => openRefused(row));
    line.querySelector('[data-bo]').addEventListener('click', async () => {
      await store.remove('waiting', row.key);
      showWaiting();
    });
    return line;
  }));
}

// What was refused is sent once more as a form of a page: the page shows why, with what was written.
async function openRefused(row) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = row.url;
  for (const [name, value] of row.body) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  await store.remove('waiting', row.key);
  form.submit();
}

// Every point of every saved document that holds all the words; twenty are enough.
async function search(question) {
  const words = fold(question).split(/\s+/).filter(Boolean);
  const hits = [];
  if (words.length) {
    for (const row of await store.documents()) {
      const page = new DOMParser().parseFromString(await (await store.documentAt(row.address)).text(), 'text/html');
      for (const point of page.querySelectorAll('[data-diem]')) {
        const text = point.textContent.replace(/\s+/g, ' ').trim(), folded = fold(text);
        if (words.every((word) => folded.includes(word))) hits.push({ row, point: point.id, text });
        if (hits.length >= 20) break;
      }
    }
  }
  found.replaceChildren(...hits.slice(0, 20).map((hit) => {
    const line = template('mau-diem');
    const link = line.querySelector('a');
    link.href = `${hit.row.address}#${hit.point}`;
    link.textContent = hit.row.title;
    fill(line, 'doan', hit.text.slice(0, 240));
    return line;
  }));
  const status = document.getElementById('trang-thai');
  status.textContent = (hits.length ? status.dataset.co : status.dataset.khong).replace('{count}', hits.length);
}

if (self.store && list) {
  showSaved();
  showWaiting();
  document.addEventListener('hang-doi', showWaiting);
  const form = document.getElementById('tim-trong-may');
  form.addEventListener('submit', (event) => { event.preventDefault(); event.stopImmediatePropagation(); search(form.elements.q.value); }, true);
  // Whoever asked the library without a signal is answered from what lies here.
  const asked = location.pathname === '/tim' ? new URLSearchParams(location.search).get('q') : '';
  if (asked) { form.elements.q.value = asked; search(asked); }
  const keeps = document.getElementById('giu-rieng');
  if (keeps) {
    store.fact('keeps-own').then((value) => { keeps.checked = Boolean(value); });
    keeps.addEventListener('change', async () => {
      if (keeps.checked) await store.setFact('keeps-own', true);
      else for (const row of await store.all('kept')) if (row.kind === 'own') await store.remove('kept', row.address);
      if (!keeps.checked) await store.remove('facts', 'keeps-own');
    });
  }
  document.getElementById('xoa-het')?.addEventListener('click', async () => {
    for (const row of await store.documents()) await store.drop(row.address);
    showSaved();
  });
}

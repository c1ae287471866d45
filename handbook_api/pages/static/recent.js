// Where one was reading on this device, for the first page.

const MOST = 3;
const place = document.getElementById('doc-gan-day');

function lately() {
  try {
    const kept = Object.entries(JSON.parse(localStorage.getItem('cho-dang-doc') ?? '{}'));
    return kept.filter(([, said]) => Array.isArray(said) && said[2]).slice(-MOST).reverse();
  } catch { return []; }
}

for (const [document_id, [id, name, title]] of lately()) {
  const line = document.createElement('li'), link = document.createElement('a');
  link.className = 'ten';
  link.lang = 'vi';
  link.href = `/van-ban/${encodeURIComponent(document_id)}${id ? `#${id}` : ''}`;
  link.textContent = name ? `${title}, ${name}` : title;
  line.append(link);
  place.querySelector('ul').append(line);
  place.hidden = false;
}

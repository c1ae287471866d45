// Where one was reading on this device, for the first page.

const MOST = 3;
const place = document.getElementById('doc-gan-day');
const lately = store.placesOf(place.dataset.nguoi).filter(([, said]) => said[2]).slice(-MOST).reverse();

for (const [document_id, [id, name, title]] of lately) {
  const line = document.createElement('li'), link = document.createElement('a');
  link.className = 'ten';
  link.lang = 'vi';
  link.href = `/van-ban/${encodeURIComponent(document_id)}${id ? `#${id}` : ''}`;
  link.textContent = name ? `${title}, ${name}` : title;
  line.append(link);
  place.querySelector('ul').append(line);
  place.hidden = false;
}

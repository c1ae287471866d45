// Reading a text aloud, one sentence at a time, where the device has a Vietnamese voice.
//
// Browsers stop long utterances by themselves and forget where they paused, so the place is ours.
// The controls' data-noi-dung names the text; data-rieng: its words may not leave the device.

const controls = document.getElementById('nghe');
const speech = self.speechSynthesis;
const LONGEST = 180, WAIT = 1500;
const NUMBERS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười'];
const KINDS = {
  QĐ: 'quy định', QĐi: 'quy định', HD: 'hướng dẫn', CT: 'chỉ thị', NQ: 'nghị quyết', KL: 'kết luận',
  TT: 'thông tri', TB: 'thông báo', KH: 'kế hoạch', QC: 'quy chế', ĐA: 'đề án', CTr: 'chương trình', BC: 'báo cáo', CV: 'công văn',
};
const BODIES = {
  TW: 'Trung ương', BTCTW: 'Ban Tổ chức Trung ương', UBKTTW: 'Ủy ban Kiểm tra Trung ương', VPTW: 'Văn phòng Trung ương',
  BTGTW: 'Ban Tuyên giáo Trung ương', TU: 'tỉnh ủy', BCT: 'Bộ Chính trị', BBT: 'Ban Bí thư',
};
const byLength = (table) => Object.keys(table).sort((a, b) => b.length - a.length).join('|');
const SYMBOL = new RegExp(`(\\d+)-(${byLength(KINDS)})/(${byLength(BODIES)})(?!\\p{L})`, 'gu');
const PAIR = new RegExp(`(^|[^\\p{L}])(${byLength(KINDS)})/(${byLength(BODIES)})(?!\\p{L})`, 'gu');
const said = (digits) => (Number(digits) < NUMBERS.length ? NUMBERS[Number(digits)] : digits);

export function spoken(text) {
  return text
    .replace(SYMBOL, (_, number, kind, body) => `số ${number} ${KINDS[kind]} ${BODIES[body]}`)
    .replace(PAIR, (_, before, kind, body) => `${before}${KINDS[kind]} ${BODIES[body]}`)
    .replace(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g, (_, d, m, y) => `${Number(d)} tháng ${Number(m)} năm ${y}`)
    .replace(/\b\d{1,2}(?:\.\d{1,2}){1,3}(?=[.\s,;)]|$)/g, (step) => step.split('.').map(said).join(' chấm '))
    .replace(/^([a-zđ])\)/u, 'điểm $1,')
    .replace(/^[-–+*]\s+/u, '');
}

// Cuts at the ends of sentences, then at pauses, then between words: [begin, end] in `text`.
export function sentences(text) {
  const cuts = [];
  let begin = 0;
  while (begin < text.length) {
    let end = text.length;
    const stop = text.slice(begin).search(/[.!?;:](?=\s)/);
    if (stop >= 0) end = begin + stop + 1;
    // A number that begins a line (“3.5.1.”) is read with what follows it.
    if (end - begin < 12 && end < text.length) {
      const later = text.slice(end).search(/[.!?;:](?=\s)/);
      end = later >= 0 ? end + later + 1 : text.length;
    }
    // Words written out are longer than their signs.
    for (let most = LONGEST; spoken(text.slice(begin, end)).length > LONGEST; most -= 20) {
      const piece = text.slice(begin, begin + most);
      const pause = Math.max(piece.lastIndexOf(', '), piece.lastIndexOf(' ('));
      end = begin + (pause > 60 ? pause + 1 : Math.max(piece.lastIndexOf(' '), 1));
    }
    if (text.slice(begin, end).trim()) cuts.push([begin, end]);
    begin = end;
  }
  return cuts;
}

function rangeIn(node, begin, end) {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let seen = 0, started = false;
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const length = text.data.length;
    if (!started && begin <= seen + length) { range.setStart(text, begin - seen); started = true; }
    if (started && end <= seen + length) { range.setEnd(text, end - seen); return range; }
    seen += length;
  }
  range.selectNodeContents(node);
  return range;
}

const find = () => {
  const local = speech.getVoices().filter((voice) => /^vi\b/i.test(voice.lang));
  const mine = controls.hasAttribute('data-rieng') || !navigator.onLine;
  return local.find((voice) => voice.localService) ?? (mine ? undefined : local[0]);
};

function begin() {
  const text = document.querySelector(controls.dataset.noiDung);
  const blocks = [...text.querySelectorAll('.diem h3, .diem h4, .diem h5, .diem h6, .diem p:not(.chep), [data-doc]')]
    .filter((one) => !one.closest('.cua-toi'));
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'vien';
  const trouble = document.createElement('p');
  trouble.setAttribute('role', 'status');
  controls.append(button, trouble);
  let block = 0, sentence = 0, turn = 0, isReading = false;

  const nameOf = () => blocks[block]?.closest('[data-diem]')?.dataset.diem ?? '';
  function mark(range) {
    if (self.CSS?.highlights) {
      if (range) CSS.highlights.set('nghe', new Highlight(range)); else CSS.highlights.delete('nghe');
    } else {
      document.querySelector('.dang-nghe')?.classList.remove('dang-nghe');
      if (range) blocks[block].classList.add('dang-nghe');
    }
  }
  function offer() {
    button.textContent = block || sentence ? controls.dataset.tiep.replace('{point}', nameOf()) : controls.dataset.nghe;
  }
  function stop() {
    turn += 1;
    isReading = false;
    controls.classList.remove('dang-doc');
    speech.cancel();
    mark(null);
    offer();
  }
  function next() {
    while (block < blocks.length) {
      const cuts = sentences(blocks[block].textContent);
      if (sentence < cuts.length) { say(blocks[block], cuts[sentence]); return; }
      block += 1;
      sentence = 0;
    }
    block = sentence = 0;
    stop();
  }
  function say(node, [from, until]) {
    const voice = find();
    if (!voice) { stop(); trouble.textContent = controls.dataset.khongDuoc; return; }
    const mine = turn;
    const words = new SpeechSynthesisUtterance(spoken(node.textContent.slice(from, until).trim()));
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.9;
    words.addEventListener('end', () => { if (mine === turn) { sentence += 1; next(); } });
    words.addEventListener('error', (event) => {
      if (mine !== turn) return;
      stop();
      if (!['canceled', 'interrupted'].includes(event.error)) trouble.textContent = controls.dataset.khongDuoc;
    });
    const range = rangeIn(node, from, until);
    mark(range);
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 120) node.scrollIntoView({ block: 'center' });
    speech.speak(words);
  }

  button.addEventListener('click', () => {
    if (isReading) { stop(); return; }
    isReading = true;
    // The page moves along with the voice: the way to stop stays in reach.
    controls.classList.add('dang-doc');
    turn += 1;
    trouble.textContent = '';
    button.textContent = controls.dataset.dung;
    speech.cancel();
    next();
  });
  addEventListener('pagehide', stop);
  offer();
  controls.hidden = false;
}

// Voices come late; without one there is no button.
if (controls && speech) {
  let begun = false;
  const look = () => { if (!begun && find()) { begun = true; begin(); } };
  speech.addEventListener?.('voiceschanged', look);
  setTimeout(look, WAIT);
  look();
}

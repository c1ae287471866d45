// Speaking instead of typing, where the browser understands Vietnamese speech.

const Recognition = self.SpeechRecognition ?? self.webkitSpeechRecognition;
const button = document.getElementById('noi-chu');
const box = document.getElementById('tim-gi');

function listen() {
  const words = button.querySelector('span'), before = words.textContent;
  const ear = new Recognition();
  ear.lang = 'vi-VN';
  ear.interimResults = false;
  let heard = '';
  ear.addEventListener('result', (event) => { heard = event.results[0][0].transcript; });
  ear.addEventListener('end', () => {
    button.disabled = false;
    words.textContent = heard ? before : button.dataset.khongRo;
    if (heard) { box.value = heard; box.form.requestSubmit(); }
  });
  button.disabled = true;
  words.textContent = button.dataset.dangNghe;
  ear.start();
}

if (Recognition && button && box) {
  button.hidden = false;
  button.addEventListener('click', listen);
}

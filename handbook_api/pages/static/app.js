// What every page does besides: leads to what is to be mended, sends nothing twice, and keeps what
// is needed when there is no signal.

const summary = document.getElementById('tom-tat-loi');
if (summary) summary.focus();

const buttonsOf = (form) => form.querySelectorAll('button:not([type=button])');
document.addEventListener('submit', (event) => {
  // After the browser has read the form: a disabled button would be left out of it.
  setTimeout(() => { for (const button of buttonsOf(event.target)) button.disabled = true; });
});
// A page that comes back from the browser's memory is used again.
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.disabled = false;
});

if (self.store && 'serviceWorker' in navigator) {
  import('./offline.js').then((offline) => offline.begin()).catch(() => undefined);
}

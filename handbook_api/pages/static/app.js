// What every page does besides: lead to what is to be mended, and send nothing twice.

const summary = document.getElementById('tom-tat-loi');
if (summary) summary.focus();

document.addEventListener('submit', (event) => {
  for (const button of event.target.querySelectorAll('button:not([type=button])')) {
    // After the browser has read the form: a disabled button would be left out of it.
    setTimeout(() => { button.disabled = true; });
  }
});
// A page that comes back from the browser's memory is used again.
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button[disabled]')) button.disabled = false;
});

// After a part of the page was exchanged: whoever listens hears what is there now.
document.addEventListener('htmx:afterSettle', (event) => {
  const said = event.target.querySelector('[data-noi]');
  const status = document.getElementById('trang-thai');
  if (said && status) status.textContent = said.textContent;
});

// The secret of a slip's square stands behind the # and never reaches a log: it is put into the
// field here, and taken out of the address bar and the history.

const secret = location.hash.slice(1);
const form = document.getElementById('phieu');
if (secret && form) {
  history.replaceState(null, '', location.pathname);
  form.elements.code.value = decodeURIComponent(secret);
  form.requestSubmit();
}

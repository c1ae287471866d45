// A page that waits for the server looks again by itself: soon at first, then more rarely. Without
// scripts the page renews itself, and says so with a button.
const REST = [2000, 2000, 5000, 5000, 10000];
const shown = document.querySelector("[data-cho]");

async function look(turn) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (answer && answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-cho]");
    if (!now) return location.replace(location.href);
    if (now.dataset.cho !== shown.dataset.cho) {
      shown.dataset.cho = now.dataset.cho;
      shown.replaceChildren(...now.childNodes);
    }
  } else if (answer) {
    return location.replace(location.href);
  }
  wait(turn + 1);
}

function wait(turn) {
  setTimeout(() => look(turn), REST[Math.min(turn, REST.length - 1)]);
}

if (shown) wait(0);

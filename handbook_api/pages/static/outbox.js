// Answers that were given without a signal wait here. Only the server's reply takes one away, or
// changes the words on the screen. A classic script, as store.js.
(() => {
  const PATIENCE = 8000;

  // A page and the service worker do not send at once: the second finds nothing left. Browsers that
  // know no locks may send twice, which the server counts once.
  const alone = (act) => (navigator.locks ? navigator.locks.request('hang-doi', act) : act());

  const send = (row) => fetch(row.url, {
    method: 'POST',
    body: new URLSearchParams(row.body),
    // Whoever else is signed in by then does not say it in his own name.
    headers: { Accept: 'application/json', ...(row.person && { 'X-So-Tay-Nguoi': row.person }) },
    credentials: 'same-origin',
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);

  // What came of it: 'sent', 'kept' (try again later), 'door' (sign in first) or 'refused'.
  const outcome = (answer) => {
    if (!answer || answer.status >= 500 || answer.status === 429) return 'kept';
    if (answer.status === 401) return 'door';
    return answer.ok ? 'sent' : 'refused';
  };

  // A notice that is not there any more was taken back from its reader: nobody waits for the answer.
  const isWithdrawn = (row, answer) => answer.status === 404 && store.bare(row.url).startsWith('/thong-bao/');
  const letGo = async (row) => {
    await store.remove('waiting', row.key);
    await store.remove('kept', store.bare(row.url).split('/').slice(0, 3).join('/'));
    await store.setFact('withdrawn', row.title);
  };

  const flush = () => alone(async () => {
    const told = { sent: 0, door: false };
    // In the order in which they were made: of two that speak of one thing the later is meant.
    for (const row of (await store.all('waiting')).sort((a, b) => a.made_at - b.made_at)) {
      if (row.refused) continue;
      const answer = await send(row);
      const came = outcome(answer);
      if (came === 'kept') break;
      if (came === 'door') {
        // Signed out from elsewhere: the device may be lost, and forgets.
        if (answer.headers.get('X-So-Tay-Quen')) await store.forgetOwn();
        else told.door = true;
        break;
      }
      if (came === 'sent') {
        told.sent += 1;
        await store.remove('waiting', row.key);
      } else {
        const why = await answer.json().catch(() => ({}));
        if (why.code === 'request.anothers_words') await store.remove('waiting', row.key);
        else if (isWithdrawn(row, answer) || why.code === 'notices.withdrawn') await letGo(row);
        // Kept, with why: its owner decides what becomes of it.
        else await store.put('waiting', { ...row, refused: why.detail ?? '' });
      }
    }
    // Sent by the service worker while no page was open: the next page says so.
    if (told.sent) await store.setFact('sent', (await store.fact('sent') ?? 0) + told.sent);
    return told;
  });

  self.outbox = { send, outcome, flush, isWithdrawn, letGo };
})();

// The confirmation: changes by itself when the payment does.

// The attempt this tab may still remember is over with this payment.
function forget() {
  const name = 'paylink.attempt.' + page.slug;
  try {
    if (JSON.parse(sessionStorage.getItem(name))?.id === page.payment) sessionStorage.removeItem(name);
  } catch {
    // Nothing is stored then.
  }
}

async function follow() {
  for (let round = 0; round < 500; round += 1) {
    await pause(Math.min(1500 * 1.3 ** round, 30000));
    if (document.hidden) continue;
    const answer = await ask(paymentsPath + '/' + encodeURIComponent(page.payment), {}, 15000);
    if (answer?.status === 200 && answer.body.status !== page.status) location.reload();
  }
}

if (page.open) follow();
else forget();
byId('print').hidden = false;
byId('print').addEventListener('click', () => print());

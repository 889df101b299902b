// The payment page while it cannot be paid: it changes by itself when that does.

// An attempt of this tab may have brought this about: its answer leads to the confirmation.
resume().then(result => {
  if (result?.go) location.replace(result.go);
  else if (result) location.reload();
});

// Asks for this page again and looks whether it is still about the same thing.
async function watchLink() {
  for (let round = 0; round < 400; round += 1) {
    await pause(Math.min(2000 * 1.3 ** round, 30000));
    if (document.hidden) continue;
    try {
      const answer = await fetch(location.pathname, { cache: 'no-store', credentials: 'omit' });
      const changed = answer.ok && !(await answer.text()).includes('"situation":"' + page.situation + '"');
      if (changed || answer.status === 404) location.reload();
    } catch {
      // Offline; the next round asks again.
    }
  }
}

async function waitForOpening() {
  const loaded = { steady: performance.now(), wall: Date.now() };
  for (;;) {
    const left = page.opens - page.now - Math.max(performance.now() - loaded.steady, Date.now() - loaded.wall);
    if (left <= 0) break;
    await pause(Math.min(left, 60000));
  }
  // Everybody who waits would come back in the same moment.
  await pause(500 + Math.random() * 2000);
  location.reload();
}

if (page.watch) watchLink();
if (page.opens) waitForOpening();

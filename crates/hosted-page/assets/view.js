// Tells the server that somebody has seen this page: once, and only when it is in front of them. Mail scanners and
// link previews run no script, a prerendered page may never be shown, and ?preview is the merchant having a look.

const until = event => new Promise(resolve => document.addEventListener(event, resolve, { once: true }));

async function tellView() {
  if (new URLSearchParams(location.search).has('preview')) return;
  if (document.prerendering) await until('prerenderingchange');
  while (document.visibilityState !== 'visible') await until('visibilitychange');
  ask(checkoutPath + '/views', { method: 'POST', keepalive: true }, 10000);
}

tellView();

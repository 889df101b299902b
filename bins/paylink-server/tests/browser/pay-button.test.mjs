// The pay button on a page of another origin: in the same tab, a new one, over the page; refused, themed, under a strict policy.

import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { atEnd, axe, complaints, openPage, screenshot, startBrowser, startServer, until } from './harness.mjs';
import { enterCard, linkNow, makeLink, pressPay } from './shop.mjs';

const WAIT = 10_000;

/** A shop's page with `content`, on an origin and a site of its own: `localhost`, while payments are at `127.0.0.1`. */
async function openShop(t, server, content, { policy, head = '', lang = 'en' } = {}) {
  const shop = http.createServer((asked, answer) => {
    if (asked.url !== '/') return answer.writeHead(204).end();
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy) answer.setHeader('content-security-policy', policy);
    return answer.end(`<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Bicycles</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">${head}
<script src="${server.url}/paylink-button.js" defer></script></head>
<body><main><h1>Spring tune-up</h1><p>New brake pads, a clean chain, a straight wheel.</p>${content}</main></body></html>`);
  });
  await new Promise((resolve) => shop.listen(0, 'localhost', resolve));
  atEnd(t, () => new Promise((resolve) => {
    shop.close(resolve);
    shop.closeAllConnections();
  }));
  return `http://localhost:${shop.address().port}/`;
}

/** The addresses a page asks for. */
function requests(page) {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  return asked;
}

/** Counts the ends of overlays that a page is told of. */
async function countEnds(page) {
  await page.evaluate(() => {
    window.__ends = 0;
    document.addEventListener('paylink-closed', (event) => (window.__ends += event.target.localName === 'paylink-button' ? 1 : 100));
  });
  return () => page.evaluate(() => window.__ends);
}

/** Presses the button and gives the window that opens. */
async function opening(page, press) {
  const [opened] = await Promise.all([page.context().waitForEvent('page'), press()]);
  await opened.waitForLoadState();
  return opened;
}

/** What has the focus, through all shadow roots. */
function focused(page) {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.textContent;
  });
}

async function look(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axe(page), [], `accessibility of ${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await screenshot(page, name);
  assert.deepEqual(complaints(page), [], `complaints of ${name}`);
}

test('under a strict policy the button opens the payment page in the same tab by keyboard, and asks for nothing before', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const policy = `default-src 'none'; script-src ${server.url}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const shop = await openShop(t, server, `<paylink-button link="${link.url}"></paylink-button>`, { policy });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  const asked = requests(page);
  await page.goto(shop, { waitUntil: 'networkidle' });
  const button = page.getByRole('link', { name: 'Pay now' });
  const box = await button.boundingBox();
  assert.ok(box.height >= 44, `${box.height} px are enough for a thumb`);
  assert.equal(await button.evaluate((it) => getComputedStyle(it).backgroundColor), 'rgb(29, 79, 99)', 'the policy lets its style in');
  await button.hover();
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Pay now');
  assert.deepEqual(asked, [shop, `${server.url}/paylink-button.js`]);
  assert.deepEqual(complaints(page), []);
  await page.keyboard.press('Enter');
  await page.waitForURL(link.url);
  await page.getByRole('heading', { name: /129\.00/ }).waitFor();
  await page.goBack();
  await button.waitFor();
  assert.equal(page.context().pages().length, 1);
  const answer = await fetch(link.url);
  assert.match(answer.headers.get('content-security-policy'), /frame-ancestors 'none'/);
});

test('a new tab knows nothing of the page it was opened from', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const shop = await openShop(t, server, `<paylink-button link="${link.url}" target="new" label="Pay the tune-up"></paylink-button>`);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const button = page.getByRole('link', { name: 'Pay the tune-up (new tab)' });
  assert.equal(await button.getAttribute('rel'), 'noopener');
  const tab = await opening(page, () => button.click());
  assert.equal(tab.url(), link.url);
  assert.equal(await tab.evaluate(() => window.opener), null);
  assert.equal(page.url(), shop);
  assert.deepEqual(complaints(page), []);
});

test('a payer pays in a window over the page, and the page goes on when it closes', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const shop = await openShop(t, server, `<paylink-button link="${link.url}" target="overlay" label="Pay $129.00"></paylink-button><p><button type="button">Terms</button></p>`);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const ends = await countEnds(page);
  const button = page.getByRole('link', { name: 'Pay $129.00' });
  assert.equal(await button.getAttribute('aria-haspopup'), 'dialog');
  await look(page, 'pay-button');
  await page.keyboard.press('Tab');
  const opened = await opening(page, () => page.keyboard.press('Enter'));
  assert.equal(opened.url(), link.url);
  assert.equal(await opened.evaluate(() => window.top === window), true, 'in no frame');

  const dialog = page.getByRole('dialog', { name: 'Payment window' });
  await dialog.waitFor();
  assert.match(await dialog.innerText(), new RegExp(`window of ${new URL(server.url).host}`));
  assert.equal(await dialog.evaluate((it) => it.matches(':modal')), true);
  const seen = new Set();
  for (let presses = 0; presses < 6; presses += 1) {
    seen.add(await focused(page));
    await page.keyboard.press('Tab');
  }
  assert.ok(seen.has('Show window') && seen.has('Cancel'), [...seen].join());
  assert.ok(!seen.has('Terms') && !seen.has('Pay $129.00'), 'the page behind waits');
  await look(page, 'pay-button-overlay');

  await enterCard(opened, '4242424242424242');
  await pressPay(opened);
  await opened.waitForURL(/\/payments\/pay_/);
  await opened.getByRole('heading', { name: /payment received/i }).waitFor();
  assert.equal((await linkNow(server, link)).payment_status, 'paid');
  assert.equal(await dialog.isVisible(), true, 'the receipt may be read');
  await opened.close();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await ends(), 1);
  assert.equal(await focused(page), 'Pay $129.00', 'the focus is where it was');
  assert.equal(page.url(), shop);
  assert.deepEqual(complaints(page), []);
});

test('a payer brings the window back or ends it, by button or by Escape', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const shop = await openShop(t, server, `<paylink-button link="${link.url}" target="overlay"></paylink-button>`);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.addInitScript(() => {
    window.__fronted = 0;
    const open = window.open;
    window.open = (...given) => {
      const opened = open(...given);
      return { get closed() { return opened.closed; }, close: () => opened.close(), focus: () => { window.__fronted += 1; opened.focus(); } };
    };
  });
  await page.goto(shop);
  const ends = await countEnds(page);
  const button = page.getByRole('link', { name: 'Pay now' });
  const dialog = page.getByRole('dialog');
  const leaving = [
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.keyboard.press('Escape'),
    () => page.evaluate(() => document.querySelector('paylink-button').close()),
  ];
  for (const [before, leave] of leaving.entries()) {
    const opened = await opening(page, () => button.click());
    await page.getByRole('button', { name: 'Show window' }).click();
    assert.equal(await page.evaluate(() => window.__fronted), before + 1);
    assert.equal(opened.isClosed(), false);
    await leave();
    await dialog.waitFor({ state: 'hidden' });
    await until('the window is closed', WAIT, () => opened.isClosed());
    await until('the page is told', WAIT, async () => (await ends()) === before + 1);
  }
  assert.equal((await linkNow(server, link)).payable, true);
  assert.deepEqual(complaints(page), []);
});

test('where windows are blocked, or a key asks for a tab, the button is a link like any other', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const shop = await openShop(t, server, `<paylink-button link="${link.url}" target="overlay"></paylink-button>`);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const button = page.getByRole('link', { name: 'Pay now' });
  const tab = await opening(page, () => button.click({ modifiers: ['ControlOrMeta'] }));
  assert.equal(tab.url(), link.url);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await tab.close();
  await page.evaluate(() => (window.open = () => null));
  await button.click();
  await page.waitForURL(link.url);
});

test('a page that redraws its button leaves the payer alone', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const again = `<script src="${server.url}/paylink-button.js" defer></script>`;
  const shop = await openShop(t, server, `<paylink-button link="${link.url}" target="overlay"></paylink-button>`, { head: again });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const ends = await countEnds(page);
  const opened = await opening(page, () => page.getByRole('link').click());
  await page.getByRole('dialog').waitFor();
  await page.evaluate(() => {
    const old = document.querySelector('paylink-button');
    old.replaceWith(old.cloneNode());
  });
  await page.getByRole('link', { name: 'Pay now' }).waitFor();
  await enterCard(opened, '4242424242424242');
  await pressPay(opened);
  await opened.waitForURL(/\/payments\/pay_/);
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.equal(await ends(), 0);
  assert.deepEqual(complaints(page), [], 'the script may stand on a page twice');
});

test('nothing but http and https is opened, and labels are texts', async (t) => {
  const server = await startServer(t);
  const refused = ['javascript:window.__ran=1', ' JaVaScRiPt:window.__ran=1', 'java\tscript:window.__ran=1', 'data:text/html,<script>1</script>', 'blob:x', 'vbscript:x', 'file:///etc/passwd', 'https://', ''];
  const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const buttons = ['same', 'new', 'overlay'].flatMap((target) => refused.map((link) => `<paylink-button target="${target}" link="${escape(link)}"></paylink-button>`));
  const label = '<img src=x onerror=window.__ran=1>';
  const shop = await openShop(t, server, `${buttons.join('\n')}<paylink-button></paylink-button><paylink-button id="label" link="https://pay.example/p/x" label="${escape(label)}"></paylink-button>`);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const dead = page.getByRole('link', { name: 'Pay now', disabled: true });
  assert.equal(await dead.count(), 3 * refused.length + 1);
  for (const button of await dead.all()) {
    assert.equal(await button.getAttribute('href'), null);
    await button.click({ force: true });
  }
  // set later, by a script of the page
  await page.evaluate(() => {
    const [button] = document.querySelectorAll('paylink-button');
    button.setAttribute('link', 'https://pay.example/p/x');
    button.setAttribute('link', 'javascript:window.__ran=1');
    button.shadowRoot.querySelector('a').click();
  });
  assert.equal(await page.locator('#label').getByRole('link').innerText(), label);
  assert.equal(await page.evaluate(() => window.__ran), undefined);
  assert.equal(page.url(), shop);
  assert.equal(page.context().pages().length, 1);
  assert.deepEqual(complaints(page), []);
});

test('a page says it in its language, in its own words and in its own colours', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const button = (attributes, inside = '') => `<p><paylink-button link="${link.url}" ${attributes}>${inside}</paylink-button></p>`;
  const content = [
    button('id="german"'),
    button('id="spanish" lang="es-MX" target="new"'),
    button('id="unknown" lang="tlh"'),
    button('id="words" label="Anzahlung leisten"'),
    button('id="blank"', '\n  '),
    button('id="own"', '<strong>Rechnung 7</strong> bezahlen'),
    button('id="icon" label="Mit Karte zahlen"', '<svg width="24" height="24" aria-hidden="true"><rect width="24" height="16" y="4"/></svg>'),
    button('id="themed"'),
  ].join('');
  const head = `<style>
    #themed { --paylink-color: #6a1b9a; --paylink-text-color: #fff; --paylink-border-color: #6a1b9a; --paylink-radius: 0; --paylink-font: 700 1.25rem/1.2 serif; --paylink-padding: 1rem 2rem }
    #themed::part(button) { letter-spacing: 1px }
    svg { fill: currentcolor }</style>`;
  const shop = await openShop(t, server, content, { head, lang: 'de-AT' });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(shop);
  const named = async (id, name) => assert.equal(await page.locator(`#${id}`).getByRole('link', { name, exact: true }).count(), 1, `${id}: ${name}`);
  await named('german', 'Jetzt bezahlen');
  await named('spanish', 'Pagar ahora (otra pestaña)');
  await named('unknown', 'Pay now');
  await named('words', 'Anzahlung leisten');
  await named('blank', 'Jetzt bezahlen');
  await named('own', 'Rechnung 7 bezahlen');
  await named('icon', 'Mit Karte zahlen');
  const style = await page.locator('#themed a').evaluate((it) => {
    const { backgroundColor, borderRadius, fontFamily, letterSpacing } = getComputedStyle(it);
    return [backgroundColor, borderRadius, fontFamily, letterSpacing];
  });
  assert.deepEqual(style, ['rgb(106, 27, 154)', '0px', 'serif', '1px']);
  await look(page, 'pay-buttons');
  const overlay = await opening(page, async () => {
    await page.evaluate(() => document.querySelector('#german').setAttribute('target', 'overlay'));
    await page.locator('#german').getByRole('link').click();
  });
  await page.getByRole('dialog', { name: 'Zahlungsfenster' }).waitFor();
  await overlay.close();
});

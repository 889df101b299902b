// What a payer's browser tells of itself, and the page that ends messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, complaints, openPage, startBrowser, startServer, until } from './harness.mjs';
import { inspect, linkNow, makeLink } from './shop.mjs';

const WAIT = 10_000;

/** Waits until the link was seen so often, and a moment longer for what must not come. */
async function seen(server, link, count) {
  await until(`${count} views`, WAIT, async () => (await linkNow(server, link)).views_count >= count);
  assert.equal((await linkNow(server, link)).views_count, count);
}

/** The posts of views that a page makes from here on. */
function reports(page) {
  const made = [];
  page.on('request', (asked) => {
    if (asked.method() === 'POST' && asked.url().endsWith('/views')) made.push(asked);
  });
  return made;
}

test('a page that is looked at is counted once per load', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const [open, cancelled] = [await makeLink(server), await makeLink(server)];
  assert.equal((await server.api.post(`/v1/payment_links/${cancelled.id}/cancel`)).status, 200);
  for (const link of [open, cancelled]) {
    const page = await openPage(t, browser);
    const made = reports(page);
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/views'));
    await page.goto(link.url);
    assert.equal((await answered).status(), 204);
    await page.waitForLoadState('networkidle');
    // to the background and back is not another load
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await seen(server, link, 1);
    await page.reload({ waitUntil: 'networkidle' });
    await seen(server, link, 2);
    assert.equal(made.length, 2);
    assert.ok(made.every((asked) => asked.postData() === null && !asked.headers().cookie), 'nothing about the payer is sent');
    assert.deepEqual(complaints(page), []);
  }
  const events = await server.api.get(`/v1/events?type=payment_link.viewed`);
  assert.equal(events.body.data.length, 2, 'one per link and day');
  assert.ok((await linkNow(server, open)).viewed_at);
});

test('a page in the background is counted when it comes to the front', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t));
  await page.addInitScript(() => {
    let state = 'hidden';
    Object.defineProperty(document, 'visibilityState', { get: () => state });
    window.__show = () => {
      state = 'visible';
      document.dispatchEvent(new Event('visibilitychange'));
    };
  });
  const made = reports(page);
  await page.goto(link.url, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  assert.equal(made.length, 0, 'nobody has seen it');
  await page.evaluate(() => window.__show());
  await seen(server, link, 1);
});

test('previews, receipts and readers without script are not counted', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const link = await makeLink(server);
  const page = await openPage(t, browser);
  const made = reports(page);
  for (const address of [`${link.url}?preview`, `${link.url}?preview=1&x=y`]) {
    await page.goto(address, { waitUntil: 'networkidle' });
  }
  const token = await server.api.post('/sandbox/tokens', { card: { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' } });
  const paid = await server.api.post(`/v1/checkout/${link.slug}/payments`, { method: 'card', token: token.body.token }, { 'idempotency-key': 'one' });
  assert.equal(paid.status, 201, JSON.stringify(paid.body));
  await page.goto(`${link.url}/payments/${paid.body.id}`, { waitUntil: 'networkidle' });
  const scanner = await openPage(t, browser, { javaScriptEnabled: false });
  await scanner.goto(link.url, { waitUntil: 'networkidle' });
  await (await fetch(link.url)).text();
  assert.equal(made.length, 0);
  assert.equal((await linkNow(server, link)).views_count, 0);
});

test('a payer ends messages by keyboard, and the page shows no address', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { customer: { email: 'ada@example.com', name: 'Ada Payer' }, delivery: 'email' });
  const [message] = (await server.api.get(`/v1/messages?payment_link_id=${link.id}`)).body.data;
  const preview = await server.api.get(`/v1/messages/${message.id}/preview`);
  const address = preview.body.text.match(/http\S+\/unsubscribe\/\S+/)?.[0];
  assert.ok(address?.startsWith(server.url), preview.body.text);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(address, { waitUntil: 'networkidle' });
  const text = await page.locator('body').innerText();
  assert.match(text, /Stop messages from Blue Bottle Bicycles\?/);
  assert.match(text, /Receipts/);
  assert.doesNotMatch(await page.content(), /ada/i);
  await inspect(page, 'unsubscribe');
  const list = async () => (await server.api.get('/v1/suppressions')).body.data;
  assert.deepEqual(await list(), [], 'opening changes nothing');
  // the merchant's web site, then the button
  const button = page.getByRole('button', { name: 'Stop these messages' });
  for (let presses = 0; presses < 5 && !(await button.evaluate((it) => it === document.activeElement)); presses += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'These messages have stopped' }).waitFor();
  assert.doesNotMatch(await page.content(), /ada/i);
  await inspect(page, 'unsubscribed');
  const [entry] = await list();
  assert.deepEqual([entry.reason, entry.address, entry.merchant_id], ['unsubscribed', 'ada@example.com', link.merchant_id]);

  const wrong = await openPage(t, await startBrowser(t), { width: 390 });
  const answer = await wrong.goto(`${address.slice(0, -1)}${address.endsWith('0') ? '1' : '0'}`);
  assert.equal(answer.status(), 404);
  assert.deepEqual(await axe(wrong), []);
  assert.deepEqual(complaints(wrong, { expected: [404] }), []);
});

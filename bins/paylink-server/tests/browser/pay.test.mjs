// A payer in a real browser: opens, pays, is declined, is challenged, comes back, loses the network.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, startBrowser, startServer, until } from './harness.mjs';
import { enterCard, inspect, linkNow, makeLink, pressPay, scan } from './shop.mjs';

/** Payments of a link, as the merchant sees them. */
async function paymentsOf(server, link) {
  const answer = await server.api.get(`/v1/payment_links/${link.id}/payments`);
  return answer.body.data;
}

test('a payer scans the QR code, pays, sees the confirmation, goes back and sees that it is paid', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { sales_tax: '9.50', due_date: '2031-05-01', invoice_number: 'INV-7' });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(await scan(server, link));
  await page.getByRole('heading', { name: /129\.00/ }).waitFor();
  await inspect(page, 'payable');
  await enterCard(page, '4242424242424242');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
  await inspect(page, 'receipt');
  const now = await linkNow(server, link);
  assert.equal(now.status, 'COMPLETED');
  assert.equal(now.payment_status, 'paid');
  await page.goBack();
  await until('the page that says it is paid', 10_000, async () => !(await page.locator('#pay').isVisible()) && /paid/i.test(await page.locator('h1').innerText()));
  await inspect(page, 'paid');
  assert.equal((await paymentsOf(server, link)).length, 1);
});

test('a payer whose card is declined is told so and pays with another', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await enterCard(page, '4000000000000002');
  await pressPay(page);
  const alert = page.getByRole('alert').filter({ hasText: /declin/i });
  await alert.waitFor();
  await inspect(page, 'declined', [402]);
  assert.equal((await linkNow(server, link)).payable, true);
  await enterCard(page, '5555555555554444');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  const payments = await paymentsOf(server, link);
  assert.deepEqual(payments.map(({ status }) => status), ['succeeded', 'failed']);
});

test('a payer confirms at the bank and comes back to the confirmation', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const browser = await startBrowser(t);
  const page = await openPage(t, browser);
  await page.goto(link.url);
  await enterCard(page, '4000002500003155');
  await pressPay(page);
  await page.waitForURL(/\/sandbox\/challenges\//);
  await inspect(page, 'challenge');
  const other = await openPage(t, browser);
  await other.goto(link.url);
  assert.equal(await other.locator('#pay').count(), 0, 'nobody else can pay meanwhile');
  await inspect(other, 'being-paid');
  await page.getByRole('button', { name: /approve/i }).click();
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
  await inspect(page, 'receipt-after-challenge');
  assert.equal((await linkNow(server, link)).status, 'COMPLETED');
});

test('a payer who refuses at the bank can pay again', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await enterCard(page, '4000002500003155');
  await pressPay(page);
  await page.waitForURL(/\/sandbox\/challenges\//);
  await page.getByRole('button', { name: /decline/i }).click();
  await page.waitForURL(/\/payments\/pay_/);
  await inspect(page, 'receipt-failed');
  assert.equal((await linkNow(server, link)).payable, true);
});

test('a bank debit is taken on and the page says that it takes time', async (t) => {
  const server = await startServer(t, { env: { PAYLINK_SANDBOX_ACH_SECONDS: '3600' } });
  const link = await makeLink(server, {
    amount: undefined,
    card_amount: '132.00',
    ach_amount: '129.00',
    card_amount_note: 'includes the card fee',
    ach_amount_note: 'no fee',
  });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(link.url);
  await page.getByRole('radio', { name: /bank/i }).check();
  await page.getByLabel('Routing number').fill('110000000');
  await page.getByLabel('Account number').fill('000123456789');
  await page.locator('#name').fill('Ada Example');
  await inspect(page, 'bank-debit');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  await inspect(page, 'receipt-processing');
  const [payment] = await paymentsOf(server, link);
  assert.deepEqual([payment.status, payment.amount, payment.method.type], ['processing', '129.00', 'ach']);
  assert.equal((await linkNow(server, link)).payable, false);
});

test('pressing pay twice makes one payment', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { usage: 'multi_use' });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await enterCard(page, '4242424242424242');
  await page.locator('#pay').dblclick();
  await page.waitForURL(/\/payments\/pay_/);
  assert.equal((await paymentsOf(server, link)).length, 1);
});

test('a lost answer is asked for again under the same key and paid once', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { usage: 'multi_use' });
  const page = await openPage(t, await startBrowser(t));
  const keys = [];
  await page.route('**/v1/checkout/**/payments', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    // the server does what was asked; the answer never arrives
    await route.fetch();
    return route.abort('connectionreset');
  });
  await page.goto(link.url);
  await enterCard(page, '4242424242424242');
  await pressPay(page);
  await until('a second try, by the page or by the payer', 15_000, async () => {
    if (keys.length > 1 || /payments\/pay_/.test(page.url())) return true;
    const again = page.getByRole('button', { name: /again/i });
    if (await again.isVisible()) await again.click().catch(() => {});
    return false;
  });
  await page.waitForURL(/\/payments\/pay_/);
  assert.equal(new Set(keys).size, 1);
  assert.equal((await paymentsOf(server, link)).length, 1);
});

test('a card whose answer gets lost at the bank is not paid twice and ends well', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await enterCard(page, '4000000000000341');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
  assert.equal((await linkNow(server, link)).amount_paid, '129.00');
});

test('wrong entries are named at their fields and nothing is sent', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  const sent = [];
  const pays = (request) => request.method() === 'POST' && !request.url().endsWith('/views');
  page.on('request', (request) => pays(request) && sent.push(request.url()));
  await page.goto(link.url);
  await enterCard(page, '4242424242424241');
  await page.getByLabel('Expiry').fill('01/20');
  await pressPay(page);
  await page.locator('#number-error').waitFor();
  await page.locator('#expiry-error').waitFor();
  await until('the focus on the first wrong field', 5_000, () => page.evaluate(() => document.activeElement.id === 'number'));
  await inspect(page, 'wrong-entries');
  assert.deepEqual(sent, []);
});

test('the whole payment works from the keyboard', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { payment_methods: ['card'] });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  const entries = { number: '4242424242424242', expiry: '1234', cvc: '123', name: 'Ada Example' };
  const seen = new Set();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const id = await page.evaluate(() => document.activeElement.id);
    seen.add(id);
    if (entries[id]) await page.keyboard.type(entries[id]);
    if (id === 'pay') break;
  }
  for (const id of [...Object.keys(entries), 'pay']) assert.ok(seen.has(id), `Tab reaches ${id}`);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/payments\/pay_/);
});

test('a page that stays open past the end of the link closes itself', async (t) => {
  const server = await startServer(t);
  const ends = new Date(Date.now() + 4000).toISOString();
  const link = await makeLink(server, { ends_at: ends });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await page.locator('#pay').waitFor();
  await page.locator('#pay').waitFor({ state: 'hidden' });
  await inspect(page, 'closed-while-open');
});

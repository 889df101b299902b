// A payer has a card saved, pays with it by one button, and removes it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, startBrowser, startServer, until } from './harness.mjs';
import { enterCard, inspect, makeLink, pressPay } from './shop.mjs';

const box = (page) => page.getByRole('checkbox', { name: /Save this card or bank account/ });

async function saved(server) {
  const answer = await server.api.get('/v1/payment_methods');
  assert.equal(answer.status, 200);
  return answer.body.data;
}

/** Another link of the merchant of `link`. */
async function anotherLink(server, link, fields) {
  const answer = await server.api.post('/v1/payment_links', { merchant_id: link.merchant_id, amount: '59.00', ...fields });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

async function pay(page) {
  await enterCard(page, '4242424242424242');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
}

test('nothing but the payer ticks the box, and without the tick nothing is saved', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { save_payment_method: true, usage: 'multi_use' });
  const browser = await startBrowser(t);
  const page = await openPage(t, browser, { width: 390 });
  for (const query of ['', '?save_payment_method=true', '?save=on&save_payment_method=1', '#save']) {
    await page.goto(link.url + query);
    assert.equal(await box(page).isChecked(), false, query);
  }
  await inspect(page, 'consent');
  // ticked, left, and come back to by every way a browser knows
  await box(page).check();
  await page.reload();
  assert.equal(await box(page).isChecked(), false, 'after loading again');
  await box(page).check();
  await page.goto(server.url + '/docs');
  await page.goBack();
  await box(page).waitFor();
  await until('the box without its tick', 10_000, async () => !(await box(page).isChecked()));
  await page.evaluate(() => sessionStorage.setItem('save', 'true'));
  await page.evaluate(() => localStorage.setItem('save_payment_method', 'true'));
  await page.reload();
  assert.equal(await box(page).isChecked(), false, 'whatever is stored');
  await pay(page);
  assert.deepEqual(await saved(server), []);
  assert.equal(await page.getByRole('link', { name: /saved payment method/ }).count(), 0);
});

test('a page that does not ask has no box', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server);
  const page = await openPage(t, await startBrowser(t));
  await page.goto(link.url);
  await page.locator('#pay').waitFor();
  assert.equal(await page.getByRole('checkbox').count(), 0);
});

test('a payer saves a card, pays with it by one press, and removes it, all from the keyboard', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { save_payment_method: true, payment_methods: ['card'] });
  const browser = await startBrowser(t);
  const page = await openPage(t, browser, { width: 390 });
  await page.goto(link.url);
  await enterCard(page, '4242424242424242');
  await page.locator('#email').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'save');
  await page.keyboard.press('Space');
  assert.equal(await box(page).isChecked(), true);
  await inspect(page, 'consent-given');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
  await inspect(page, 'receipt-saved');
  const [method] = await saved(server);
  assert.equal(method.method.last4, '4242');
  assert.ok(method.consent.text.startsWith('Save this card or bank account for my later payments to Blue Bottle Bicycles.'));
  assert.match(method.consent.version, /^en-[0-9a-f]{12}$/);
  assert.equal(method.consent.ip_address, '127.0.0.1');

  const manage = await page.getByRole('link', { name: 'See or remove the saved payment method' }).getAttribute('href');
  const next = await anotherLink(server, link, { payment_method_id: method.id });
  for (const scheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      const other = await openPage(t, browser, { width, scheme });
      await other.goto(next.url);
      await other.getByText('Visa ending in 4242').waitFor();
      assert.equal(await other.locator('input').count(), 0, 'nothing to fill in');
      await inspect(other, `saved-card-${scheme}-${width}`);
    }
  }
  await page.goto(next.url);
  await page.locator('#pay').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/payments\/pay_/);
  await page.getByRole('heading', { name: /payment received/i }).waitFor();
  assert.equal((await server.api.get(`/v1/payment_links/${next.id}`)).body.status, 'COMPLETED');

  const last = await anotherLink(server, link, { payment_method_id: method.id });
  await page.goto(manage);
  await page.getByRole('heading', { name: 'Your saved payment method' }).waitFor();
  await inspect(page, 'manage-method');
  assert.equal((await saved(server))[0].usable, true, 'looking changes nothing');
  await page.keyboard.press('Tab');
  await until('the focus on the button', 5_000, async () => {
    const there = await page.evaluate(() => document.activeElement.textContent === 'Remove it');
    if (!there) await page.keyboard.press('Tab');
    return there;
  });
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Removed' }).waitFor();
  await inspect(page, 'method-removed');
  assert.equal((await saved(server))[0].revocation.by, 'payer');

  await page.goto(last.url);
  await page.getByRole('heading', { name: 'The saved payment method is gone' }).waitFor();
  assert.equal(await page.locator('#pay').count(), 0);
  await inspect(page, 'method-unavailable');
});

test('the page of a saved method works without JavaScript', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { save_payment_method: true });
  const browser = await startBrowser(t);
  const page = await openPage(t, browser);
  await page.goto(link.url);
  await box(page).check();
  await pay(page);
  const manage = await page.getByRole('link', { name: 'See or remove the saved payment method' }).getAttribute('href');
  const plain = await openPage(t, browser, { javaScriptEnabled: false });
  await plain.goto(manage);
  await plain.getByRole('button', { name: 'Remove it' }).click();
  await plain.getByRole('heading', { name: 'Removed' }).waitFor();
  assert.equal((await saved(server))[0].status, 'revoked');
});

test('a saved card that is declined says so at the button', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { save_payment_method: true });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(link.url);
  await enterCard(page, '4000000000009300');
  await box(page).check();
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  const [method] = await saved(server);
  const next = await anotherLink(server, link, { payment_method_id: method.id });
  await page.goto(next.url);
  await pressPay(page);
  await page.getByRole('alert').filter({ hasText: /not enough money/i }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pay');
  await inspect(page, 'saved-card-declined', [402]);
});

// Line items on the page and on the receipt, and an invoice that is paid through one of two links.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, startBrowser, startServer } from './harness.mjs';
import { enterCard, inspect, linkNow, makeLink, pressPay } from './shop.mjs';

const LINES = [
  { name: 'Spring tune-up', quantity: '1.5', unit_amount: '80.00', tax_amount: '9.60' },
  { name: 'Brake pads', quantity: 2, unit_amount: '12.25', tax_amount: '1.96' },
  { kind: 'discount', name: 'Regular customer', unit_amount: '10.00' },
];

/** No part of the page reaches beyond its edge. */
async function fits(page) {
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'fits the width');
}

test('line items are told on the page and on the receipt', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const link = await makeLink(server, { amount: undefined, line_items: LINES });
  assert.equal(link.amount, '146.06');
  const page = await openPage(t, browser, { width: 390 });
  await page.goto(link.url, { waitUntil: 'networkidle' });
  assert.equal(await page.getByRole('table').getByRole('rowheader').count(), 3);
  const text = await page.locator('.lines').innerText();
  for (const said of ['Spring tune-up', '1.5 × $80.00', '$120.00', 'Brake pads', '$24.50', 'Regular customer', '10.00', '$11.56', '$146.06']) {
    assert.ok(text.includes(said), `${said} in ${text}`);
  }
  await fits(page);
  await inspect(page, 'lines');
  await enterCard(page, '4242424242424242');
  await pressPay(page);
  await page.waitForURL(/\/payments\/pay_/);
  assert.ok((await page.locator('.lines').innerText()).includes('Regular customer'));
  await fits(page);
  await inspect(page, 'lines-receipt');
});

test('many lines are folded and can be opened with the keyboard', async (t) => {
  const server = await startServer(t);
  const lines = Array.from({ length: 100 }, (_, place) => ({ name: `Part ${place + 1}`, unit_amount: '1.00' }));
  const link = await makeLink(server, { amount: undefined, line_items: lines });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(link.url, { waitUntil: 'networkidle' });
  const last = page.getByText('Part 100', { exact: true });
  assert.equal(await last.isVisible(), false);
  await page.locator('.lines summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await last.isVisible(), true);
  await fits(page);
  await inspect(page, 'lines-many');
});

test('an invoice that was paid through one link cannot be paid through the other', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const { merchant_id } = await makeLink(server);
  const invoice = await server.api.post('/v1/invoices', { merchant_id, number: 'R-1', line_items: LINES, max_open_links: 2 });
  assert.equal(invoice.status, 201, JSON.stringify(invoice.body));
  const links = [];
  for (let made = 0; made < 2; made += 1) {
    const answer = await server.api.post('/v1/payment_links', { merchant_id, invoice_id: invoice.body.id, show_billing_fields: false });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    links.push(answer.body);
  }
  const [first, second] = [await openPage(t, browser), await openPage(t, browser)];
  await first.goto(links[0].url, { waitUntil: 'networkidle' });
  await second.goto(links[1].url, { waitUntil: 'networkidle' });
  await enterCard(second, '4242424242424242');
  await enterCard(first, '4242424242424242');
  await pressPay(first);
  await first.waitForURL(/\/payments\/pay_/);
  // the other page was open all the time
  await pressPay(second);
  await second.waitForFunction(() => !document.querySelector('#pay') || document.querySelector('[role=alert]')?.textContent.trim());
  assert.equal((await linkNow(server, links[1])).status, 'CANCELLED');
  const now = await server.api.get(`/v1/invoices/${invoice.body.id}`);
  assert.deepEqual([now.body.status, now.body.payment_link_id], ['paid', links[0].id]);
});

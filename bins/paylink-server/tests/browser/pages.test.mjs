// Every page a payer can meet that is not the form: says what is the matter, is accessible, asks no one else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axe, complaints, openPage, startBrowser, startServer } from './harness.mjs';
import { inspect, makeLink } from './shop.mjs';

const LIMIT = 60 * 1024;

test('every page that cannot be paid says why', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const later = await makeLink(server, { starts_at: '2090-01-01' });
  const cancelled = await makeLink(server);
  assert.equal((await server.api.post(`/v1/payment_links/${cancelled.id}/cancel`)).status, 200);
  const cases = [
    { name: 'not-yet-open', address: later.url, status: 200, says: /2090/ },
    { name: 'cancelled', address: cancelled.url, status: 200, says: /cancel/i },
    { name: 'unknown', address: `${server.url}/p/no-such-link`, status: 404, says: /not found|no payment|doesn|not exist/i },
    { name: 'api-reference', address: `${server.url}/docs`, status: 200, says: /payment_links/ },
  ];
  for (const { name, address, status, says } of cases) {
    const page = await openPage(t, browser, { width: 390 });
    const answer = await page.goto(address);
    assert.equal(answer.status(), status, name);
    assert.match(await page.locator('body').innerText(), says);
    const expected = status === 404 ? [404] : [];
    // the reference is far too long for a picture
    if (name === 'api-reference') assert.deepEqual([await axe(page), complaints(page)], [[], []]);
    else await inspect(page, name, expected);
  }
});

test('a page fits 320 px and 60 KB and asks no other host', async (t) => {
  const server = await startServer(t);
  const link = await makeLink(server, { show_billing_fields: true });
  const page = await openPage(t, await startBrowser(t), { width: 320 });
  let bytes = 0;
  page.on('response', async (answer) => {
    const { responseBodySize, responseHeadersSize } = await answer.request().sizes();
    bytes += responseBodySize + responseHeadersSize;
  });
  await page.goto(link.url, { waitUntil: 'networkidle' });
  const [inner, content] = await page.evaluate(() => [window.innerWidth, document.documentElement.scrollWidth]);
  assert.ok(content <= inner, `content is ${content} px wide on ${inner} px`);
  assert.ok(bytes > 1000 && bytes < LIMIT, `${bytes} bytes over the wire`);
  await inspect(page, 'payable-320');
});

test('hostile texts of a merchant run no script', async (t) => {
  const server = await startServer(t);
  const texts = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "';alert(1)//",
    '</style><script>alert(1)</script>',
    '{{7*7}}${7*7}<svg/onload=alert(1)>',
    '</script><script>alert(1)</script>',
    '<!--<script>',
    'javascript:alert(1)',
  ];
  const browser = await startBrowser(t);
  for (const text of texts) {
    const link = await makeLink(server, { description: text, invoice_number: text, amount: undefined, card_amount: '2.00', ach_amount: '1.00', card_amount_note: text, ach_amount_note: text });
    const page = await openPage(t, browser);
    page.on('dialog', () => assert.fail('a script ran'));
    await page.goto(link.url);
    assert.ok((await page.locator('body').innerText()).includes(text), 'the text is shown as text');
    await inspect(page, 'hostile');
  }
});

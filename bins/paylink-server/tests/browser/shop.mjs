// A merchant to test with, and a payer's hands on the payment page.

import { axe, complaints, readQr, screenshot } from './harness.mjs';
import assert from 'node:assert/strict';

/** A merchant and a link of it; `fields` are those of a new payment link. */
export async function makeLink(server, fields = {}) {
  const merchant = await server.api.post('/v1/merchants', {
    name: 'Blue Bottle Bicycles',
    accent_color: '#1f5fbf',
    website: 'https://bicycles.example',
    timezone: 'America/New_York',
  });
  assert.equal(merchant.status, 201, JSON.stringify(merchant.body));
  const link = await server.api.post('/v1/payment_links', {
    merchant_id: merchant.body.id,
    amount: '129.00',
    description: 'Spring tune-up and new brake pads',
    order_number: 'BB1042',
    show_billing_fields: false,
    ...fields,
  });
  assert.equal(link.status, 201, JSON.stringify(link.body));
  return link.body;
}

/** The link as the merchant sees it now. */
export async function linkNow(server, link) {
  const answer = await server.api.get(`/v1/payment_links/${link.id}`);
  assert.equal(answer.status, 200);
  return answer.body;
}

/** What a phone reads from the link's QR image. */
export async function scan(server, link) {
  const answer = await fetch(`${server.url}/p/${link.slug}/qr.png`);
  assert.equal(answer.status, 200);
  return readQr(Buffer.from(await answer.arrayBuffer()));
}

/** Types a card into the form, key by key as far as the card number goes. */
export async function enterCard(page, number, name = 'Ada Example') {
  await page.getByLabel('Card number').fill('');
  await page.getByLabel('Card number').pressSequentially(number);
  await page.getByLabel('Expiry').fill('12/34');
  await page.getByLabel('Security code').fill('123');
  await page.locator('#name').fill(name);
}

/** Presses the pay button. */
export async function pressPay(page) {
  await page.locator('#pay').click();
}

/** What every page has to keep: no accessibility violation, no complaint, looks kept as pictures. */
export async function inspect(page, name, expected = []) {
  assert.deepEqual(await axe(page), [], `accessibility of ${name}`);
  await screenshot(page, name);
  assert.deepEqual(complaints(page, { expected }), [], `complaints of ${name}`);
}

// A merchant's logo and a link's attachments, as payers see and download them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { complaints, openPage, startBrowser, startServer } from './harness.mjs';
import { inspect, makeLink } from './shop.mjs';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Count 0>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n');

/** A bicycle and a word, on nothing. */
function logo(ink) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="440" height="132" viewBox="0 0 440 132">
<g fill="none" stroke="${ink}" stroke-width="10"><circle cx="52" cy="84" r="34"/><circle cx="172" cy="84" r="34"/>
<path d="M52 84 88 30h56l28 54M88 30l38 54H52"/></g>
<text x="228" y="92" font-family="sans-serif" font-weight="700" font-size="58" fill="${ink}">Bottle</text></svg>`;
  const drawn = spawnSync('rsvg-convert', ['-w', '440'], { input: svg });
  assert.equal(drawn.status, 0, String(drawn.stderr));
  return drawn.stdout;
}

/** Uploads a file as a form; returns the answer's body. */
async function upload(server, method, path, content, name) {
  const form = new FormData();
  form.set('file', new Blob([content]), name);
  const headers = { authorization: `Bearer ${server.adminKey}` };
  const answer = await fetch(`${server.url}${path}`, { method, headers, body: form });
  const body = await answer.json();
  assert.ok(answer.ok, JSON.stringify(body));
  return body;
}

test('the logo is shown and the attachments are downloaded, in light and in the dark', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const link = await makeLink(server);
  const merchant = `/v1/merchants/${link.merchant_id}/logo`;
  const light = (await upload(server, 'PUT', merchant, logo('#173f7a'), 'logo.png')).logo_url;
  const both = await upload(server, 'PUT', `${merchant}?scheme=dark`, logo('#cfe0ff'), 'dark.png');
  assert.equal(both.logo_url, light);
  const attachments = `/v1/payment_links/${link.id}/attachments`;
  const invoice = await upload(server, 'POST', attachments, PDF, 'Invoice BB1042.pdf');
  await upload(server, 'POST', attachments, logo('#173f7a'), '../../Brake pads – zoë.webp');
  for (const scheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      const page = await openPage(t, browser, { width, scheme });
      await page.goto(link.url, { waitUntil: 'networkidle' });
      const picture = page.getByRole('img', { name: 'Logo of Blue Bottle Bicycles' });
      const shown = await picture.evaluate((img) => [img.currentSrc, img.naturalWidth, img.getBoundingClientRect().height]);
      assert.deepEqual(shown, [scheme === 'dark' ? both.logo_dark_url : light, 440, 44]);
      const list = page.getByRole('list', { name: 'Files' });
      assert.deepEqual(await list.getByRole('link').allInnerTexts(), ['Invoice BB1042.pdf', 'Brake pads – zoë.png']);
      assert.match(await list.innerText(), /PDF, 1 KB/);
      await inspect(page, `files-${width}-${scheme}`);
      // by keyboard alone, and the page stays
      await list.getByRole('link').first().focus();
      const coming = page.waitForEvent('download');
      await page.keyboard.press('Enter');
      const download = await coming;
      assert.equal(download.suggestedFilename(), 'Invoice BB1042.pdf');
      assert.deepEqual(await readFile(await download.path()), PDF);
      assert.equal(page.url(), link.url);
      assert.deepEqual(complaints(page), []);
    }
  }
  assert.equal((await fetch(invoice.url)).headers.get('content-security-policy'), "sandbox; default-src 'none'");
  assert.equal((await server.api.post(`/v1/payment_links/${link.id}/cancel`)).status, 200);
  assert.equal((await fetch(invoice.url)).status, 404);
  const page = await openPage(t, browser, { width: 390 });
  await page.goto(link.url, { waitUntil: 'networkidle' });
  assert.equal(await page.getByRole('list', { name: 'Files' }).count(), 0);
  await inspect(page, 'files-cancelled');
});

test('one logo serves both schemes, and a page without one shows the initial', async (t) => {
  const server = await startServer(t);
  const browser = await startBrowser(t);
  const link = await makeLink(server);
  const plain = await openPage(t, browser, { width: 390 });
  await plain.goto(link.url);
  assert.equal(await plain.getByRole('img').count(), 0);
  const { logo_url: address } = await upload(server, 'PUT', `/v1/merchants/${link.merchant_id}/logo`, logo('#101820'), 'logo.png');
  const page = await openPage(t, browser, { width: 390, scheme: 'dark' });
  await page.goto(link.url, { waitUntil: 'networkidle' });
  const [source, ground] = await page.getByRole('img', { name: 'Logo of Blue Bottle Bicycles' })
    .evaluate((img) => [img.currentSrc, getComputedStyle(img).backgroundColor]);
  assert.deepEqual([source, ground], [address, 'rgb(255, 255, 255)'], 'on a plate of its own');
  await inspect(page, 'logo-on-a-plate');
});

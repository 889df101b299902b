// Every message as the gallery shows it: valid, accessible, readable on a phone and in the dark, and without pictures.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { axe, complaints, openPage, peer, readQr, screenshot, startBrowser, temporaryFolder } from './harness.mjs';

const execute = promisify(execFile);
const vnu = peer.resolve('vnu-jar/build/dist/vnu.jar');

/** Writes the gallery; gives its folder and the names of its messages. */
async function gallery(t) {
  const folder = await temporaryFolder(t);
  await execute(process.env.PAYLINK_SERVER_BIN, ['messages', 'gallery', folder]);
  const files = await readdir(folder);
  const names = files.filter((file) => file.endsWith('.sms.txt')).map((file) => file.replace('.sms.txt', ''));
  assert.ok(names.length >= 42, `${names.length} messages`);
  const address = (name) => pathToFileURL(path.join(folder, `${name}.html`)).href;
  return { folder, names, address };
}

/** Complaints about anything but the merchant's logo, the one part of a mail that lies elsewhere. */
function ownComplaints(page) {
  return complaints(page).filter(({ text, at }) => !`${text} ${at}`.includes('/logos/'));
}

test('every message is valid HTML', async (t) => {
  const { folder } = await gallery(t);
  // the one file that is not shows that the checker looks
  await writeFile(path.join(folder, 'wrong.html'), '<!DOCTYPE html><html lang="en"><title>Old</title><table bgcolor="red"><tr><td>x</table>');
  const check = execute('java', ['-jar', vnu, '--format', 'json', '--skip-non-html', folder], { maxBuffer: 2 ** 24 });
  const { stderr } = await check.catch((failure) => failure);
  const found = JSON.parse(stderr).messages.map(({ url, message }) => `${path.basename(url)}: ${message}`);
  assert.ok(found.some((line) => line.startsWith('wrong.html') && line.includes('bgcolor')), stderr);
  assert.deepEqual(found.filter((line) => !line.startsWith('wrong.html')), []);
});

test('every message fits a phone and asks no other host', async (t) => {
  const { names, address } = await gallery(t);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.route(/^https:/, (route) => route.abort());
  for (const name of names) {
    await page.goto(address(name));
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const content = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(content <= width, `${name} is ${content} px wide on ${width} px`);
    }
    const smallest = await page.evaluate(() =>
      Math.min(...[...document.querySelectorAll('p, a, td, th, h1')].map((e) => parseFloat(getComputedStyle(e).fontSize))));
    assert.ok(smallest >= 13, `${name} has type of ${smallest} px`);
  }
  assert.deepEqual(ownComplaints(page), []);
});

test('every kind of message is accessible in the light and in the dark', async (t) => {
  const { names, address } = await gallery(t);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.route(/^https:/, (route) => route.abort());
  for (const name of names.filter((name) => /-(usual|test-mode|right-to-left|logo|two-prices)$/.test(name))) {
    await page.goto(address(name));
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axe(page), [], `${name} in the ${colorScheme}`);
    }
    if (name.endsWith('-usual')) await screenshot(page, `message-${name}`);
  }
  assert.deepEqual(ownComplaints(page), []);
});

test('a payment request is understood without pictures, and its code leads to the same page', async (t) => {
  const { folder, address } = await gallery(t);
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.route(/\.png$/, (route) => route.abort());
  await page.goto(address('payment-request-logo'));
  const text = await page.locator('body').innerText();
  const button = page.getByRole('link', { name: 'Pay $1,250.00' });
  const url = await button.getAttribute('href');
  for (const words of ['Northlight Studio', '$1,250.00', 'INV-2026-0031', 'March 31, 2026', url]) assert.ok(text.includes(words), words);
  for (const name of ['Logo of Northlight Studio', 'QR code that opens the payment page']) await page.getByRole('img', { name }).waitFor();
  await screenshot(page, 'message-without-pictures');
  const code = await readFile(path.join(folder, 'payment-request-logo.payment-qr.png'));
  assert.equal(await readQr(code), url);
});

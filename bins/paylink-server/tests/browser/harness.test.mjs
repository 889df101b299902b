// The instruments themselves: each must see what is wrong with a page that is wrong, or its silence means nothing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import test from 'node:test';

import { atEnd, axe, complaints, freePort, openPage, readQr, screenshot, startBrowser, svgToPng, until } from './harness.mjs';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src http://nobody.invalid; script-src 'nonce-good'";

const GOOD = `<!doctype html><html lang="en"><head><title>Good</title><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"></head>
<body><main><h1>Pay 12.50 USD</h1><button type="button">Pay</button></main>
<script nonce="good">document.title = 'Ready';</script></body></html>`;

const BAD = `<!doctype html><html><head><link rel="icon" href="data:,"></head><body><img src="/gone.png"><button></button>
<script>document.title = 'injected';</script>
<script nonce="good">fetch('http://nobody.invalid/').catch(() => {}); queueMicrotask(() => { throw new Error('broken'); });</script>
</body></html>`;

/** A QR code of http://127.0.0.1/p/a, one square a character. */
const CODE = [
  '#######.#....#....#######',
  '#.....#.#.###...#.#.....#',
  '#.###.#...###...#.#.###.#',
  '#.###.#..###.####.#.###.#',
  '#.###.#....###....#.###.#',
  '#.....#...##.##.#.#.....#',
  '#######.#.#.#.#.#.#######',
  '.........#.#..#..........',
  '.#....###.#.######.....##',
  '....#...#..##.####..####.',
  '.#.#.##.##.....#.##.##.##',
  '####..........####...#..#',
  '.#..#.#.#######.###.....#',
  '##..##.#.#..##.#.......#.',
  '#..#..#....#####.#.#.#.##',
  '#.......##..###.#...#.#.#',
  '#..#.##.##.#...######.#..',
  '........##.#.####...#.#..',
  '#######.##.##.#.#.#.##..#',
  '#.....#..##.#...#...#...#',
  '#.###.#..##..#.##########',
  '#.###.#...........##.#.##',
  '#.###.#..#.##...##....#.#',
  '#.....#.##...##.#.###...#',
  '#######..#..#######..#..#',
];

async function serve(t, pages) {
  const server = http.createServer((request, response) => {
    const html = pages[request.url];
    response.writeHead(html ? 200 : 404, { 'content-type': 'text/html', 'content-security-policy': POLICY });
    response.end(html ?? '<!doctype html><title>Gone</title>');
  });
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  atEnd(t, () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  return `http://127.0.0.1:${port}`;
}

test('a good page raises no complaint and no violation', async (t) => {
  const url = await serve(t, { '/': GOOD });
  const page = await openPage(t, await startBrowser(t), { width: 390 });
  await page.goto(url);
  assert.equal(await page.title(), 'Ready');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints(page), []);
});

test('every fault of a bad page is heard', async (t) => {
  const url = await serve(t, { '/': BAD });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(url);
  const kinds = () => new Set(complaints(page).map(({ kind }) => kind));
  await until('a report, an error, a console line and a foreign request', 5_000, () => kinds().size === 4);
  const heard = complaints(page);
  assert.ok(heard.some(({ kind, text }) => kind === 'csp' && text.startsWith('script-src')), JSON.stringify(heard));
  assert.ok(heard.some(({ kind, text }) => kind === 'foreign' && text.includes('nobody.invalid')), JSON.stringify(heard));
  assert.ok(heard.some(({ kind, text }) => kind === 'script' && text.includes('broken')), JSON.stringify(heard));
  const rules = (await axe(page)).map(({ id }) => id);
  for (const rule of ['button-name', 'document-title', 'html-has-lang', 'image-alt']) assert.ok(rules.includes(rule), rule);
});

test('an expected status is not a complaint, an unexpected one is', async (t) => {
  const url = await serve(t, {});
  const page = await openPage(t, await startBrowser(t));
  await page.goto(url);
  assert.deepEqual(complaints(page, { expected: [404] }), []);
  assert.equal(complaints(page, { expected: [402] }).length, 1);
});

test('a page is pictured at two widths in both schemes', async (t) => {
  const url = await serve(t, { '/': GOOD });
  const page = await openPage(t, await startBrowser(t));
  await page.goto(url);
  const files = await screenshot(page, 'harness');
  assert.deepEqual(
    files.map((file) => path.basename(file)),
    ['harness-390-light.png', 'harness-390-dark.png', 'harness-1280-light.png', 'harness-1280-dark.png'],
  );
  const pictures = await Promise.all(files.map((file) => readFile(file, 'base64')));
  assert.equal(new Set(pictures).size, 4, 'each picture shows something of its own');
  assert.deepEqual(page.viewportSize(), { width: 1280, height: 900 });
});

test('a code drawn as SVG is read back', async () => {
  const squares = CODE.flatMap((row, y) =>
    Array.from(row, (dot, x) => (dot === '#' ? `<rect x="${x + 4}" y="${y + 4}" width="1" height="1"/>` : '')),
  );
  const side = CODE.length + 8;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">${squares.join('')}</svg>`;
  const png = await svgToPng(svg);
  assert.equal(await readQr(png), 'http://127.0.0.1/p/a');
});

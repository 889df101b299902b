// A spreadsheet opens the exports: every cell as text, none as a formula, each exactly what the API says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peer, startServer } from './harness.mjs';
import { makeLink } from './shop.mjs';

const XLSX = peer('xlsx');

// What a merchant or payer could type, as far as the API takes it; the wire's property test knows worse.
const HOSTILE = [
  '=1+1',
  '=HYPERLINK("https://evil.example","pay here")',
  '+1-555',
  '-2+3+cmd|\' /C calc\'!A0',
  '@SUM(1,2)',
  "'=already quoted",
  "'",
  '＝1＋1',
  'a "quoted", listed; thing',
  '👩‍👩‍👧‍👦 шалом שלום',
  '007',
  '1e5',
  '2030-01-02',
  'TRUE',
];

/** The cells of a CSV text as a spreadsheet has them: what it shows, and the formula if it takes it for one. */
function open(csv, options = {}) {
  const book = XLSX.read(csv, { type: 'string', ...options });
  const sheet = book.Sheets[book.SheetNames[0]];
  const range = XLSX.utils.decode_range(sheet['!ref']);
  const rows = [];
  for (let r = range.s.r; r <= range.e.r; r += 1) {
    const row = [];
    for (let c = range.s.c; c <= range.e.c; c += 1) row.push(sheet[XLSX.utils.encode_cell({ r, c })] ?? { v: '' });
    rows.push(row);
  }
  return rows;
}

const exact = (cell) => (cell.startsWith("'") ? cell.slice(1) : cell);

test('a spreadsheet finds no formula in an export, and the exact text in every cell', async (t) => {
  const server = await startServer(t);
  const made = [];
  for (const text of HOSTILE) {
    made.push(await makeLink(server, { description: text, invoice_number: text.slice(0, 64), tags: [text.slice(0, 40)], customer: { name: text, email: 'ada@example.com' } }));
  }
  const answer = await fetch(`${server.url}/v1/payment_links?format=csv&sort=created_at`, {
    headers: { authorization: `Bearer ${server.adminKey}` },
  });
  assert.equal(answer.status, 200);
  const csv = await answer.text();

  // the spreadsheet does take such texts for formulas where nothing keeps it from doing so
  const careless = open('a,b\r\n=1+1,"=SUM(1,2)"\r\n');
  assert.deepEqual(careless[1].map((cell) => cell.f), ['1+1', 'SUM(1,2)']);

  assert.deepEqual(open(csv).flat().filter((cell) => cell.f !== undefined), [], 'no cell is a formula');
  const [names, ...rows] = open(csv, { raw: true }).map((row) => row.map((cell) => String(cell.v)));
  assert.equal(rows.length, HOSTILE.length);
  for (const [place, link] of made.entries()) {
    const cell = (name) => exact(rows[place][names.indexOf(name)]);
    assert.equal(cell('id'), link.id);
    assert.equal(cell('description'), HOSTILE[place]);
    assert.equal(cell('customer_name'), HOSTILE[place]);
    assert.deepEqual(JSON.parse(cell('tags')), link.tags);
    assert.equal(cell('amount'), '129.00');
    for (const [name, value] of Object.entries(link)) {
      if (typeof value === 'string' && names.includes(name)) assert.equal(cell(name), value, name);
    }
  }
});

test('JSON lines are the objects of the list', async (t) => {
  const server = await startServer(t);
  for (const text of HOSTILE) await makeLink(server, { description: text });
  const answer = await fetch(`${server.url}/v1/payment_links`, {
    headers: { authorization: `Bearer ${server.adminKey}`, accept: 'application/x-ndjson' },
  });
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  const lines = (await answer.text()).trimEnd().split('\n').map((line) => JSON.parse(line));
  const page = await server.api.get('/v1/payment_links?limit=100');
  assert.deepEqual(lines, page.body.data);
});

// What every browser test needs: a real server, a real browser, and the instruments that look at a page.
//
// `cargo xtask e2e` sets PAYLINK_PEERS (where the npm packages are) and PAYLINK_SERVER_BIN (the server to test).
// Everything is bound to loopback, and everything started here is stopped when the test ends:
//
//   test('a card pays the link', async (t) => {
//     const server = await startServer(t);
//     const browser = await startBrowser(t);
//     const page = await openPage(t, browser, { width: 390 });
//     …
//     assert.deepEqual(await axe(page), []);
//     assert.deepEqual(complaints(page), []);
//   });

import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const PEERS = fromEnvironment('PAYLINK_PEERS');
/** Import for packages that are installed beside the build, not beside this file. */
export const peer = createRequire(path.join(PEERS, 'node', 'package.json'));

const { chromium } = peer('playwright-core');
const { AxeBuilder } = peer('@axe-core/playwright');
const execute = promisify(execFile);

const START_MS = 30_000;
const STOP_MS = 10_000;
const STEP_MS = 15_000;
const POLL_MS = 50;

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

function fromEnvironment(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask e2e\``);
  return value;
}

const endings = new WeakMap();

/** Has something done when the test ends, last registered first: a page goes before its browser and its server. */
export function atEnd(t, action) {
  if (!endings.has(t)) {
    const actions = [];
    endings.set(t, actions);
    t.after(async () => {
      const outcomes = [];
      while (actions.length > 0) outcomes.push(...(await Promise.allSettled([actions.pop()()])));
      const failed = outcomes.find(({ status }) => status === 'rejected');
      if (failed) throw failed.reason;
    });
  }
  endings.get(t).push(action);
}

// ---------------------------------------------------------------------------------------------- the server

/**
 * Starts the server on an empty database and waits until it is ready.
 *
 * `command` is `serve` or `demo`; `env` adds or (with `undefined`) removes settings; `folder` reuses the data of an
 * earlier server; `port` its address. Gives `{ url, adminKey, api, folder, port, pid, output, waitForOutput, stop, kill }`.
 */
export async function startServer(t, { command = 'serve', args = [], env = {}, folder, port } = {}) {
  const data = folder ?? (await temporaryFolder(t));
  const bind = port ?? (await freePort());
  const url = `http://127.0.0.1:${bind}`;
  const adminKey = `test_${randomBytes(32).toString('hex')}`;
  const settings = {
    PAYLINK_BIND: `127.0.0.1:${bind}`,
    PAYLINK_PUBLIC_URL: url,
    PAYLINK_DATABASE_URL: `sqlite:${path.join(data, 'paylink.db')}`,
    PAYLINK_DATA_DIR: data,
    PAYLINK_ADMIN_KEY: adminKey,
    PAYLINK_ALLOW_PRIVATE_WEBHOOKS: 'true',
    ...env,
  };
  const child = spawn(fromEnvironment('PAYLINK_SERVER_BIN'), [command, ...args], {
    cwd: data,
    env: { ...withoutSettings(process.env), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = collect(child);
  const server = {
    url,
    adminKey: settings.PAYLINK_ADMIN_KEY,
    api: api(url, settings.PAYLINK_ADMIN_KEY),
    folder: data,
    port: bind,
    pid: child.pid,
    /** All it has printed so far, logs included. */
    output: () => said.text,
    /** The first match of a pattern in what it prints. */
    waitForOutput: (pattern) => until(`${pattern} in the server's output`, START_MS, () => said.text.match(pattern) ?? refuseDead(child, said)),
    /** Asks it to end, as an operator would. Gives its exit status. */
    stop: () => end(child, 'SIGTERM'),
    /** Ends it as a power cut would. */
    kill: () => end(child, 'SIGKILL'),
  };
  atEnd(t, server.stop);
  await until(`${url}/health/ready`, START_MS, async () => (await isReady(url)) || refuseDead(child, said));
  return server;
}

/** The environment without what a developer may have set for their own server. */
function withoutSettings(environment) {
  const own = (name) => name.startsWith('PAYLINK_');
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own(name)));
}

function collect(child) {
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (piece) => (said.text += piece));
  }
  child.on('error', (error) => (said.text += `\n${error.message}\n`));
  return said;
}

function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function refuseDead(child, said) {
  if (hasEnded(child)) throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}:\n${said.text}`);
  return undefined;
}

async function isReady(url) {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(STEP_MS) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Signals that one process and waits until it is gone; the hard way when it does not go by itself. */
async function end(child, signal) {
  if (!hasEnded(child)) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(hard);
  }
  return child.exitCode ?? child.signalCode;
}

export async function freePort() {
  const listener = net.createServer();
  await new Promise((resolve, reject) => listener.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = listener.address();
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

/** A folder that is removed when the test ends. */
export async function temporaryFolder(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'paylink-browser-'));
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Asks again and again until `probe` gives something true; an error of the probe ends the wait at once. */
export async function until(what, milliseconds, probe) {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await pause(POLL_MS);
  }
}

// ------------------------------------------------------------------------------------------------- the API

/**
 * A client of the native API: `await api.post('/v1/payment_links', { … })` gives `{ status, headers, body }`.
 * `headers` of the last argument are added, for example `{ 'idempotency-key': '…' }`.
 */
export function api(url, key) {
  const call = (method) => (route, body, headers = {}) => request(url, key, { method, route, body, headers });
  const read = (method) => (route, headers = {}) => request(url, key, { method, route, headers });
  return { get: read('GET'), delete: read('DELETE'), post: call('POST'), patch: call('PATCH'), put: call('PUT') };
}

async function request(url, key, { method, route, body, headers }) {
  const answer = await fetch(new URL(route, url), {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(STEP_MS),
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, body: isJson && text ? JSON.parse(text) : text };
}

// --------------------------------------------------------------------------------------------- the browser

/** A Chromium that talks to nobody but the test. */
export async function startBrowser(t, { args = [] } = {}) {
  const executablePath = process.env.PAYLINK_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS, ...args] });
  atEnd(t, () => browser.close());
  return browser;
}

/** What each page has complained about, and the colour scheme it was opened with. */
const pages = new WeakMap();

/**
 * A page of its own profile that remembers every complaint: content security reports, script errors, console errors,
 * and requests that leave the machine. `scheme` is `light` or `dark`; more `options` go to the browser context as they are.
 */
export async function openPage(t, browser, { width = 1280, height = 900, scheme = 'light', ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, ...options });
  atEnd(t, () => context.close());
  context.setDefaultTimeout(STEP_MS);
  const found = [];
  await context.exposeBinding('__reportViolation', (_, report) => found.push({ kind: 'csp', ...report }));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__reportViolation({
        text: `${event.effectiveDirective} blocked ${event.blockedURI}`,
        at: `${event.documentURI}:${event.lineNumber}`,
      });
    });
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => found.push({ kind: 'script', text: String(error), at: page.url() }));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push({ kind: 'console', text: message.text(), at: message.location().url });
  });
  page.on('request', (asked) => {
    if (isForeign(asked.url())) found.push({ kind: 'foreign', text: asked.url(), at: page.url() });
  });
  pages.set(page, { found, scheme });
  return page;
}

/** A request that would leave the machine. */
function isForeign(address) {
  const { protocol, hostname } = new URL(address);
  return protocol.startsWith('http') && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/**
 * What the page has complained about so far: `[{ kind, text, at }]`. Chromium writes a console error for every answer
 * of 400 and above; name the expected ones, as in `complaints(page, { expected: [402] })`.
 */
export function complaints(page, { expected = [] } = {}) {
  const isExpected = ({ kind, text }) =>
    kind === 'console' && expected.some((status) => text.includes(`responded with a status of ${status}`));
  return pages.get(page).found.filter((complaint) => !isExpected(complaint));
}

const AXE_SOURCE = readFile(peer.resolve('axe-core/axe.min.js'), 'utf8');

/** Accessibility violations, short enough to read in a failed assertion. */
export async function axe(page) {
  const { violations } = await new AxeBuilder({ page, axeSource: await AXE_SOURCE }).analyze();
  return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }));
}

/** Saves the page at phone and desktop width, light and dark, as `target/screenshots/<name>-<width>-<scheme>.png`. */
export async function screenshot(page, name) {
  const folder = path.join(PEERS, '..', 'screenshots');
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize();
  const saved = [];
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(folder, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
      saved.push(file);
    }
  }
  await page.emulateMedia({ colorScheme: pages.get(page).scheme });
  await page.setViewportSize(before);
  return saved;
}

// -------------------------------------------------------------------------------------------------- images

/** What a phone would read from the picture. */
export async function readQr(png) {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'code.png');
    await writeFile(file, png);
    const { stdout } = await execute('zbarimg', ['--nodbus', '-q', '--raw', file]);
    return stdout.trim();
  });
}

/** Draws an SVG on white, large enough to be scanned. */
export async function svgToPng(svg) {
  return inFolder(async (folder) => {
    const file = path.join(folder, 'picture.svg');
    await writeFile(file, svg);
    const { stdout } = await execute('rsvg-convert', ['-w', '600', '-b', 'white', file], { encoding: 'buffer' });
    return stdout;
  });
}

async function inFolder(work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'paylink-image-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// One attempt to pay. It is sent under one key until a definite answer has come, however often the
// page is loaded again or the network goes away meanwhile; the server answers a key only once.

// The attempt that waits for its answer, kept for this tab: {key, body, unsure, id}. No card data: the
// body holds the token that the payment processor gave for it.
const shelf = {
  name: 'paylink.attempt.' + page.slug,
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.name));
    } catch {
      return null;
    }
  },
  write(attempt) {
    try {
      sessionStorage.setItem(this.name, JSON.stringify(attempt));
    } catch {
      // Without storage the attempt lives as long as the page.
    }
  },
  clear() {
    try {
      sessionStorage.removeItem(this.name);
    } catch {
      // Nothing was stored either.
    }
  },
};

// crypto.randomUUID exists on https and localhost only; a phone that tries a test server has neither.
const freshKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

// Shows the panel in place of what was there. `name` begins the ids of its title and text.
function showPanel(name, { busy = false, link = '' } = {}) {
  const fresh = byId('panel').dataset.name !== name || byId('panel').hidden;
  for (const id of page.hide) if (byId(id)) byId(id).hidden = true;
  if (byId('waiting')) byId('waiting').hidden = false;
  byId('panel').hidden = false;
  byId('panel').dataset.name = name;
  byId('panel').classList.toggle('busy', busy);
  byId('panel-title').textContent = say(name + '-title');
  byId('panel-text').textContent = say(name + '-text');
  byId('panel-progress').textContent = '';
  byId('panel-button').hidden = true;
  byId('panel-link').hidden = !link;
  byId('panel-link').href = link;
  byId('panel-link').textContent = say('checking-link');
  if (fresh) byId('panel-title').focus();
}

function hidePanel() {
  byId('panel').hidden = true;
  for (const id of page.hide) if (byId(id)) byId(id).hidden = false;
}

// Waits until it is worth asking again: the button, the network coming back, or some time.
function nextTry(name, milliseconds) {
  showPanel(name);
  return new Promise(resolve => {
    const button = byId('panel-button');
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      button.removeEventListener('click', done);
      showPanel(name, { busy: true });
      resolve();
    };
    const timer = setTimeout(() => { if (navigator.onLine !== false) done(); }, milliseconds);
    addEventListener('online', done);
    button.textContent = say('try-again-now');
    button.hidden = false;
    button.addEventListener('click', done);
  });
}

const announce = text => { byId('announcement').textContent = text; };

// Shows the time that is left, second by second; a screen reader is told once.
async function countDown(place, message, seconds) {
  const end = performance.now() + seconds * 1000;
  announce(say(message, { time: minutes(seconds) }));
  for (let left = seconds; left > 0; left = (end - performance.now()) / 1000) {
    byId(place).textContent = say(message, { time: minutes(Math.ceil(left)) });
    await pause(Math.min(1000, left * 1000));
  }
  byId(place).textContent = '';
}

// Follows an attempt to its end: {go} an address, {reload}, {declined} a code, {wrong} fields, {wait} seconds or {broken}.
async function pursue(attempt) {
  for (let round = 0; ; round += 1) {
    const answer = await ask(paymentsPath, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': attempt.key },
      body: attempt.body,
    });
    const { status, body = {}, wait } = answer || {};
    const doubt = !answer || status >= 500 || body.code === 'idempotency_key_in_use';
    if (doubt || (status === 429 && attempt.unsure)) {
      attempt.unsure = true;
      shelf.write(attempt);
    }
    const later = (wait ?? Math.min(2 ** round, 30)) * 1000;
    if (!answer) await nextTry('lost', later);
    else if (status >= 500) await nextTry('server-away', later);
    else if (doubt) {
      showPanel('checking', { busy: true });
      await pause(Math.max(later, 1000));
    } else if (status === 429 && attempt.unsure) {
      showPanel('checking');
      await countDown('panel-progress', 'wait-and-ask', wait ?? 30);
    } else if (status === 202 || body.status === 'requires_action') {
      attempt.id = body.id;
      shelf.write(attempt);
      return status === 202 ? watch(attempt) : { go: body.next_action.url };
    } else {
      shelf.clear();
      return settled(status, body, wait);
    }
  }
}

function settled(status, body, wait) {
  if (status === 201 || status === 200) return { go: receiptPath(body.id) };
  if (status === 402) return { declined: body.code };
  if (status === 404 || status === 409) return { reload: true };
  if (status === 429) return { wait: wait ?? 30 };
  if (body.code === 'invalid_token') return { declined: body.code };
  if (status === 422) return { wrong: body.errors || [] };
  return { broken: true };
}

// The gateway did not say what became of the payment: ask until it is known.
async function watch(attempt) {
  showPanel('checking', { busy: true, link: receiptPath(attempt.id) });
  for (let round = 0; ; round += 1) {
    await pause(Math.min(2000 * 1.4 ** round, 30000));
    const answer = await ask(paymentsPath + '/' + encodeURIComponent(attempt.id), {}, 15000);
    if (answer?.status !== 200) continue;
    const { status, failure, next_action: next } = answer.body;
    if (status === 'requires_action' && next) return { go: next.url };
    if (status === 'processing' || status === 'requires_action') continue;
    shelf.clear();
    return status === 'failed' ? { declined: failure?.code } : { go: receiptPath(attempt.id) };
  }
}

// What a page that was loaded again has to do about an attempt left open; null when there is none.
async function resume() {
  const attempt = shelf.read();
  if (!attempt) return null;
  if (attempt.id) {
    location.replace(receiptPath(attempt.id));
    return new Promise(() => {});
  }
  attempt.unsure = true;
  showPanel('resuming', { busy: true });
  return pursue(attempt);
}

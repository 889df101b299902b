// The payment page while it can be paid.

const form = byId('form');
const loaded = { steady: performance.now(), wall: Date.now() };
let busy = false;

// The payer's clock may be wrong and a sleeping computer's steady clock stands still: take whichever moved further.
const serverTime = () => page.now + Math.max(performance.now() - loaded.steady, Date.now() - loaded.wall);
const method = () => form.querySelector('[name=method]:checked')?.value || Object.keys(page.prices)[0];
const complain = message => { byId('problem').textContent = message; };

function showMethod() {
  for (const part of document.querySelectorAll('[data-for]')) part.hidden = part.dataset.for !== method();
  byId('total').textContent = page.prices[method()].total;
  byId('pay').textContent = page.prices[method()].pay;
  if (byId('name')) byId('name').autocomplete = method() === 'card' ? 'cc-name' : 'name';
  complain('');
}

let slow;
function setBusy(now) {
  busy = now;
  clearTimeout(slow);
  form.classList.toggle('busy', now);
  byId('pay').setAttribute('aria-disabled', String(now));
  byId('progress').textContent = now ? say('sending') : '';
  if (now) slow = setTimeout(() => { byId('progress').textContent = say('slow'); }, 4000);
}

function complainAt(id, message) {
  const input = byId(id);
  if (!input || input.closest('[hidden]')) return false;
  mark(input, message);
  return true;
}

// Which field the server's or the processor's name for it means.
const FIELDS = [
  [/number$/, 'number'], [/exp/, 'expiry'], [/cvc|cvv/, 'cvc'], [/routing/, 'routing'], [/account_number/, 'account'],
  [/email/, 'email'], [/name$/, 'name'], [/country/, 'country'], [/line1/, 'line1'], [/city/, 'city'], [/state/, 'state'], [/postal/, 'postal'],
];
function fieldOf(path) {
  if (/routing_number/.test(path)) return 'routing';
  if (/account_number/.test(path)) return 'account';
  return FIELDS.find(([pattern]) => pattern.test(path))?.[1];
}

// Which field a failure is about.
const CULPRITS = { incorrect_cvc: 'cvc', expired_card: 'expiry', incorrect_number: 'number', invalid_token: 'number' };
const ERRORS = { number: 'error-number', expiry: 'error-expiry', cvc: 'error-cvc', routing: 'error-routing', account: 'error-account', email: 'error-email', name: 'error-name' };

function showWrong(errors) {
  if (errors.some(error => error.field === 'consent_version')) {
    complain(say('consent-changed'));
    byId('pay').focus();
    return;
  }
  const places = errors.map(error => fieldOf(String(error.field))).filter(id => id && complainAt(id, say(ERRORS[id] || 'error-text')));
  complain(say(places.length ? 'check-fields' : 'went-wrong'));
  byId(inputs().find(input => places.includes(input.id))?.id || 'pay').focus();
}

function showDecline(code) {
  const first = method() === 'card' ? 'number' : 'account';
  const culprit = byId(CULPRITS[code]) || byId(first);
  complain(sayFailure(code));
  if (!culprit) {
    byId('pay').focus();
    return;
  }
  culprit.setAttribute('aria-invalid', 'true');
  culprit.setAttribute('aria-describedby', culprit.id + '-error problem');
  if (byId('cvc')) byId('cvc').value = '';
  culprit.focus();
}

async function showWait(seconds) {
  busy = true;
  byId('pay').setAttribute('aria-disabled', 'true');
  byId('pay').focus();
  await countDown('countdown', 'wait', seconds);
  setBusy(false);
}

// Trades the card or account number for a token at the payment processor; nothing is charged by that.
async function token() {
  const { month, year } = expiry();
  const order = method() === 'card'
    ? { card: { number: digits(value('number')), exp_month: month, exp_year: year, cvc: value('cvc') } }
    : { bank_account: { routing_number: value('routing'), account_number: value('account'), account_type: form.querySelector('[name=type]:checked').value, holder_name: value('name') } };
  const answer = await ask(page.token, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order) }, 20000);
  if (answer?.status === 201 && answer.body.token) return answer.body.token;
  setBusy(false);
  if (!answer) complain(say('not-sent'));
  else if (answer.status === 429) showWait(answer.wait ?? 30);
  else if (answer.status === 422 && answer.body.errors?.length) showWrong(answer.body.errors);
  else if (answer.status === 422 || answer.status === 402) showDecline(answer.body.code);
  else complain(say('went-wrong'));
  return null;
}

function order(token) {
  const optional = id => value(id) || undefined;
  const billing = page.billing
    ? { line1: optional('line1'), city: optional('city'), state: optional('state'), postal_code: optional('postal'), country: optional('country') }
    : undefined;
  if (page.saved) return JSON.stringify({ method: method(), payment_method_id: page.saved });
  const agreed = byId('save')?.checked ? { save_payment_method: true, consent_version: page.consent } : {};
  return JSON.stringify({ method: method(), token, payer: { name: value('name'), email: optional('email') }, billing, ...agreed });
}

function finish(result) {
  if (result.go) return location.assign(result.go);
  if (result.reload) return location.reload();
  hidePanel();
  setBusy(false);
  if ('declined' in result) showDecline(result.declined);
  else if (result.wrong) showWrong(result.wrong);
  else if (result.wait) showWait(result.wait);
  else complain(say('went-wrong'));
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  if (busy) return;
  complain('');
  const wrong = firstWrong();
  if (wrong) {
    complain(say('check-fields'));
    wrong.focus();
    return;
  }
  setBusy(true);
  const traded = page.saved || await token();
  if (!traded) return;
  const attempt = { key: freshKey(), body: order(traded) };
  shelf.write(attempt);
  finish(await pursue(attempt));
});

// The link may end while the page is open: said calmly from ten minutes before, aloud only now and then.
async function watchEnd() {
  const aloud = [60, 300, 600];
  while (page.ends) {
    const left = (page.ends - serverTime()) / 1000;
    if (left <= 0 && !busy) {
      form.reset();
      announce('');
      showPanel('closed');
      return;
    }
    const hint = left > 0 && left <= 600 ? say('closing-soon', { time: minutes(left) }) : '';
    byId('closing').textContent = hint;
    if (hint && left <= aloud.at(-1)) {
      announce(hint);
      while (left <= aloud.at(-1)) aloud.pop();
    }
    await pause(left > 600 ? Math.min((left - 600) * 1000, 60000) : 1000);
  }
}

form.addEventListener('change', event => { if (event.target.name === 'method') showMethod(); });
// The box is the payer's to tick: nothing that a browser has kept may do it.
if (byId('save')) byId('save').checked = false;
watchFields();
if (byId('country')) fillCountries(byId('country'));
showMethod();
form.hidden = false;
watchEnd();
busy = Boolean(shelf.read());
resume().then(result => { if (result) finish(result); });

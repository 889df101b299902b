// What every script of the payer's pages needs: the page's data, its words, and calls that never throw.

const read = id => JSON.parse(document.getElementById(id)?.textContent || '{}');
const page = read('page');
const words = read('texts');
const byId = id => document.getElementById(id);
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// The words of a message, its blanks filled in.
const say = (id, blanks = {}) => (words[id] || '').replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
const sayFailure = code => words['failed-' + code] || words['failed-other'];
const minutes = seconds => Math.floor(seconds / 60) + ':' + String(Math.floor(seconds % 60)).padStart(2, '0');

const checkoutPath = '/v1/checkout/' + encodeURIComponent(page.slug);
const paymentsPath = checkoutPath + '/payments';
const receiptPath = id => '/p/' + encodeURIComponent(page.slug) + '/payments/' + encodeURIComponent(id);

// The browser may bring back a page as it was left; what it says then is old.
addEventListener('pageshow', event => { if (event.persisted) location.reload(); });

// One request. Answers {status, body, wait}, or null when no (whole) answer arrived.
async function ask(address, options = {}, patience = 45000) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', signal: stop.signal, ...options });
    const text = await answer.text();
    const wait = Number.parseInt(answer.headers.get('Retry-After'), 10);
    return { status: answer.status, body: text ? JSON.parse(text) : {}, wait: wait >= 0 ? wait : null };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

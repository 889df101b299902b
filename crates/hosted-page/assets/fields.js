// What is typed: how it is written, what is wrong with it, and where that is said.

const digits = text => text.replace(/\D/g, '');
const value = id => (byId(id)?.value || '').trim();

const BRANDS = [
  ['American Express', /^3[47]/, 4],
  ['Visa', /^4/, 3],
  ['Mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 3],
  ['Discover', /^(6011|65|64[4-9])/, 3],
  ['Diners Club', /^3(0[0-5]|[689])/, 3],
  ['JCB', /^35(2[89]|[3-8])/, 3],
  ['UnionPay', /^62/, 3],
];
const brandOf = number => BRANDS.find(([, pattern]) => pattern.test(number));

// The check digit of a card number (ISO/IEC 7812-1, annex B).
function luhn(number) {
  let sum = 0;
  for (let place = 0; place < number.length; place += 1) {
    const digit = Number(number[number.length - 1 - place]) * (place % 2 + 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

// The check digit of a US routing number: weights 3, 7, 1.
const routed = number => [...number].reduce((sum, digit, place) => sum + digit * [3, 7, 1][place % 3], 0) % 10 === 0;

const spaced = number => (/^3[47]/.test(number) ? number.replace(/^(.{4})(.{1,6})?(.*)$/, '$1 $2 $3') : number.replace(/(.{4})(?=.)/g, '$1 ')).trim();

function expiry() {
  const typed = digits(value('expiry'));
  const year = typed.slice(2);
  return { month: Number(typed.slice(0, 2)), year: year.length === 4 ? Number(year) : 2000 + Number(year), whole: typed.length === 4 || typed.length === 6 };
}

// The id of what is wrong with each field's value, or '' when nothing is.
const CHECKS = {
  number(text) {
    const number = digits(text);
    return number.length >= 13 && number.length <= 19 && luhn(number) ? '' : 'error-number';
  },
  expiry() {
    const { month, year, whole } = expiry();
    if (!whole || month < 1 || month > 12) return 'error-expiry';
    const today = new Date(serverTime());
    const past = year * 12 + month < today.getUTCFullYear() * 12 + today.getUTCMonth() + 1;
    return past ? 'error-expiry-past' : year > today.getUTCFullYear() + 50 ? 'error-expiry' : '';
  },
  cvc(text) {
    const brand = brandOf(digits(value('number')));
    const length = digits(text).length;
    return digits(text) === text && (brand ? length === brand[2] : length === 3 || length === 4) ? '' : 'error-cvc';
  },
  routing: text => (/^\d{9}$/.test(text) && routed(text) ? '' : 'error-routing'),
  account: text => (/^\d{4,17}$/.test(text) ? '' : 'error-account'),
  email: text => (/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(text) ? '' : 'error-email'),
};

const inputs = () => [...byId('form').querySelectorAll('input:not([type=radio],[type=checkbox]),select')].filter(input => !input.closest('[hidden]'));

function problemOf(input) {
  const text = input.value.trim();
  if (!text) return input.required ? 'error-required' : '';
  return CHECKS[input.id]?.(text) || '';
}

function mark(input, message) {
  const place = byId(input.id + '-error');
  place.textContent = message;
  place.hidden = !message;
  if (message) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

// Marks what is wrong and answers the first field that is.
function firstWrong() {
  const wrong = inputs().filter(input => {
    const id = problemOf(input);
    mark(input, id && say(id));
    return id;
  });
  return wrong[0];
}

// Rewrites the digits of a field and keeps the cursor behind the digit it stood behind.
function rewrite(input, write) {
  const before = digits(input.value.slice(0, input.selectionStart)).length;
  const written = write(digits(input.value));
  if (written === input.value) return;
  const atEnd = input.selectionStart === input.value.length;
  input.value = written;
  let place = 0;
  for (let seen = 0; place < written.length && seen < before; place += 1) if (/\d/.test(written[place])) seen += 1;
  input.setSelectionRange(...(atEnd ? [written.length, written.length] : [place, place]));
}

function writeExpiry(event) {
  const deleting = (event.inputType || '').startsWith('delete');
  rewrite(event.target, typed => {
    const padded = /^[2-9]/.test(typed) || /^1\s*\//.test(event.target.value) ? '0' + typed : typed;
    if (padded.length < 2 || (padded.length === 2 && deleting)) return padded;
    return padded.slice(0, 2) + ' / ' + padded.slice(2, 6);
  });
}

function watchFields() {
  // A complaint that appears between press and release would move the button away from under the finger.
  let pressing = false;
  byId('pay').addEventListener('pointerdown', () => { pressing = true; });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { pressing = false; });
  byId('number')?.addEventListener('input', event => {
    rewrite(event.target, number => spaced(number.slice(0, 19)));
    byId('brand').textContent = brandOf(digits(event.target.value))?.[0] || '';
  });
  byId('expiry')?.addEventListener('input', writeExpiry);
  for (const id of ['cvc', 'routing', 'account']) {
    byId(id)?.addEventListener('input', event => rewrite(event.target, typed => typed));
  }
  for (const input of byId('form').querySelectorAll('input:not([type=radio],[type=checkbox]),select')) {
    const check = () => {
      const id = problemOf(input);
      mark(input, id && say(id));
    };
    input.addEventListener('input', () => { if (input.hasAttribute('aria-invalid')) check(); });
    input.addEventListener('blur', () => { if (input.value.trim() && !pressing) check(); });
  }
}

// Countries by code (ISO 3166-1); the browser knows their names in the page's language.
const COUNTRIES = 'ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW'.match(/../g);

function fillCountries(select) {
  const language = document.documentElement.lang;
  const names = new Intl.DisplayNames([language, 'en'], { type: 'region' });
  const listed = COUNTRIES.map(code => [names.of(code), code]).sort((a, b) => a[0].localeCompare(b[0], language));
  select.append(...listed.map(([name, code]) => new Option(name, code)));
  const home = (/[-_]([A-Z]{2})\b/.exec(navigator.language) || [])[1];
  select.value = COUNTRIES.includes(home) ? home : 'US';
  const local = () => {
    for (const id of ['state', 'postal']) {
      byId(id).required = select.value === 'US';
      byId(id + '-optional').hidden = byId(id).required;
      mark(byId(id), '');
    }
  };
  select.addEventListener('change', local);
  local();
}

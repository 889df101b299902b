// <paylink-button link="https://…">: a link to a payment page, on anybody's page. It asks the network for nothing: a
// payment page is opened by the payer's click, as the whole of a tab or window and never in a frame.

const WIDTH = 480;
const HEIGHT = 780;
const LOOK_MS = 300;

/** The address as one that may be opened: no script, no data. */
function payable(text) {
  try {
    const url = new URL(text, document.baseURI);
    if (text.trim() && /^https?:$/.test(url.protocol)) return url;
  } catch {}
}

/** An element inside another; `part` is its name for the page's own style. */
function add(parent, tag, part, className = '') {
  const made = document.createElement(tag);
  made.className = className;
  if (part) made.part = part;
  parent.append(made);
  return made;
}

/** A window above the middle of this one; null where the browser forbids it. */
function openAbove(url) {
  const left = screenX + (outerWidth - WIDTH) / 2;
  const top = screenY + (outerHeight - HEIGHT) / 2;
  return open(url, '_blank', `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`);
}

class PaylinkButton extends HTMLElement {
  static observedAttributes = ['link', 'target', 'label', 'lang'];
  #write;
  #leave;
  #link;
  #dialog;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    // what no policy of the page forbids; a browser that does not know it shows a plain link
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {}
    const link = this.#link = add(root, 'a', 'button', 'button');
    const inside = add(link, 'span');
    const label = add(inside, 'span');
    add(inside, 'slot').addEventListener('slotchange', () => write());
    const tab = add(inside, 'span', '', 'unseen');
    const dialog = this.#dialog = add(root, 'dialog', 'dialog');
    const heading = add(dialog, 'h2');
    const text = add(dialog, 'p');
    const actions = add(dialog, 'div');
    const show = add(actions, 'button', 'show', 'button');
    const cancel = add(actions, 'button', 'cancel', 'button quiet');
    dialog.setAttribute('aria-labelledby', heading.id = 'heading');
    dialog.setAttribute('aria-describedby', text.id = 'text');
    let url, opened, looking;

    const set = (name, value) => value ? link.setAttribute(name, value) : link.removeAttribute(name);
    const write = this.#write = () => {
      const words = wordsFor(this);
      const target = this.getAttribute('target');
      const isNew = target === 'new';
      const own = this.children[0] || this.textContent.trim();
      url = payable(this.getAttribute('link') ?? '');
      label.textContent = this.getAttribute('label')?.trim() || words[0];
      label.hidden = own;
      tab.textContent = isNew ? words[1] : '';
      [heading, , show, cancel].forEach((part, at) => part.textContent = words[at + 2]);
      text.textContent = words[3].replace('*', () => url?.host);
      set('href', url?.href);
      // a page in a frame is left for the payment page, which stands in no frame
      set('target', isNew ? '_blank' : '_top');
      set('rel', isNew && 'noopener');
      set('role', !url && 'link');
      set('aria-disabled', !url && 'true');
      set('aria-haspopup', target === 'overlay' && 'dialog');
      set('aria-label', own && !this.textContent.trim() && label.textContent);
      if (!url && this.isConnected) console.warn('paylink-button: no http(s) link');
    };

    // where no window may be opened, or a key says where to open, the link does what links do
    link.onclick = event => {
      if (!url || this.getAttribute('target') !== 'overlay') return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      opened = openAbove(url.href);
      if (!opened) return;
      event.preventDefault();
      dialog.showModal();
      looking = setInterval(() => opened?.closed && dialog.close(), LOOK_MS);
    };
    show.onclick = () => opened?.focus();
    cancel.onclick = () => dialog.close();
    dialog.onclose = () => {
      clearInterval(looking);
      if (!opened) return;
      opened.close();
      opened = null;
      this.dispatchEvent(new CustomEvent('paylink-closed', { bubbles: true, composed: true }));
    };
    // the payer's window stays: whoever redraws the page must not end a payment
    this.#leave = () => {
      opened = null;
      dialog.close();
    };
  }

  connectedCallback() {
    this.#write();
  }

  disconnectedCallback() {
    this.#leave();
  }

  attributeChangedCallback() {
    this.#write();
  }

  focus(options) {
    this.#link.focus(options);
  }

  /** Ends the overlay, and with it the payer's window. */
  close() {
    this.#dialog.close();
  }
}

if (!customElements.get('paylink-button')) customElements.define('paylink-button', PaylinkButton);

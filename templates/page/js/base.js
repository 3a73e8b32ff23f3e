const data = JSON.parse(document.getElementById('data').textContent);
const root = document.documentElement;
root.classList.add('js');

/** What the page shows now; the language's words follow from it. */
const view = { language: data.language };

function words() {
  return data.texts[view.language];
}

function say(key, values = {}) {
  const text = words().words[key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? values[name] : whole));
}

function sayCount(key, n) {
  const form = new Intl.PluralRules(view.language).select(n) === 'one' ? 'one' : 'other';
  return say(`${key}.${form}`, { n: number(n) });
}

function number(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

function locale() {
  return view.language === 'fr' ? 'fr-FR' : 'en-GB';
}

/** Cut instead of rounded where asked: what is not full never reads as full. */
function bytes(value, round = Math.round) {
  if (value < 0) return say('unknown');
  const units =
    view.language === 'fr' ? ['octets', 'Ko', 'Mo', 'Go', 'To'] : ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let power = 0;
  let amount = value;
  while (Math.round(amount) >= 1024 && power < 4) {
    amount /= 1024;
    power += 1;
  }
  const digits = power >= 3 || (power > 0 && amount < 10) ? 1 : 0;
  const shown = round(amount * 10 ** digits) / 10 ** digits;
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(shown)}\u00a0${units[power]}`;
}

function percent(tenths) {
  if (tenths < 0) return say('unknown');
  return `${number(Math.floor(tenths / 10))}${view.language === 'fr' ? '\u00a0' : ''}%`;
}

const DAY = 86400000;

/** A day counted since 1970, or a `YYYY-MM-DD` of the server; both have no zone. */
function day(value) {
  const at = typeof value === 'number' ? value * DAY : Date.parse(`${value}T12:00:00Z`);
  const format = new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const text = format.format(at);
  return view.language === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

function age(made) {
  if (made === null) return say('unknown');
  const now = new Date(data.now);
  const then = new Date(made * DAY);
  const months = (now.getUTCFullYear() - then.getUTCFullYear()) * 12 + now.getUTCMonth() - then.getUTCMonth();
  const whole = months - (now.getUTCDate() < then.getUTCDate() ? 1 : 0);
  if (whole < 1) return say('item.young');
  return whole === 1 ? say('item.oneMonth') : say('item.months', { n: number(whole) });
}

/** Letters without case and accents, for searching. */
function fold(text) {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** An element; text becomes text, never markup. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === 'onclick') element.addEventListener('click', value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function shape(severity) {
  return svg('svg', { class: 'shape', 'aria-hidden': 'true' }, svg('use', { href: `#s-${severity}` }));
}

function severityMark(index) {
  const severity = index < 0 ? 'none' : data.severities[index];
  return el('span', { class: `sev ${severity}` }, shape(severity), say(`severity.${severity}`));
}

function strongIf(condition, text) {
  return condition ? el('strong', {}, text) : text;
}

function person(index) {
  const [id, antenna, name] = data.people[index] ?? ['?', '', ''];
  return { id, antenna, name };
}

let toastTimer = 0;
function toast(text) {
  document.querySelector('.toast')?.remove();
  const note = el('p', { class: 'toast', role: 'status' }, text);
  document.body.append(note);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => note.remove(), 2500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say('js.copied'));
  } catch {
    toast(copyBySelection(text) ? say('js.copied') : say('js.notCopied'));
  }
}

function copyBySelection(text) {
  const area = el('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** A table as RFC 4180 says; what a spreadsheet would take for a formula gets an apostrophe. */
function csv(rows) {
  const cell = (value) => {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n');
}

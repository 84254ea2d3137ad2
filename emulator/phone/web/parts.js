// The parts of a line. Everything from outside becomes text, never markup.

import { bytes, plain, say } from './words.js';

/** Makes an element: attributes or properties, then children. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== ''));
  return node;
}

/** An icon of the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** The address if it is safe to follow, or else undefined. */
export function safe(address) {
  try {
    return ['http:', 'https:', 'tel:'].includes(new URL(address).protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}

function link(address, attributes, ...children) {
  return make('a', { href: safe(address), target: '_blank', rel: 'noopener noreferrer', ...attributes }, ...children);
}

/** Rich text, from its spans. */
export function rich(spans) {
  return spans.map((span) => {
    let node = document.createTextNode(span.text);
    if (span.href) node = link(span.href, {}, node);
    if (span.italic) node = make('em', {}, node);
    if (span.bold) node = make('strong', {}, node);
    return node;
  });
}

/** A picture, or its description if it does not load. */
export function picture(address, alternative, height = '') {
  const image = make('img', { class: `picture ${height}`, src: safe(address), alt: alternative });
  image.addEventListener('error', () => {
    image.replaceWith(make('span', { class: `no-picture ${height}`, role: 'img', 'aria-label': alternative },
      `${say('noPicture')}: ${alternative}`));
  });
  return image;
}

/** A file that is no picture: a player for sound and film, or else a link. */
export function file({ url, name, type = '', size }) {
  const label = plain(name || say('file'));
  const kind = type.split('/')[0];
  if (safe(url) && (kind === 'audio' || kind === 'video')) {
    return make('figure', { class: 'file' }, make(kind, { src: url, controls: true, preload: 'none', 'aria-label': label }),
      make('figcaption', {}, label));
  }
  return link(url, { class: 'file' }, icon('file'), make('span', {}, label, make('span', { class: 'size' }, [type, size && bytes(size)].filter(Boolean).join(' · '))));
}

/** A place, as a link to a map. */
export function spot({ latitude, longitude, label }) {
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return link(`https://www.google.com/maps/search/?${new URLSearchParams({ api: 1, query: `${latitude},${longitude}` })}`,
    { class: 'file' }, icon('pin'), make('span', {}, plain(label || say('place')), make('span', { class: 'size' }, where)));
}

/** An initial in a circle, replaced by the picture if there is one and it loads. */
export function avatar(who, address) {
  const node = make('span', { class: 'avatar', 'aria-hidden': 'true' }, [...(who || '?')][0].toUpperCase());
  if (safe(address)) {
    const image = make('img', { src: address, alt: '' });
    image.addEventListener('load', () => node.replaceChildren(image));
  }
  return node;
}

/** A chip; tap() is called when it is tapped. The browser itself opens a page or dials a number. */
function chip({ kind, text, target }, onclick) {
  if (kind === 'open') {
    return link(target, { class: 'chip', onclick }, icon('out'), text, make('span', { class: 'visually-hidden' }, ` (${say('newWindow')})`));
  }
  if (kind === 'dial') return make('a', { class: 'chip', href: safe(`tel:${target}`), onclick }, icon('call'), text);
  if (kind === 'webview') {
    return link(target, { class: 'chip', onclick }, icon('app'), text, make('span', { class: 'visually-hidden' }, ` (${say('inApp')})`));
  }
  if (kind === 'place') {
    return link(target, { class: 'chip', onclick }, icon('pin'), text, make('span', { class: 'visually-hidden' }, ` (${say('newWindow')})`));
  }
  const content = {
    person: [icon('person'), say('livePerson')], signin: [icon('key'), say('signin')],
    askPlace: [icon('pin'), text], calendar: [icon('calendar'), text],
  }[kind] ?? [text];
  return make('button', { type: 'button', class: 'chip', onclick }, ...content);
}

/** A row of chips; tap(index, chip) is called. */
export function chips(all = [], tap) {
  if (all.length === 0) return undefined;
  return make('div', { class: 'chips', role: 'group', 'aria-label': say('suggestions') },
    ...all.map((each, index) => chip(each, () => tap(index, each))));
}

function card({ title, description, picture: shown, file: attached, side, chips: all }, tap) {
  return make('article', { class: `card ${side ?? ''}` },
    shown && picture(shown.url, shown.alt || title || say('picture'), shown.height),
    attached && file(attached),
    (title || description) && make('div', { class: 'words' },
      title && make('h2', {}, title),
      description && make('p', {}, description)),
    chips(all, tap));
}

/** One card, or a row of them where there is a width; tap(card, index, chip) is called. */
export function cards({ cards: all, cardWidth }, tap) {
  const nodes = all.map((each, i) => card(each, (index, tapped) => tap(i, index, tapped)));
  if (!cardWidth) return nodes[0];
  return make('ul', { class: `carousel ${cardWidth}`, tabindex: 0, 'aria-label': say('cards') },
    ...nodes.map((node) => make('li', {}, node)));
}

/** A survey: the answers so far and the next question; answer(question, option) is called. */
export function survey({ questions, cancelled }, answer) {
  const next = questions.findIndex((question) => !question.answered);
  const given = questions.filter((question) => question.answered).map((question) => make('div', { class: 'given' },
    make('p', {}, question.text), make('p', {}, question.options[question.answer].text)));
  return make('section', { class: 'survey', 'aria-label': say('survey') }, ...given,
    next < 0 ? make('p', {}, say('thanks')) : cancelled ? make('p', {}, say('over')) : ask(questions, next, answer));
}

function ask(questions, next, answer) {
  return make('fieldset', {},
    make('legend', {}, questions[next].text),
    make('p', { class: 'step' }, say('question', next + 1, questions.length)),
    make('div', { class: 'chips' }, ...questions[next].options.map((option, i) => make('button',
      { type: 'button', class: 'chip', onclick: () => answer(next, i) }, option.text))));
}

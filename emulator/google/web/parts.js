// The parts that lines are made of. Everything that comes from outside becomes text, never markup.

import { say } from './words.js';

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

/** The address when it may be followed, else undefined. */
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

/** Rich text, of the spans that it was taken apart into. */
export function rich(spans) {
  return spans.map((span) => {
    let node = document.createTextNode(span.text);
    if (span.href) node = link(span.href, {}, node);
    if (span.italic) node = make('em', {}, node);
    if (span.bold) node = make('strong', {}, node);
    return node;
  });
}

/** A picture, or what can be said about it when it does not load. */
export function picture(address, alternative, height = '') {
  const image = make('img', { class: `picture ${height}`, src: safe(address), alt: alternative });
  image.addEventListener('error', () => {
    image.replaceWith(make('span', { class: `no-picture ${height}`, role: 'img', 'aria-label': alternative },
      `${say('noPicture')}: ${alternative}`));
  });
  return image;
}

/** A round letter, with the picture over it when there is one and it loads. */
export function avatar(who, address) {
  const node = make('span', { class: 'avatar', 'aria-hidden': 'true' }, [...(who || '?')][0].toUpperCase());
  if (safe(address)) {
    const image = make('img', { src: address, alt: '' });
    image.addEventListener('load', () => node.replaceChildren(image));
  }
  return node;
}

/**
 * A chip for a suggestion. tap(suggestion) is called when it is tapped; a page opens and a number is dialled by the
 * browser besides.
 */
export function chip(suggestion, tap) {
  const { reply, action, liveAgentRequest } = suggestion;
  const onclick = () => tap(suggestion);
  if (reply) return make('button', { type: 'button', class: 'chip', onclick }, reply.text);
  if (action?.openUrlAction) {
    return link(action.openUrlAction.url, { class: 'chip', onclick }, icon('out'), action.text,
      make('span', { class: 'visually-hidden' }, ` (${say('newWindow')})`));
  }
  if (action) return make('a', { class: 'chip', href: safe(`tel:${action.dialAction.phoneNumber}`), onclick }, icon('call'), action.text);
  const [name, word] = liveAgentRequest ? ['person', 'livePerson'] : ['key', 'signin'];
  return make('button', { type: 'button', class: 'chip', onclick }, icon(name), say(word));
}

/** A row of chips; tap(index, suggestion) is called. */
export function chips(suggestions = [], tap) {
  if (suggestions.length === 0) return undefined;
  return make('div', { class: 'chips', role: 'group', 'aria-label': say('suggestions') },
    ...suggestions.map((suggestion, index) => chip(suggestion, () => tap(index, suggestion))));
}

function card(content, tap) {
  const info = content.media?.contentInfo;
  return make('article', { class: 'card' },
    info && picture(info.fileUrl, info.altText || content.title || say('picture'), content.media.height),
    (content.title || content.description) && make('div', { class: 'words' },
      content.title && make('h2', {}, content.title),
      content.description && make('p', {}, content.description)),
    chips(content.suggestions, tap));
}

/** A rich card or a carousel; tap(card, index, suggestion) is called. */
export function cards({ standaloneCard, carouselCard }, tap) {
  if (standaloneCard) return card(standaloneCard.cardContent, (index) => tap(0, index));
  return make('ul', { class: `carousel ${carouselCard.cardWidth}`, tabindex: 0, 'aria-label': say('cards') },
    ...carouselCard.cardContents.map((content, i) => make('li', {}, card(content, (index) => tap(i, index)))));
}

/** A survey: what was answered, and the next question; answer(question, option) is called. */
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

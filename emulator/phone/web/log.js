// The log: one line for each entry, in order, and the chips of the newest message below it.

import { avatar, cards, chips, file, make, picture, rich, spot, survey } from './parts.js';
import { dayOf, plain, say, timeOf } from './words.js';

/** Whoever writes for the business and has no name is the brand. */
const business = () => document.getElementById('brand')?.textContent || say('business');

/** Keeps the log of one conversation in an element. */
export class Log {
  /** actions: tap(message, card, index, chip), answer(survey, question, option). */
  constructor(node, actions) {
    this.node = node;
    this.actions = actions;
    this.lines = new Map(); // key of an entry → {entry, node}
    this.dots = make('div', { class: 'line' });
    this.offer = make('div', { class: 'line' });
  }

  clear() {
    this.lines.clear();
    this.node.replaceChildren();
  }

  /** Shows an entry that is new or has changed. */
  show(entry) {
    const key = `${entry.from} ${entry.kind} ${entry.id}`;
    const known = this.lines.get(key);
    if (known) {
      known.entry = entry;
      this.refresh(known);
      return;
    }
    const line = { entry, node: this.build(entry) };
    const previous = this.last();
    if (!previous || dayOf(previous.entry.at) !== dayOf(entry.at)) this.node.append(make('div', { class: 'note' }, dayOf(entry.at)));
    if (entry.speaker && entry.kind === 'message' && !sameSpeaker(previous?.entry, entry)) line.node.prepend(speaker(entry));
    this.lines.set(key, line);
    this.node.append(line.node);
    this.refresh(line);
  }

  last() {
    return [...this.lines.values()].at(-1);
  }

  build(entry) {
    if (entry.kind === 'survey') return make('div', { class: 'line' });
    if (entry.kind !== 'message') return make('div', { class: 'note' }, notice(entry), ' ', make('span', { class: 'state' }));
    return make('div', { class: entry.from === 'customer' ? 'line mine' : 'line' },
      ...this.content(entry),
      make('p', { class: 'meta' }, make('time', { datetime: entry.at }, timeOf(entry.at)), ' ', make('span', { class: 'state' })));
  }

  content(entry) {
    if (entry.from === 'customer') {
      return [make('span', { class: 'visually-hidden' }, `${say('me')}: `), this.own(entry)];
    }
    if (entry.fallback) return [make('div', { class: 'bubble', title: say('fallback') }, entry.text)];
    if (entry.file) return [make('div', { class: 'bubble' }, file(entry.file))];
    if (entry.picture) return [picture(entry.picture.thumbnail || entry.picture.url, entry.picture.alt || say('picture'))];
    if (entry.cards) return [cards(entry, (card, index) => this.actions.tap(entry.id, card, index))];
    return [make('div', { class: 'bubble' }, ...(entry.spans ? rich(entry.spans) : [entry.text]))];
  }

  /** What the customer sent. */
  own(entry) {
    if (entry.image) return make('div', { class: 'bubble image' }, picture(entry.text, say('yourPicture')));
    if (entry.file) return make('div', { class: 'bubble' }, file(entry.file));
    if (entry.place) return make('div', { class: 'bubble' }, spot(entry.place));
    return make('div', { class: 'bubble' }, entry.text);
  }

  /** Updates the part of a line that can change. */
  refresh({ entry, node }) {
    if (entry.kind === 'survey') {
      const next = survey(entry.survey, (question, option) => this.actions.answer(entry.id, question, option));
      this.keepFocus(node, () => node.replaceChildren(next), next.querySelector('button'));
      return;
    }
    const state = node.querySelector('.state');
    if (!state || entry.from !== 'customer') return;
    const unusual = entry.kind !== 'message' && (entry.state === 'sent' || entry.state === 'read');
    state.textContent = unusual ? '' : `· ${say(entry.state)}`;
    state.classList.toggle('bad', entry.state === 'retrying' || entry.state === 'dropped');
  }

  /** Changes a node without losing a focus inside it: that moves to the replacement, or to the log. */
  keepFocus(node, change, instead) {
    const inside = node.contains(document.activeElement);
    change();
    if (inside && !node.contains(document.activeElement)) (instead ?? this.node).focus({ preventScroll: true });
  }

  /** Shows what belongs below the last line: the chips of the newest message, and dots. */
  finish(typing) {
    const newest = [...this.lines.values()].findLast(({ entry }) => entry.kind === 'message')?.entry;
    const key = newest?.chips ? newest.id : '';
    if (this.offer.dataset.of !== key) {
      this.offer.dataset.of = key;
      const row = chips(newest?.chips, (index, chip) => this.actions.tap(newest.id, undefined, index, chip));
      this.keepFocus(this.offer, () => this.offer.replaceChildren(...(row ? [row] : [])));
    }
    place(this.node, this.offer, key !== '');
    if (typing) {
      this.dots.replaceChildren(make('span', { class: 'dots' }, make('i'), make('i'), make('i')),
        make('span', { class: 'visually-hidden' }, say('typing', typing.name || business())));
    }
    place(this.node, this.dots, Boolean(typing));
  }
}

/** Puts a line at the end, or removes it; a line that is already at the end is not touched. */
function place(list, line, wanted) {
  if (!wanted) line.remove();
  else if (list.lastElementChild !== line) list.append(line);
}

function sameSpeaker(a, b) {
  return a?.kind === 'message' && a.speaker?.name === b.speaker.name
    && a.speaker?.automated === b.speaker.automated;
}

function speaker({ speaker: { name, avatar: address, automated } }) {
  const who = plain(name ?? '') || business();
  return make('p', { class: 'who' }, avatar(who, address), who, ' ',
    make('span', { class: 'tag' }, say(automated ? 'bot' : 'human')));
}

function notice(entry) {
  const who = entry.speaker?.name || business();
  return say(['signin', 'consent'].includes(entry.kind) ? entry.text : entry.kind, who);
}

// Choices while an agent composes them: texts, as in the fields they are typed into.

import type { ChoiceDraft } from '../data/orders.js';
import { bounds } from '../data/words.gen.js';
import type { Limits } from '../settings.js';
import { safe } from './body.js';
import { placeOf } from './place.js';
import { instantOf } from './zone.js';

/** The kinds of choices that agents compose, in the order in which they are offered. */
export const composed = ['reply', 'url', 'dial', 'place', 'askPlace', 'calendar'] as const;
export type ChoiceKind = (typeof composed)[number];

/** Kinds that a message has only a few choices of, see the database's rules. */
const placed = (kind: ChoiceKind): boolean => kind === 'place' || kind === 'calendar';

/** offered are the kinds that a channel can show, and that the database takes among so many choices. */
export const offered = (limits: Limits | undefined, among = 1): ChoiceKind[] =>
  composed.filter(
    (kind) => limits?.choiceKinds.includes(kind) && (among <= bounds.placedChoices || !placed(kind)),
  );

/** onCards are the kinds that a channel shows on cards, and the database takes there. */
export const onCards = (limits: Limits | undefined): ChoiceKind[] =>
  composed.filter((kind) => limits?.cardChoiceKinds.includes(kind) && !placed(kind));

/** most is how many choices these can become. */
export const most = (all: Composed[], limits: Limits | undefined): number => {
  const few = all.some((c) => placed(c.kind)) ? bounds.placedChoices : Number.POSITIVE_INFINITY;
  return Math.min(limits?.choices ?? 0, few);
};

/** A choice as it is typed. Each kind uses some of the fields besides its label. */
export interface Composed {
  kind: ChoiceKind;
  label: string;
  /** the address to open, and how much of the messaging app that takes; empty is the browser */
  url: string;
  view: string;
  phone: string;
  /** coordinates or the address of a map */
  where: string;
  title: string;
  body: string;
  /** local times of the zone in which times are shown, as an input has them: 2026-11-28T20:45 */
  start: string;
  end: string;
}

export const blank: Composed = {
  kind: 'reply',
  label: '',
  url: '',
  view: '',
  phone: '',
  where: '',
  title: '',
  body: '',
  start: '',
  end: '',
};

/** An empty answer is no choice. */
export const isBlank = (c: Composed): boolean => c.kind === 'reply' && c.label.trim() === '';

/** The forms of a number that a phone dials, without what people write between the digits. */
const dialled = /^\+[1-9]\d{5,14}$/;
const digits = (phone: string): string => phone.replace(/[\s().\-/]|\u00a0/g, '').replace(/^00/, '+');

/** What the customer sees and what comes back. */
const named = (c: Composed) => ({ label: c.label.trim(), postback: c.label.trim() });

const address = (text: string): string | undefined => {
  const url = text.trim();
  if (/\s|^$/.test(url)) return undefined;
  return /^https?:\/\//i.test(url) ? safe(url) : safe(`https://${url}`);
};

/** What has to be right of a choice. */
export type Needed = 'label' | 'url' | 'phone' | 'where' | 'title' | 'start' | 'end';

/** amiss is the first field of a choice that is missing or wrong, in the order of the form. */
export function amiss(c: Composed): Needed | undefined {
  if (c.label.trim() === '') return 'label';
  switch (c.kind) {
    case 'url':
      return address(c.url) === undefined ? 'url' : undefined;
    case 'dial':
      return dialled.test(digits(c.phone)) ? undefined : 'phone';
    case 'place':
      return placeOf(c.where) ? undefined : 'where';
    case 'calendar':
      if (c.title.trim() === '') return 'title';
      if (c.start === '') return 'start';
      return c.end > c.start ? undefined : 'end';
    default:
      return undefined;
  }
}

/** draft is the choice as it is sent, with its times in a zone; undefined while something is amiss. */
export function draft(c: Composed, timeZone = ''): ChoiceDraft | undefined {
  const { kind } = c;
  if (c.label.trim() === '') return undefined;
  switch (kind) {
    case 'reply':
      return named(c);
    case 'url': {
      const url = address(c.url);
      return url === undefined ? undefined : { kind, ...named(c), url, ...(c.view && { view: c.view }) };
    }
    case 'dial': {
      const phone = digits(c.phone);
      return dialled.test(phone) ? { kind, ...named(c), phone } : undefined;
    }
    case 'place': {
      const point = placeOf(c.where);
      return point && { kind, ...named(c), place: { ...point, label: c.label.trim() } };
    }
    case 'askPlace':
      return { kind, ...named(c) };
    case 'calendar':
      return appointment(c, timeZone);
  }
}

function appointment(c: Composed, timeZone: string): ChoiceDraft | undefined {
  const [start, end] = [instantOf(c.start, timeZone), instantOf(c.end, timeZone)];
  if (c.title.trim() === '' || !(end > start)) return undefined;
  const what = { title: c.title.trim(), body: c.body.trim(), start, end };
  return { kind: 'calendar', ...named(c), appointment: what };
}

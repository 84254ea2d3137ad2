// What supervisors set over the configuration of the file, as package configuration lays
// it over: test/settings.test.ts goes by the same cases as the functions.

import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import type * as go from './fields.gen.js';
import { data, type Fields, fields, mapOf, record, text, texts, time } from './values.js';
import type { SettingKind } from './words.gen.js';

const settingFields = record<go.Setting>()({
  kind: (v) => text(v) as SettingKind,
  of: text,
  date: text,
  spans: texts,
  zone: text,
  texts: (v) => mapOf(v, text),
  colour: text,
  until: time,
  by: text,
  name: text,
  at: time,
  why: text,
  removedBy: text,
  removedName: text,
  removedAt: time,
  removedWhy: text,
});

/**
 * settings/{id}: of is the queue of hours, the workstream of an outage, or the tag. Hours without spans are
 * closed; their zone is for a queue that is otherwise always open.
 */
export const setting = (snap: DocumentSnapshot<DocumentData>) => settingFields(data(snap));
export type Setting = ReturnType<typeof setting>;

/** Wish is what is set, without who sets it when. */
export type Wish = Pick<
  Setting,
  'kind' | 'of' | 'date' | 'spans' | 'zone' | 'texts' | 'colour' | 'until' | 'why'
>;

/** idOf names a setting: what is set for the same thing replaces it. */
export const idOf = (s: Pick<Setting, 'kind' | 'of' | 'date'>): string =>
  [s.kind, s.of, ...(s.kind === 'hours' ? [s.date] : [])].join('_');

/** lasts is whether it is in force; the end of one that was removed is the database's time. */
export const lasts = (s: Setting, now: number): boolean => s.until > now && !s.removedBy;

/** overlaid is a configuration with what is set of it that agents see: hours and tags. */
export function overlaid(routing: Fields, settings: Setting[], now: number): Fields {
  const hours = { ...fields(routing.hours) };
  const queues = { ...fields(routing.queues) };
  const tags = { ...fields(routing.tags) };
  const inForce = settings.filter((s) => lasts(s, now)).sort((a, b) => a.at - b.at);
  for (const s of inForce) {
    const queue = fields(queues[s.of]);
    if (s.kind === 'tag' && !(s.of in tags)) tags[s.of] = { labels: s.texts, colour: s.colour };
    if (s.kind !== 'hours' || !(s.of in queues)) continue;
    const own = fields(hours[text(queue.hours)]);
    const name = `set ${s.of}`;
    hours[name] = {
      time_zone: text(own.time_zone) || s.zone || 'UTC',
      week: text(own.time_zone) ? own.week : always,
      exceptions: { ...fields(own.exceptions), [s.date]: s.spans },
    };
    queues[s.of] = { ...queue, hours: name };
  }
  return { ...routing, hours, queues, tags };
}

/** Weekdays as an admin writes them, from Sunday on, as a date counts them. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const always = Object.fromEntries(weekdays.map((day) => [day, ['24h']]));

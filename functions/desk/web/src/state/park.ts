import type { Configuration, Hours } from '../data/configuration.js';
import type { Conversation } from '../data/documents.js';
import { bounds } from '../data/words.gen.js';
import { dateOf, moved } from './figures.js';
import { spansOn } from './hours.js';
import { instantOf } from './zone.js';

/** Until when a conversation can be set aside; "answer" is until the customer writes. */
export type Preset = 'answer' | 'soon' | 'hour' | 'afternoon' | 'opening' | 'chosen';

const minute = 60_000;

/** When the afternoon begins that something is put off to, by the clock of the queue. */
const afternoon = '14:00';

/** When the day begins where no hours say so. */
const morning = '09:00';

/** How far ahead an opening is looked for, in days. */
const ahead = 14;

/** zoneOf is the time zone of a queue: that of its hours or, without any, of the workstream. */
export function zoneOf(
  config: Configuration | undefined,
  c: Pick<Conversation, 'queue' | 'workstream'>,
): string {
  const hours = hoursOf(config, c.queue);
  return hours?.zone || config?.workstreams[c.workstream]?.zone || config?.zone || 'UTC';
}

export const hoursOf = (config: Configuration | undefined, queue: string): Hours | undefined =>
  config?.queues.find((q) => q.name === queue)?.hours;

/** opens is when a day's first span begins, as 09:00; empty if it is closed. A day without end begins in the morning. */
function opens(date: string, hours: Hours | undefined): string {
  if (!hours) return morning;
  const [first] = spansOn(hours, date);
  if (!first) return '';
  const [from, to] = first;
  return from === to ? morning : from;
}

/** nextOpening is when the queue opens tomorrow, or on the first day after on which it does; 0 if it does not. */
export function nextOpening(now: number, zone: string, hours: Hours | undefined): number {
  const today = dateOf(now, zone);
  for (let days = 1; days <= ahead; days++) {
    const date = moved(today, days);
    const at = opens(date, hours);
    if (at !== '') return instantOf(`${date}T${at}`, zone);
  }
  return 0;
}

/** times are the presets that there are now, with their instants; the customer's answer has none. */
export function times(now: number, zone: string, hours: Hours | undefined): [Preset, number][] {
  const later = instantOf(`${dateOf(now, zone)}T${afternoon}`, zone);
  const all: [Preset, number][] = [
    ['soon', now + 20 * minute],
    ['hour', now + 60 * minute],
    ['afternoon', later > now + 60 * minute ? later : 0],
    ['opening', nextOpening(now, zone, hours)],
  ];
  return [['answer', 0], ...all.filter(([, at]) => at > 0)];
}

/** mayBeUntil is whether a conversation can be set aside until an instant. */
export const mayBeUntil = (at: number, now: number): boolean => at > now && at <= now + bounds.park * 1000;

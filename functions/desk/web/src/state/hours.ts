// When something opens, by the hours that an admin wrote; the functions have the same in package hours.

import type { Hours } from '../data/configuration.js';
import { weekdays } from '../data/settings.js';
import { dateOf, moved } from './figures.js';
import { instantOf } from './zone.js';

const day = 24 * 60 * 60 * 1000;

/** How many days ahead an opening is looked for. */
const ahead = 30;

/** nextOpen is when it is open next: now, if it is open; undefined if it does not open for long. */
export function nextOpen(hours: Hours, now: number): number | undefined {
  let next: number | undefined;
  // From yesterday, whose last span may end today.
  for (let i = -1; i <= ahead; i++) {
    for (const [from, to] of spansOf(hours, now + i * day)) {
      if (from <= now && now < to) return now;
      if (from > now && (next === undefined || from < next)) next = from;
    }
    if (next !== undefined && i > 0) return next;
  }
  return next;
}

/** nextClose is when it closes next, if it is open: where one span ends another may begin. */
export function nextClose(hours: Hours, now: number): number | undefined {
  let until = now;
  for (let i = 0; i < ahead; i++) {
    const spans = [-1, 0].flatMap((d) => spansOf(hours, until + d * day));
    const end = Math.max(...spans.filter(([from, to]) => from <= until && until < to).map(([, to]) => to));
    if (!Number.isFinite(end)) return until > now ? until : undefined;
    until = end;
  }
  return undefined;
}

/** spansOf are the opening times that begin on the day of an instant. */
function spansOf(hours: Hours, at: number): [from: number, to: number][] {
  const date = dateOf(at, hours.zone);
  return spansOn(hours, date).map(([from, to]) => [
    instantOf(`${date}T${from}`, hours.zone),
    instantOf(`${to > from ? date : moved(date, 1)}T${to}`, hours.zone),
  ]);
}

/** spansOn are the spans of a date, as 09:00 to 17:30, the first of them first; a whole day is from 00:00 to 00:00. */
export function spansOn(hours: Hours, date: string): [from: string, to: string][] {
  const weekday = weekdays[new Date(`${date}T12:00Z`).getUTCDay()] ?? '';
  const clock = (time = '') => time.trim().padStart(5, '0');
  return (hours.exceptions[date] ?? hours.week[weekday] ?? [])
    .map((span) => (span.trim() === '24h' ? '00:00-00:00' : span).split('-'))
    .map(([from, to]): [string, string] => [clock(from), clock(to)])
    .sort();
}

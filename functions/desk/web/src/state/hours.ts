// When something opens, by the hours that an admin wrote; the functions have the same in package hours.

import type { Hours } from '../data/configuration.js';
import { instantOf } from './zone.js';

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
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

/** spansOf are the opening times that begin on the day of an instant. */
function spansOf(hours: Hours, at: number): [from: number, to: number][] {
  const date = dateOf(at, hours.zone);
  const spans =
    hours.exceptions[date] ?? hours.week[days[new Date(`${date}T12:00Z`).getUTCDay()] ?? ''] ?? [];
  const next = new Date(Date.parse(`${date}T12:00Z`) + day).toISOString().slice(0, 10);
  return spans.map((span) => {
    const [from = '', to = ''] = span === '24h' ? ['00:00', '00:00'] : span.split('-');
    const end = to > from ? date : next;
    return [instantOf(`${date}T${from}`, hours.zone), instantOf(`${end}T${to}`, hours.zone)];
  });
}

const dateOf = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    ms,
  );

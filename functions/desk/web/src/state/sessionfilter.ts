// What the supervisors' list of sessions shows, as it is kept and shared.

import { states } from '../data/words.gen.js';
import { dateOf, moved } from './figures.js';
import { instantOf } from './zone.js';

/** The spans of time that are chosen by a word; a range has its ends. */
export const spans = ['today', 'yesterday', 'week', 'month', 'range'] as const;
export type Span = '' | (typeof spans)[number];

/** Wanted is what is shown; empty is everything. */
export interface Wanted {
  /** empty is whatever is open */
  state: string;
  queue: string;
  agent: string;
  channel: string;
  tag: string;
  outcome: string;
  /** 1 to 5 */
  rating: string;
  when: Span;
  /** local times of a range, as inputs have them */
  from: string;
  to: string;
  text: string;
}

export const nothingWanted: Wanted = {
  state: '',
  queue: '',
  agent: '',
  channel: '',
  tag: '',
  outcome: '',
  rating: '',
  when: '',
  from: '',
  to: '',
  text: '',
};

/** isOver is whether sessions are wanted that are over. */
export const isOver = (w: Wanted): boolean => w.state === 'closed';

/** written is what is wanted as the part of an address that no server gets. What is searched for is in it only where somebody shares it. */
export function written(w: Wanted, shared = false): string {
  const some = Object.entries(w).filter(([field, value]) => value !== '' && (shared || field !== 'text'));
  return new URLSearchParams(some).toString();
}

/** read is what such a part says; what is no filter is left out. */
export function read(hash: string): Wanted {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const w = { ...nothingWanted };
  for (const field of Object.keys(w) as (keyof Wanted)[]) {
    const value = (given.get(field) ?? '').slice(0, 200);
    if (fits[field]?.(value) ?? true) (w as Record<string, string>)[field] = value;
  }
  return w;
}

const local = (value: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(value);

const fits: Partial<Record<keyof Wanted, (value: string) => boolean>> = {
  state: (value) => states.some((s) => s === value),
  rating: (value) => /^[1-5]$/.test(value),
  when: (value) => spans.some((s) => s === value),
  from: local,
  to: local,
};

/** range is from when to when, in milliseconds and in the desk's zone; 0 is no bound. */
export function range(w: Wanted, now: number, zone: string): { from: number; to: number } {
  const today = dateOf(now, zone);
  const midnight = (date: string) => instantOf(`${date}T00:00`, zone);
  const at = (time: string) => (time === '' ? 0 : instantOf(time, zone) || 0);
  switch (w.when) {
    case 'today':
      return { from: midnight(today), to: 0 };
    case 'yesterday':
      return { from: midnight(moved(today, -1)), to: midnight(today) };
    case 'week':
      return { from: midnight(moved(today, -6)), to: 0 };
    case 'month':
      return { from: midnight(moved(today, -29)), to: 0 };
    case 'range':
      return { from: at(w.from), to: at(w.to) };
    default:
      return { from: 0, to: 0 };
  }
}

// What supervisors see live: what agents have, how long customers wait, what is open.

import type { Firestore } from 'firebase/firestore';
import type { QueueConfig } from '../data/configuration.js';
import type { Agent, Conversation } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { nextClose, nextOpen } from './hours.js';
import { Model } from './model.js';

const minute = 60_000;

/** Until which age, in milliseconds, somebody who waits counts where. */
export const ages = [
  ['minute', minute],
  ['five', 5 * minute],
  ['quarter', 15 * minute],
  ['hour', 60 * minute],
  ['more', Number.POSITIVE_INFINITY],
] as const;

/** byAge is how many have waited for how long, from the youngest: an age ends where the next begins. */
export function byAge(since: number[], now: number): number[] {
  const counts = ages.map(() => 0);
  for (const at of since) {
    const i = ages.findIndex(([, until]) => now - at < until);
    counts[i] = (counts[i] ?? 0) + 1;
  }
  return counts;
}

/** Opening is whether a queue is open, and when that ends; at is 0 where it does not for long. */
export interface Opening {
  open: boolean;
  /** whether the queue has opening hours */
  hours: boolean;
  at: number;
}

export function opening(queue: QueueConfig, now: number): Opening {
  if (!queue.hours) return { open: true, hours: false, at: 0 };
  const next = nextOpen(queue.hours, now);
  const open = next === now;
  return { open, hours: true, at: (open ? nextClose(queue.hours, now) : next) ?? 0 };
}

/** Held is how much an agent has, by state, and when they last answered a customer of it; 0 is never. */
export interface Held {
  active: number;
  offered: number;
  wrapUp: number;
  answeredAt: number;
}

const nothing: Held = { active: 0, offered: 0, wrapUp: 0, answeredAt: 0 };

/** heldBy counts what agents have. An answer from before somebody had the session is not theirs. */
export function heldBy(all: Conversation[]): Map<string, Held> {
  const by = new Map<string, Held>();
  for (const c of all) {
    if (c.owner === '') continue;
    const h = { ...(by.get(c.owner) ?? nothing) };
    if (c.state === 'active') h.active++;
    else if (c.state === 'offered') h.offered++;
    else h.wrapUp++;
    if (c.state !== 'offered' && c.lastAgentAt >= c.openedAt)
      h.answeredAt = Math.max(h.answeredAt, c.lastAgentAt);
    by.set(c.owner, h);
  }
  return by;
}

/** Work is what all agents have, while somebody looks: queries.most.held sessions at most. */
export class Work extends Model {
  /** whether there may be more */
  cut = false;
  problem: unknown;
  private by = new Map<string, Held>();
  private end: listen.Stop | undefined;

  constructor(private readonly db: Firestore) {
    super();
  }

  start(): void {
    this.end ??= listen.all(
      queries.held(this.db),
      documents.conversation,
      (all) => {
        this.by = heldBy(all);
        this.cut = all.length >= queries.most.held;
        this.changed();
      },
      (e) => {
        this.problem = e;
        this.changed();
      },
    );
  }

  stop(): void {
    this.end?.();
    this.end = undefined;
  }

  of(email: string): Held {
    return this.by.get(email) ?? nothing;
  }
}

/** own is an agent as the roster has them, whatever they work today. */
export function own(a: Agent): Agent {
  return a.today ? { ...a, queues: a.today.queues, capacity: a.today.capacity, today: undefined } : a;
}

/** isLent is whether an agent works something else today. What has lapsed is over, written down or not. */
export const isLent = (a: Agent, now: number): boolean => a.today !== undefined && now < a.today.until;

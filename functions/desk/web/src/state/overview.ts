// What a supervisor wants to know about the queues, from data that is listened to anyway.

import type { Configuration, QueueConfig } from '../data/configuration.js';
import type { Agent, Conversation, Figures, Item } from '../data/documents.js';
import { most } from '../data/queries.js';
import type { Presence } from '../data/words.gen.js';

/** Queues may be called alike, for customers; agents tell them apart by their names. */
export function titleOf(config: Configuration | undefined, queue: string): string {
  const all = config?.queues ?? [];
  const title = all.find((q) => q.name === queue)?.displayName ?? queue;
  return all.filter((q) => q.displayName === title).length > 1 ? `${title} (${queue})` : title;
}

/** brandOf is which of an account's brands a customer writes to, where it has several. */
export function brandOf(
  config: Pick<Configuration, 'accounts'> | undefined,
  c: Pick<Conversation, 'account' | 'brandAgent'>,
): string {
  const brands = config?.accounts[c.account]?.brands ?? {};
  if (Object.keys(brands).length < 2) return '';
  const id = c.brandAgent.split('/').find((part) => part in brands);
  return id === undefined ? '' : (brands[id] ?? '');
}

/** Seen is an agent with the presence that others see. */
export interface Seen {
  agent: Agent;
  presence: Presence;
}

/** Overview is one queue now and today. */
export interface Overview {
  queue: QueueConfig;
  /** undefined until they are known */
  items: Item[] | undefined;
  /** whether there may be more that wait than the list has */
  cut: boolean;
  /** since when the longest-waiting customer has been waiting, 0 if nobody is */
  oldest: number;
  /** how many wait longer than was promised */
  late: number;
  figures: Figures | undefined;
  /** how many agents serve it, are there, have room */
  serve: number;
  there: number;
  room: number;
}

/**
 * Since when the customer waits. An item says since when it is in this queue, and its
 * rank since when the customer waits at all: a minute earlier for each unit of priority.
 */
export const waitsSince = (i: Item): number => (i.rank === 0 ? i.enqueuedAt : i.rank + i.priority * 60_000);

/** Whether a customer waits longer than was promised: the functions know the opening hours. */
export const isLate = (of: { lateAt: number }, now: number): boolean => of.lateAt > 0 && now > of.lateAt;

/** Since when a customer waits, for an agent or for an answer; 0 if nothing is unanswered. */
export const unansweredSince = (c: Conversation): number =>
  c.state === 'open' || c.state === 'offered' ? c.waitingSince : c.unansweredSince;

/** Agents who are working now, with room or without. */
export const isThere = (s: Seen): boolean => s.presence === 'available' || s.presence === 'busy';

export const hasRoom = (s: Seen): boolean => s.presence === 'available' && s.agent.used < s.agent.capacity;

export function overview(
  queue: QueueConfig,
  items: Item[] | undefined,
  roster: Seen[],
  figures: Figures | undefined,
  now: number,
): Overview {
  const serve = roster.filter((s) => s.agent.queues.includes(queue.name));
  const since = (items ?? []).map(waitsSince);
  return {
    queue,
    items,
    cut: (items?.length ?? 0) >= most.items,
    oldest: since.length > 0 ? Math.min(...since) : 0,
    late: (items ?? []).filter((i) => isLate(i, now)).length,
    figures,
    serve: serve.length,
    there: serve.filter(isThere).length,
    room: serve.filter(hasRoom).length,
  };
}

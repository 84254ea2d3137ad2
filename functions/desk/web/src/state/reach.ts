// What part of a conversation somebody may read, as the rules have it: whoever may read a
// conversation reads its present session, and of earlier ones what the workstream says.

import type { Conversation } from '../data/documents.js';
import type { Past } from '../data/queries.js';
import type { Who } from './actions.js';

/** How many values a query can compare one field with; one is for what belongs to no queue. */
const most = 29;

/** Everything, or the present session and those of some queues before it. */
export type Reach = 'everything' | Past;

type Known = Pick<Conversation, 'session' | 'state' | 'queue' | 'history' | 'earlier'>;
type Reader = Pick<Who, 'supervises' | 'queues'>;

/** reachOf is what somebody may read of a conversation that they may read. */
export function reachOf(c: Known, who: Reader): Reach {
  if (who.supervises || c.history === 'all') return 'everything';
  if (c.history !== 'queues') return { session: c.session, queues: [] };
  const own = who.queues.filter((q) => q in c.earlier).slice(0, most);
  // What came while there was no session belongs to no queue, and to everybody.
  return { session: c.session, queues: ['', ...own] };
}

/** sameReach is whether the same queries would be asked. */
export const sameReach = (a: Reach | undefined, b: Reach): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * isOwn is whether a conversation is somebody's work, or was until it closed. Whoever else
 * reads it is put on record.
 */
export const isOwn = (
  c: Pick<Conversation, 'state' | 'queue' | 'owner' | 'lastOwner' | 'guests' | 'agents'>,
  who: Who,
): boolean =>
  c.owner === who.email ||
  who.email in c.guests ||
  (c.state === 'parked' && c.lastOwner === who.email) ||
  (c.state === 'open' && who.queues.includes(c.queue)) ||
  (c.state === 'closed' && c.agents.includes(who.email));

/** How many earlier sessions there are that one may read, and that one may not. */
export function earlierOf(c: Known, who: Reader): { read: number; hidden: number } {
  const over = c.state === 'closed' ? 1 : 0;
  const all = Math.max(0, c.session - 1 + over);
  const reach = reachOf(c, who);
  if (reach === 'everything') return { read: all, hidden: 0 };
  const own = Object.entries(c.earlier)
    .filter(([queue]) => reach.queues.includes(queue))
    .reduce((sum, [, n]) => sum + n, 0);
  // The last session may be read although it is over, whatever queue it ended in.
  const last = over && !reach.queues.includes(c.queue) ? 1 : 0;
  const read = Math.min(all, own + last);
  return { read, hidden: all - read };
}

import type { Message } from '../data/documents.js';
import type { Parcel } from './outbox.js';

/** How long an ordinary sending takes at most, in milliseconds. */
const usual = 15_000;

interface Outgoing {
  messages: Message[];
  parcel(id: string): Parcel | undefined;
}

/**
 * waits is whether a message waits in the database to be sent: it was put off, another one
 * before it was, or nothing has become of it for longer than sending takes. One that is
 * being sent does not wait, and one that this browser still has is not in the database.
 */
export function waits(m: Message, thread: Outgoing, now: number): boolean {
  const parcel = thread.parcel(m.id);
  if (m.direction !== 'out' || m.status !== 'pending' || (parcel && parcel.state !== 'taken')) return false;
  return now - m.sentAt > usual || thread.messages.some((o) => o.status === 'pending' && o.reason);
}

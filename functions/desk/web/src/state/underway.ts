// What is on its way to the customer, as the history shows it.

import { type Message, type Outbound, outbound, type Reply } from '../data/documents.js';
import { written } from '../data/orders.js';
import { signals } from '../data/words.gen.js';
import type { Parcel } from './outbox.js';
import { inOrder } from './pages.js';

/** Replies without a message: they never appear in the history. */
const saysNothing = new Set<string>(signals);

type Sent = Pick<Message, 'id' | 'session' | 'author' | 'masked' | 'status' | 'reason' | 'sentAt'>;

const message = (o: Outbound, sent: Sent): Message => ({
  ...sent,
  number: Number.MAX_SAFE_INTEGER,
  direction: 'out',
  kind: o.kind,
  text: o.text,
  postback: '',
  of: '',
  on: false,
  media: undefined,
  byChannel: false,
  place: undefined,
  answer: undefined,
  sent: o,
  mentions: [],
  editedAt: 0,
  deletedAt: 0,
  committedAt: 0,
});

export interface Me {
  email: string;
  name: string;
}

/**
 * underway is what was sent and is in no page yet, in its order: the replies that the
 * database has, and the parcels that it may not have.
 */
export function underway(
  pages: { has(id: string): boolean },
  replies: Reply[],
  parcels: Parcel[],
  session: number,
  me: Me,
): Message[] {
  const byId = new Map(replies.map((r) => [r.id, r]));
  const mine = new Set(parcels.map((p) => p.id));
  const others = replies.filter((r) => !pages.has(r.id) && !mine.has(r.id) && !saysNothing.has(r.kind));
  return [
    ...others.map((r) =>
      message(r, {
        id: r.id,
        session,
        author: r.author,
        masked: r.masked,
        status: r.status,
        reason: r.reason,
        sentAt: r.createdAt,
      }),
    ),
    ...parcels
      .filter((p) => !pages.has(p.id))
      .map((p) =>
        message(outbound({ ...p.draft, choices: p.draft.choices?.map(written) }), {
          session,
          author: { ...me, bot: false },
          masked: p.draft.masked ?? [],
          ...state(p, byId.get(p.id)),
        }),
      ),
  ].sort(inOrder);
}

/** state is where a parcel is, by what the sender says of it meanwhile. */
function state(p: Parcel, reply: Reply | undefined): Pick<Message, 'id' | 'status' | 'reason' | 'sentAt'> {
  const status = reply?.status ?? (p.state === 'lost' ? 'failed' : 'pending');
  return { id: p.id, status, reason: reply?.reason, sentAt: p.at };
}

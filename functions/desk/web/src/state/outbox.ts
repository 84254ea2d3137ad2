import type { Choice, Media, Message, Reply } from '../data/documents.js';
import { isDenied } from '../data/listen.js';
import type { Draft } from '../data/orders.js';
import { type Keep, Model } from './model.js';

/** Parcel is a reply of this client that the history does not have yet. */
export interface Parcel {
  id: string;
  conversation: string;
  draft: Draft;
  /** milliseconds */
  at: number;
  /** queued: not in the database yet; taken: it is; lost: the database refused it, and why */
  state: 'queued' | 'taken' | 'lost';
  why: '' | 'denied' | 'failed';
}

/** How long the history may be without a reply that the database took. */
const patience = 120_000;

interface Writer {
  reply(conversation: string, id: string, draft: Draft): Promise<void>;
}

/**
 * Outbox is what the agent sent and the history does not show yet. It is kept in the
 * browser besides the database's own queue: that one is sent after a reload too, but
 * it forgets what is refused, and an agent has to see that, with the text.
 */
export class Outbox extends Model {
  private readonly parcels = new Map<string, Parcel>();

  constructor(
    private readonly writer: Writer,
    private readonly keep: Keep,
    private readonly now: () => number,
  ) {
    super();
    for (const key of keep.keys('outbox/')) {
      const p = keep.get<Parcel | undefined>(key, undefined);
      if (p) this.parcels.set(p.id, p);
    }
  }

  /** What was sent to a conversation, the oldest first. */
  of(conversation: string): Parcel[] {
    return [...this.parcels.values()]
      .filter((p) => p.conversation === conversation)
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** How many replies wait for a connection. */
  get queued(): number {
    return [...this.parcels.values()].filter((p) => p.state === 'queued').length;
  }

  send(conversation: string, id: string, draft: Draft): void {
    this.put({ id, conversation, draft, at: this.now(), state: 'queued', why: '' });
    this.write(conversation, id, draft);
  }

  private write(conversation: string, id: string, draft: Draft): void {
    this.writer.reply(conversation, id, draft).then(
      () => this.mark(id, 'taken', ''),
      (e) => this.mark(id, 'lost', isDenied(e) ? 'denied' : 'failed'),
    );
  }

  /** discard forgets a reply that was lost. */
  discard(id: string): Parcel | undefined {
    const p = this.parcels.get(id);
    this.drop(id);
    return p;
  }

  /**
   * seen is what the conversation's history has and which replies are on their way.
   * settled says that the server confirmed both: then a reply that is in neither was
   * refused while nobody listened.
   */
  seen(conversation: string, history: Set<string>, underway: Reply[], settled: boolean): void {
    const there = new Map(underway.map((r) => [r.id, r]));
    for (const p of this.of(conversation)) {
      const reply = there.get(p.id);
      if (history.has(p.id)) this.drop(p.id);
      else if (reply && !reply.local) this.mark(p.id, 'taken', '');
      else if (!reply && settled && p.state === 'queued') this.mark(p.id, 'lost', 'denied');
      // It was sent, and so many messages came after it that the newest page is without it.
      else if (!reply && settled && p.state === 'taken' && this.now() - p.at > patience) this.drop(p.id);
    }
  }

  /** What the database refused, in all conversations. */
  get lost(): Parcel[] {
    return [...this.parcels.values()].filter((p) => p.state === 'lost');
  }

  /** The conversations in which something waits for a connection. */
  get waiting(): string[] {
    return [
      ...new Set([...this.parcels.values()].filter((p) => p.state === 'queued').map((p) => p.conversation)),
    ];
  }

  private mark(id: string, state: Parcel['state'], why: Parcel['why']): void {
    const p = this.parcels.get(id);
    if (p && p.state !== state) this.put({ ...p, state, why });
  }

  private put(p: Parcel): void {
    this.parcels.set(p.id, p);
    this.keep.set(`outbox/${p.id}`, p);
    this.changed();
  }

  private drop(id: string): void {
    if (!this.parcels.delete(id)) return;
    this.keep.set(`outbox/${id}`, undefined);
    this.changed();
  }
}

const noChoice: Choice = { kind: '', label: '', postback: '', url: '', phone: '' };

/** asMessage is a parcel as the history shows it. */
export function asMessage(p: Parcel, session: number, me: { email: string; name: string }): Message {
  const { draft } = p;
  const media: Media | undefined = draft.media && {
    ...draft.media,
    status: '',
    reason: '',
    url: '',
    width: 0,
    height: 0,
  };
  const choices = (draft.choices ?? []).map((c) => ({ ...noChoice, ...c }));
  const cards = (draft.cards ?? []).map((c) => ({
    title: c.title ?? '',
    body: c.body ?? '',
    media: c.media,
    choices: (c.choices ?? []).map((x) => ({ ...noChoice, ...x })),
  }));
  const kind = draft.kind ?? 'text';
  const rich = draft.markup || media || choices.length > 0 || cards.length > 0;
  return {
    id: p.id,
    direction: 'out',
    kind,
    session,
    text: draft.text,
    postback: '',
    of: '',
    media: undefined,
    author: { ...me, bot: false },
    place: undefined,
    answer: undefined,
    sent: rich ? { kind, text: draft.text, markup: draft.markup ?? false, media, cards, choices } : undefined,
    mentions: [],
    status: p.state === 'lost' ? 'failed' : 'pending',
    reason: '',
    sentAt: p.at,
  };
}

import { doc, type Firestore } from 'firebase/firestore';
import type { Conversation, Event, Message, Reply, Session } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { Model } from './model.js';
import { asMessage, type Outbox, type Parcel } from './outbox.js';

const inOrder = (a: Message, b: Message) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Thread is one conversation as an agent reads it: the newest page live, older ones
 * when they are asked for. A message that was read once is never read again.
 */
export class Thread extends Model {
  conversation: Conversation | undefined;
  /** newest last */
  events: Event[] = [];
  /** the sessions before this one, newest first; undefined until they are asked for */
  past: Session[] | undefined;
  /** whether the newest page is here */
  loaded = false;
  /** whether there is nothing older */
  whole = false;
  loading = false;
  /** whether the agent may not read it, or not any more */
  gone = false;

  private readonly known = new Map<string, Message>();
  private sorted: Message[] | undefined;
  private underway: Reply[] = [];
  private stops: listen.Stop[] = [];
  private live = { messages: false, replies: false };

  constructor(
    private readonly db: Firestore,
    readonly id: string,
    private readonly me: () => { email: string; name: string },
    private readonly outbox: Outbox,
  ) {
    super();
  }

  start(): void {
    if (this.stops.length > 0) return;
    this.gone = false;
    const failed = (e: unknown) => this.ended(e);
    this.stops = [
      listen.one(doc(this.db, 'conversations', this.id), documents.conversation, (c) => this.is(c), failed),
      listen.all(
        queries.messages(this.db, this.id),
        documents.message,
        (m, live) => this.heard(m, live),
        failed,
      ),
      listen.all(
        queries.replies(this.db, this.id),
        documents.reply,
        (r, live) => this.sending(r, live),
        failed,
      ),
      listen.all(queries.events(this.db, this.id), documents.event, (e) => this.happened(e), failed),
      this.outbox.watch(() => {
        this.sorted = undefined;
        this.changed();
      }),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.live = { messages: false, replies: false };
  }

  private ended(e: unknown): void {
    this.gone = listen.isDenied(e);
    this.stop();
    // Who may not read it may not write either: what still waits will be refused.
    if (this.gone) this.outbox.seen(this.id, new Set(), [], true);
    this.changed();
  }

  private is(c: Conversation | undefined): void {
    this.conversation = c;
    this.changed();
  }

  private heard(page: Message[], live: boolean): void {
    if (!this.loaded && page.length < queries.most.page && live) this.whole = true;
    for (const m of page) this.known.set(m.id, m);
    this.loaded ||= live || page.length > 0;
    this.live.messages = live;
    this.settle();
  }

  private sending(replies: Reply[], live: boolean): void {
    this.underway = replies;
    this.live.replies = live;
    this.settle();
  }

  private happened(events: Event[]): void {
    const known = new Map(this.events.map((e) => [e.seq, e]));
    for (const e of events) known.set(e.seq, e);
    this.events = [...known.values()].sort((a, b) => a.seq - b.seq);
    this.changed();
  }

  /** settle tells the outbox what has arrived. */
  private settle(): void {
    const settled = this.live.messages && this.live.replies;
    this.outbox.seen(this.id, new Set(this.known.keys()), this.underway, settled);
    this.sorted = undefined;
    this.changed();
  }

  /** The history in its order, with what is on its way at the end. */
  get messages(): Message[] {
    this.sorted ??= this.assemble();
    return this.sorted;
  }

  private assemble(): Message[] {
    const session = this.conversation?.session ?? 0;
    const shown = [...this.known.values()].sort(inOrder);
    const mine = this.outbox.of(this.id);
    const ids = new Set([...this.known.keys(), ...mine.map((p) => p.id)]);
    const replies = this.underway
      .filter((r) => !ids.has(r.id) && r.kind !== 'typing' && !signals.has(r.kind))
      .map((r) => fromReply(r, session));
    const parcels = mine.filter((p) => !this.known.has(p.id)).map((p) => this.fromParcel(p, session));
    return [...shown, ...[...replies, ...parcels].sort(inOrder)];
  }

  /** A parcel as the history shows it, with what the sender says of it meanwhile. */
  private fromParcel(p: Parcel, session: number): Message {
    const m = asMessage(p, session, this.me());
    const reply = this.underway.find((r) => r.id === p.id);
    return reply ? { ...m, status: reply.status, reason: reply.reason } : m;
  }

  /** parcel is what this client knows of a message that it sent and that has not arrived. */
  parcel(id: string): Parcel | undefined {
    return this.known.has(id) ? undefined : this.outbox.of(this.id).find((p) => p.id === id);
  }

  /** older reads one more page. */
  async older(): Promise<void> {
    if (this.loading || this.whole || !this.loaded) return;
    const first = [...this.known.values()].sort(inOrder)[0];
    if (!first) return;
    this.loading = true;
    this.changed();
    try {
      const before = queries.messages(this.db, this.id, [documents.stamp(first.sentAt), first.id]);
      const page = await listen.once(before, documents.message);
      const fresh = page.filter((m) => !this.known.has(m.id));
      for (const m of fresh) this.known.set(m.id, m);
      this.whole = page.length < queries.most.page || fresh.length === 0;
      this.sorted = undefined;
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  /** recall reads the sessions that are over, once. */
  async recall(): Promise<void> {
    if (this.past) return;
    this.past = [];
    this.past = await listen.once(queries.sessions(this.db, this.id), documents.session).catch(() => []);
    this.changed();
  }

  /** The newest thing that the customer said. */
  get lastFromCustomer(): Message | undefined {
    return this.messages.findLast((m) => m.direction === 'in' && m.kind !== 'typing');
  }
}

const signals = new Set(['read', 'joined', 'left', 'survey']);

const fromReply = (r: Reply, session: number): Message => ({
  id: r.id,
  direction: 'out',
  kind: r.kind,
  session,
  text: r.text,
  postback: '',
  of: '',
  media: undefined,
  author: r.author,
  place: undefined,
  answer: undefined,
  sent: r.media || r.markup || r.cards.length + r.choices.length > 0 ? r : undefined,
  mentions: [],
  status: r.status,
  reason: r.reason,
  sentAt: r.createdAt,
});

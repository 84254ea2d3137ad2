import { doc, type Firestore } from 'firebase/firestore';
import type { Conversation, Event, Message, Peer, Reply, Session } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { stamp } from '../data/values.js';
import { Model } from './model.js';
import type { Outbox, Parcel } from './outbox.js';
import { Pages } from './pages.js';
import { type Me, underway } from './underway.js';

/**
 * Thread is one conversation as an agent reads it: the newest page live, older ones
 * when they are asked for.
 */
export class Thread extends Model {
  conversation: Conversation | undefined;
  /** newest last */
  events: Event[] = [];
  /** the sessions before this one, newest first; undefined until they are asked for */
  past: Session[] | undefined;
  /** the customer's number, once it was asked for */
  peer: Peer | undefined;
  /** whether an older page is on its way */
  loading = false;
  /** whether the agent may not read it, or no longer */
  gone = false;
  /** why listening ended, if for another reason */
  problem: unknown;

  private readonly pages = new Pages(queries.most.page);
  private replies: Reply[] = [];
  private shown: Message[] | undefined;
  private stops: listen.Stop[] = [];

  constructor(
    private readonly db: Firestore,
    readonly id: string,
    private readonly me: () => Me,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  /** start listens, also again after an end: the conversation may have come back. */
  start(): void {
    if (this.stops.length > 0) return;
    this.gone = false;
    this.problem = undefined;
    const failed = (e: unknown) => this.ended(e);
    const { db, id } = this;
    this.stops = [
      listen.one(doc(db, 'conversations', id), documents.conversation, (c, live) => this.is(c, live), failed),
      listen.all(queries.messages(db, id), documents.message, (m, live) => this.heard(m, live), failed),
      listen.all(queries.replies(db, id), documents.reply, (r) => this.sending(r), failed),
      listen.all(queries.events(db, id), documents.event, (e) => this.happened(e), failed),
      this.outbox.watch(() => this.redraw()),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  private ended(e: unknown): void {
    this.gone = listen.isDenied(e);
    if (!this.gone) this.problem = e;
    this.stop();
    this.changed();
  }

  private is(c: Conversation | undefined, live: boolean): void {
    this.conversation = c;
    this.gone = !c && live;
    this.redraw();
  }

  private heard(page: Message[], live: boolean): void {
    this.pages.newest(page, live);
    this.settle();
  }

  private sending(replies: Reply[]): void {
    this.replies = replies;
    this.settle();
  }

  private happened(events: Event[]): void {
    const known = new Map(this.events.map((e) => [e.seq, e]));
    for (const e of events) known.set(e.seq, e);
    this.events = [...known.values()].sort((a, b) => a.seq - b.seq);
    this.changed();
  }

  private settle(): void {
    this.outbox.seen(this.id, this.pages, this.replies);
    this.redraw();
  }

  private redraw(): void {
    this.shown = undefined;
    this.changed();
  }

  /** The history in its order, with what is on its way at the end. */
  get messages(): Message[] {
    const { pages, replies, outbox, id } = this;
    const session = this.conversation?.session ?? 0;
    this.shown ??= [...pages.all, ...underway(pages, replies, outbox.of(id), session, this.me())];
    return this.shown;
  }

  /** Whether the newest page is here. */
  get loaded(): boolean {
    return this.pages.loaded;
  }

  /** Whether everything older is loaded. */
  get whole(): boolean {
    return this.pages.whole;
  }

  /** find is a message that is known. */
  find(id: string): Message | undefined {
    return this.pages.get(id);
  }

  /** parcel is what this client knows of a message that it sent and that has not arrived. */
  parcel(id: string): Parcel | undefined {
    return this.pages.has(id) ? undefined : this.outbox.of(this.id).find((p) => p.id === id);
  }

  /** older reads one more page. */
  async older(): Promise<void> {
    const [first] = this.pages.all;
    if (this.loading || !this.pages.extends || !first) return;
    this.loading = true;
    this.changed();
    try {
      const before = queries.messages(this.db, this.id, [stamp(first.sentAt), first.number]);
      this.pages.older(await listen.once(before, documents.message));
    } finally {
      this.loading = false;
      this.redraw();
    }
  }

  private recalling: Promise<void> | undefined;

  /** recall reads the sessions that are over, once; what failed is read again. */
  recall(): Promise<void> {
    if (this.past) return Promise.resolve();
    this.recalling ??= this.remember().finally(() => {
      this.recalling = undefined;
    });
    return this.recalling;
  }

  private async remember(): Promise<void> {
    this.past = await listen.once(queries.sessions(this.db, this.id), documents.session);
    this.changed();
  }

  private identifying: Promise<void> | undefined;

  /** identify reads the customer's number, once: whoever may not know it goes on seeing it masked. */
  identify(): Promise<void> {
    this.identifying ??= listen
      .document(doc(this.db, 'conversations', this.id, 'private', 'peer'), documents.peer)
      .then((peer) => {
        this.peer = peer;
        this.changed();
      })
      .catch(() => {});
    return this.identifying;
  }

  /** The customer's newest message. */
  get lastFromCustomer(): Message | undefined {
    return this.pages.all.findLast((m) => m.direction === 'in');
  }
}

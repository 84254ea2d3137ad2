import { doc, type Firestore } from 'firebase/firestore';
import type { Conversation, Event, Message, Peer, Reading, Reply, Session } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { stamp } from '../data/values.js';
import { bounds } from '../data/words.gen.js';
import type { Who } from './actions.js';
import { Model } from './model.js';
import type { Outbox, Parcel } from './outbox.js';
import { Pages } from './pages.js';
import { isOwn, type Reach, reachOf, sameReach } from './reach.js';
import { type Me, underway } from './underway.js';

/** Reader is who reads a conversation. */
export type Reader = Me & Who;

/**
 * Thread is one conversation as an agent reads it: the newest page live, older ones
 * when they are asked for. Somebody who may not read all of it reads the present session,
 * and then what they may read of earlier ones.
 */
export class Thread extends Model {
  conversation: Conversation | undefined;
  /** newest last */
  events: Event[] = [];
  /** the sessions before this one, newest first; undefined until they are asked for */
  past: Session[] | undefined;
  /** who else looked into it, for supervisors */
  readings: Reading[] = [];
  /** the customer's number, once it was asked for */
  peer: Peer | undefined;
  /** whether an older page is on its way */
  loading = false;
  /** whether the agent may not read it, or no longer */
  gone = false;
  /** why listening ended, if for another reason */
  problem: unknown;

  private pages = new Pages(queries.most.page);
  private replies: Reply[] = [];
  private shown: Message[] | undefined;
  /** what may be read, as far as it is listened to, and whether it is the agent's own */
  private reach: Reach | undefined;
  private own = false;
  /** whether everything of earlier sessions is here that may be read */
  private dug = false;
  private stops: listen.Stop[] = [];
  private parts: listen.Stop[] = [];

  constructor(
    private readonly db: Firestore,
    readonly id: string,
    private readonly reader: () => Reader | undefined,
    private readonly outbox: Outbox,
    private readonly opened: (id: string) => Promise<void>,
  ) {
    super();
  }

  /** start listens, also again after an end: the conversation may have come back. */
  start(): void {
    if (this.stops.length > 0) return;
    this.gone = false;
    this.problem = undefined;
    this.stops = [
      listen.one(
        this.ref,
        documents.conversation,
        (c, live) => this.is(c, live),
        (e) => this.ended(e),
      ),
      this.outbox.watch(() => this.redraw()),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.release();
  }

  private get ref() {
    return doc(this.db, 'conversations', this.id);
  }

  /** follow listens to what may be read, which changes with the session and with the roster. */
  follow(): void {
    const { conversation, db, id } = this;
    const reader = this.reader();
    if (!conversation || !reader || this.stops.length === 0) return;
    const reach = reachOf(conversation, reader);
    const own = isOwn(conversation, reader);
    const same = sameReach(this.reach, reach) && (own || !this.own);
    this.own = own;
    if (same && (this.parts.length > 0 || this.admitting)) return;
    this.release();
    if (this.reach && !sameReach(this.reach, reach)) this.forgetHistory();
    this.reach = reach;
    const failed = (e: unknown) => void this.doubt(e, reach, own);
    const listenNow = () => {
      const { part } = this;
      this.parts = [
        listen.all(
          queries.messages(db, id, part),
          documents.message,
          (m, live) => this.heard(m, live),
          failed,
        ),
        listen.all(queries.replies(db, id), documents.reply, (r) => this.sending(r), failed),
        listen.all(queries.events(db, id, part), documents.event, (e) => this.happened(e), failed),
      ];
      if (reader.supervises)
        this.parts.push(
          listen.all(queries.readings(db, id), documents.reading, (r) => this.lookedInto(r), failed),
        );
    };
    if (own) listenNow();
    else void this.afterRecord(reach, listenNow);
  }

  /** The record that is being written. */
  private admitting: Promise<void> | undefined;
  /** when this client last put on record that the agent reads it */
  private recordedAt = 0;

  /**
   * afterRecord does something once it is on record, if that is still what may be read.
   * Without a connection the local cache is shown, and the record follows.
   */
  private async afterRecord(reach: Reach, then: () => void): Promise<void> {
    try {
      await this.admit();
    } catch (e) {
      if (listen.isDenied(e)) return this.ended(e);
    }
    if (sameReach(this.reach, reach) && this.parts.length === 0 && this.stops.length > 0) then();
  }

  /** admit puts on record that the agent reads what is not the agent's own. An entry lasts for hours. */
  private async admit(): Promise<void> {
    const { conversation } = this;
    const reader = this.reader();
    if (!conversation || !reader || isOwn(conversation, reader)) return;
    if (Date.now() - this.recordedAt < bounds.readingPause * 1000) return;
    this.admitting ??= this.opened(this.id).finally(() => {
      this.admitting = undefined;
    });
    await this.admitting;
    this.recordedAt = Date.now();
  }

  private lookedInto(readings: Reading[]): void {
    this.readings = readings;
    this.changed();
  }

  /** What the lists compare, where not everything may be read. */
  private get part(): queries.Past | undefined {
    return this.reach === 'everything' ? undefined : this.reach;
  }

  private release(): void {
    for (const stop of this.parts) stop();
    this.parts = [];
  }

  /** forgetHistory lets go of what perhaps may not be read any more. */
  private forgetHistory(): void {
    this.pages = new Pages(queries.most.page);
    this.events = [];
    this.readings = [];
    this.past = undefined;
    this.dug = false;
    this.redraw();
  }

  /**
   * doubt is for a list that ended. That it is denied can mean that another session began,
   * or that somebody else has it now, of which the conversation has not told yet; or that
   * the reading is not on record. It is read again before it counts as gone.
   */
  private async doubt(e: unknown, reach: Reach, own: boolean): Promise<void> {
    if (!sameReach(this.reach, reach) || this.parts.length === 0) return;
    this.release();
    if (!listen.isDenied(e)) return this.ended(e);
    try {
      const c = await listen.document(this.ref, documents.conversation);
      const reader = this.reader();
      if (!c || !reader) return this.ended(e);
      const settled = own === isOwn(c, reader) && (own || this.recordedAt > 0);
      if (settled && sameReach(reachOf(c, reader), reach)) return this.ended(e);
      this.is(c, true);
    } catch (again) {
      this.ended(again);
    }
  }

  private ended(e: unknown): void {
    this.gone = listen.isDenied(e);
    if (this.gone) this.forget();
    else this.problem = e;
    this.stop();
    this.changed();
  }

  /** forget drops all that it holds: what one may not read is not kept, in memory neither. */
  private forget(): void {
    this.conversation = this.peer = this.identifying = undefined;
    this.replies = [];
    this.forgetHistory();
  }

  /** again asks once more for everything: the agent may have lost the right to it. */
  again(): void {
    if (this.stops.length === 0) return;
    this.stop();
    this.forget();
    this.start();
  }

  private is(c: Conversation | undefined, live: boolean): void {
    this.conversation = c;
    this.gone = !c && live;
    this.follow();
    this.redraw();
  }

  private heard(page: Message[], live: boolean): void {
    this.pages.newest(page, live);
    this.dug &&= this.pages.whole;
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
    const me = this.reader() ?? { email: '', name: '' };
    this.shown ??= [...pages.all, ...underway(pages, replies, outbox.of(id), session, me)];
    return this.shown;
  }

  /** Whether the newest page is here. */
  get loaded(): boolean {
    return this.pages.loaded;
  }

  /** Whether everything older is loaded that may be read. */
  get whole(): boolean {
    return this.pages.whole && (!this.digs || this.dug || this.complete);
  }

  /** Whether there are earlier sessions to read beyond the present one. */
  private get digs(): boolean {
    return (this.part?.queues.length ?? 0) > 0;
  }

  /** Whether every message that there is is here. */
  private get complete(): boolean {
    return this.pages.size >= (this.conversation?.messages ?? Infinity);
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
    const digging = this.pages.whole && !this.whole;
    if (this.loading || !(this.pages.extends || digging)) return;
    this.loading = true;
    this.changed();
    try {
      await (digging ? this.dig() : this.back());
    } finally {
      this.loading = false;
      this.redraw();
    }
  }

  private async back(): Promise<void> {
    await this.admit();
    const { db, id, pages } = this;
    const [first] = pages.all;
    if (!first) return;
    const before = queries.messages(db, id, this.part, [stamp(first.sentAt), first.number]);
    pages.older(await listen.once(before, documents.message));
  }

  /** dig reads one more page of earlier sessions, and with the first one what happened in them. */
  private async dig(): Promise<void> {
    const { db, id, pages, part } = this;
    if (!part) return;
    await this.admit();
    const known = pages.all.filter((m) => m.session < part.session);
    const last = known.reduce(
      (a: Message | undefined, b) => (a && a.session <= b.session ? a : b),
      undefined,
    );
    const before: [number, ReturnType<typeof stamp>, number] | undefined = last && [
      last.session,
      stamp(last.sentAt),
      last.number,
    ];
    const [page, events] = await Promise.all([
      listen.once(queries.messagesBefore(db, id, part, before), documents.message),
      last ? [] : listen.once(queries.eventsBefore(db, id, part), documents.event),
    ]);
    if (pages !== this.pages) return; // what may be read is another part meanwhile
    pages.add(page);
    this.dug = page.length < queries.most.page;
    if (events.length > 0) this.happened(events);
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
    await this.admit();
    const { part } = this;
    const none = part && part.queues.length === 0;
    this.past = none ? [] : await listen.once(queries.sessions(this.db, this.id, part), documents.session);
    this.changed();
  }

  private identifying: Promise<void> | undefined;

  /** identify reads the customer's number, once: whoever may not know it goes on seeing it masked. */
  identify(): Promise<void> {
    this.identifying ??= this.admit()
      .then(() => listen.document(doc(this.db, 'conversations', this.id, 'private', 'peer'), documents.peer))
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

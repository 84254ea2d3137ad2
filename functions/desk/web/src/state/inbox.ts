import type { Firestore } from 'firebase/firestore';
import type { Conversation } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { defaults } from '../data/words.gen.js';
import { type Keep, Model } from './model.js';
import { Reading } from './reading.js';

type Part = 'owned' | 'guest' | 'parked';

const newest = (a: Conversation, b: Conversation) =>
  Math.max(b.lastCustomerAt, b.lastAgentAt) - Math.max(a.lastCustomerAt, a.lastAgentAt) ||
  (a.id < b.id ? -1 : 1);

/** How long what is kept of a conversation outlasts it, in milliseconds: on its way from one list to another it is in neither. */
const grace = 10_000;

/** In which order lists are: what is due first, or what came last. */
export type Order = 'due' | 'newest';

/** By when a customer has to have an answer; later than all that is owed if none is. */
const dueAt = (c: Conversation): number =>
  c.unansweredSince === 0 ? Number.MAX_SAFE_INTEGER : c.lateAt || c.unansweredSince + defaults.within * 1000;

const dueFirst = (a: Conversation, b: Conversation) => dueAt(a) - dueAt(b) || newest(a, b);

/**
 * Inbox is the conversations that are this agent's: offered, owned, parked, read along.
 */
export class Inbox extends Model {
  private readonly parts: Record<Part, Conversation[]> = { owned: [], guest: [], parked: [] };
  private readonly eyes: Reading;
  private readonly loaded = new Set<Part>();
  private stops: listen.Stop[] = [];

  /** which conversations are as good as gone, though the database has them yet */
  hides: (id: string) => boolean = () => false;

  constructor(
    private readonly db: Firestore,
    private readonly me: string,
    private readonly keep: Keep,
  ) {
    super();
    this.eyes = new Reading(keep);
  }

  start(failed: (e: unknown) => void): void {
    this.stops = [
      this.follow('owned', queries.owned(this.db, this.me), failed),
      this.follow('guest', queries.guest(this.db, this.me), failed),
      this.follow('parked', queries.parked(this.db, this.me), failed),
    ];
  }

  private follow(
    part: Part,
    q: ReturnType<typeof queries.owned>,
    failed?: (e: unknown) => void,
  ): listen.Stop {
    const heard = (list: Conversation[]) => {
      this.parts[part] = list.sort(newest);
      for (const c of list) {
        this.eyes.recount(c);
        this.eyes.found(c, part === 'guest' && c.notes > 0);
      }
      this.loaded.add(part);
      this.tidy();
      this.changed();
    };
    return listen.all(q, documents.conversation, heard, failed);
  }

  private tidying: ReturnType<typeof setTimeout> | undefined;

  /** tidy drops, a little later, what is kept of conversations that have left. */
  private tidy(): void {
    this.tidying ??= setTimeout(() => {
      this.tidying = undefined;
      if (this.ready && this.stops.length > 0) this.eyes.forget((id) => this.find(id) !== undefined);
    }, grace);
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    clearTimeout(this.tidying);
    this.tidying = undefined;
  }

  get ready(): boolean {
    return (['owned', 'guest', 'parked'] as const).every((part) => this.loaded.has(part));
  }

  /** Offers, the one that ends first at the top. */
  get offers(): Conversation[] {
    return this.owned('offered').sort((a, b) => a.offeredUntil - b.offeredUntil);
  }

  /** Sessions to work on, in the order that the agent chose. */
  get active(): Conversation[] {
    return this.owned('active').sort(this.order === 'due' ? dueFirst : newest);
  }

  get order(): Order {
    return this.keep.get<Order>('order', 'due');
  }

  /** arrange chooses an order, for this browser. */
  arrange(order: Order): void {
    this.keep.set('order', order);
    this.changed();
  }

  private owned(state: Conversation['state']): Conversation[] {
    return this.parts.owned.filter((c) => c.state === state && !this.hides(c.id));
  }

  get wrapUp(): Conversation[] {
    return this.owned('wrap-up');
  }

  get parked(): Conversation[] {
    return this.parts.parked;
  }

  get reading(): Conversation[] {
    return this.parts.guest.filter((c) => c.owner !== this.me);
  }

  /** Everything of this agent's that is known. */
  get all(): Conversation[] {
    return Object.values(this.parts).flat();
  }

  find(id: string): Conversation | undefined {
    return this.all.find((c) => c.id === id);
  }

  /** How many of the customer's messages nobody answered and this agent has not looked at. */
  unread(c: Conversation): number {
    return this.eyes.unread(c);
  }

  /** How many notes of colleagues this agent has not looked at. */
  newNotes(c: Conversation): number {
    return this.eyes.newNotes(c);
  }

  /** Conversations in which colleagues have written notes for this agent to read. */
  get noted(): Conversation[] {
    return [...this.active, ...this.wrapUp, ...this.parked, ...this.reading].filter(
      (c) => this.newNotes(c) > 0,
    );
  }

  /** lookedAtNotes notes that the agent has the newest note before the eyes. */
  lookedAtNotes(c: Conversation): void {
    if (this.eyes.lookedAtNotes(c)) this.changed();
  }

  get unreadTotal(): number {
    return this.active.reduce((sum, c) => sum + this.unread(c), 0);
  }

  /** looked notes that the agent has a message before the eyes, and so all that was written before it. */
  looked(c: Conversation, at: number): void {
    if (this.eyes.looked(c, at)) this.changed();
  }
}

import type { Reply } from '../data/documents.js';
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

const inOrder = (a: Parcel, b: Parcel) => a.at - b.at || (a.id < b.id ? -1 : 1);

interface Writer {
  /** clean is a draft as it may be kept. */
  clean(draft: Draft): Draft;
  reply(conversation: string, id: string, draft: Draft): Promise<void>;
  /** decided resolves when the database took or refused all that was written until now. */
  decided(): Promise<void>;
  /** holds says whether the database has a reply; the error is its own. */
  holds(conversation: string, id: string): Promise<boolean>;
}

/**
 * Outbox is what the agent sent and the history does not show yet. It is kept in the
 * browser in addition to the database's own queue: that one is sent after a reload too, but
 * it forgets what is refused, and an agent has to see that, with the text.
 */
export class Outbox extends Model {
  private parcels = new Map<string, Parcel>();
  private latest = 0;
  /** what this page wrote itself, and so is told about */
  private readonly written = new Set<string>();

  /** tabs tells of what other tabs of this browser keep, as window does. */
  constructor(
    private readonly writer: Writer,
    private readonly keep: Keep,
    private readonly now: () => number,
    tabs?: Pick<EventTarget, 'addEventListener'>,
  ) {
    super();
    this.read();
    for (const p of this.parcels.values()) this.tidy(p);
    tabs?.addEventListener('storage', (e) => {
      if ((e as StorageEvent).key?.includes('/outbox/') === false) return;
      this.read();
      this.changed();
    });
  }

  private read(): void {
    const kept = this.keep.keys('outbox/').map((key) => this.keep.get<Parcel | undefined>(key, undefined));
    this.parcels = new Map(kept.filter((p) => p !== undefined).map((p) => [p.id, p]));
  }

  /**
   * resume finds out what became of the replies that an earlier page left behind. The
   * database sends them by itself but tells only the page that wrote them how it went.
   */
  async resume(): Promise<void> {
    const left = () =>
      [...this.parcels.values()].filter((p) => p.state === 'queued' && !this.written.has(p.id));
    if (left().length === 0) return;
    await this.writer.decided();
    // One after the other, as they were written.
    for (const p of left().sort(inOrder)) await this.ask(p);
  }

  /**
   * ask looks whether the database has a reply, and writes it again if not: the page
   * may have ended before its own queue kept it. The id is the same, so if both come
   * there is one.
   */
  private async ask(p: Parcel): Promise<void> {
    try {
      if (await this.writer.holds(p.conversation, p.id)) this.mark(p.id, 'taken', '');
      else this.write(p);
    } catch (e) {
      // If reading is denied, writing may be, too. On any other error, the next connection asks again.
      if (isDenied(e)) this.mark(p.id, 'lost', 'denied');
    }
  }

  private write(p: Parcel): void {
    this.written.add(p.id);
    this.writer.reply(p.conversation, p.id, p.draft).then(
      () => this.mark(p.id, 'taken', ''),
      (e) => this.refused(p, e),
    );
  }

  /** refused checks whether the reply exists after all: creating it a second time is denied, too. */
  private async refused(p: Parcel, e: unknown): Promise<void> {
    const there = await this.writer.holds(p.conversation, p.id).catch(() => false);
    if (there) this.mark(p.id, 'taken', '');
    else this.mark(p.id, 'lost', isDenied(e) ? 'denied' : 'failed');
  }

  /** What was sent to a conversation, the oldest first. */
  of(conversation: string): Parcel[] {
    return [...this.parcels.values()].filter((p) => p.conversation === conversation).sort(inOrder);
  }

  /** How many replies wait for a connection. */
  get queued(): number {
    return [...this.parcels.values()].filter((p) => p.state === 'queued').length;
  }

  send(conversation: string, id: string, draft: Draft): void {
    // Two in the same millisecond stay in their order.
    this.latest = Math.max(this.now(), this.latest + 1);
    const parcel: Parcel = {
      id,
      conversation,
      draft: this.writer.clean(draft),
      at: this.latest,
      state: 'queued',
      why: '',
    };
    this.put(parcel);
    this.write(parcel);
  }

  /** discard forgets a reply that was lost. */
  discard(id: string): Parcel | undefined {
    const p = this.parcels.get(id);
    this.drop(id);
    return p;
  }

  /** seen is what a conversation's history has, and which of its replies are on their way. */
  seen(conversation: string, history: { has(id: string): boolean }, underway: Reply[]): void {
    const there = new Set(underway.filter((r) => !r.local).map((r) => r.id));
    for (const p of this.of(conversation)) {
      if (history.has(p.id)) this.drop(p.id);
      else if (there.has(p.id)) this.mark(p.id, 'taken', '');
      else this.tidy(p);
    }
  }

  /** tidy forgets what was sent so long ago that the newest page of the history is without it. */
  private tidy(p: Parcel): void {
    if (p.state === 'taken' && this.now() - p.at > patience) this.drop(p.id);
  }

  /** What the database refused, in all conversations. */
  get lost(): Parcel[] {
    return [...this.parcels.values()].filter((p) => p.state === 'lost');
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

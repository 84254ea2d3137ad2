import type { Conversation } from '../data/documents.js';
import type { Inbox } from './inbox.js';
import { type Keep, Model } from './model.js';

/** MissedOffer is an offer that ended without the agent's answer. */
export interface MissedOffer {
  id: string;
  customer: string;
  channel: string;
  at: number;
}

/** The newest are shown, for as long as a shift lasts. */
const most = 3;
const stay = 12 * 60 * 60 * 1000;

/**
 * Missed remembers the offers that this agent let pass, until the agent has the
 * conversation or closes the note. It survives a reload of the page.
 */
export class Missed extends Model {
  private before = new Map<string, Conversation>();

  constructor(
    private readonly inbox: Pick<Inbox, 'ready' | 'offers' | 'find' | 'watch'>,
    private readonly keep: Keep,
    private readonly now: () => number,
  ) {
    super();
    inbox.watch(() => this.look());
  }

  get list(): MissedOffer[] {
    return this.stored().filter((m) => this.now() - m.at < stay);
  }

  close(id: string): void {
    this.store(this.stored().filter((m) => m.id !== id));
  }

  /** look compares the offers with those before: one that is gone after its time was missed. */
  private look(): void {
    if (!this.inbox.ready) return;
    const offers = new Map(this.inbox.offers.map((c) => [c.id, c]));
    for (const c of this.before.values()) {
      if (!offers.has(c.id) && !this.inbox.find(c.id) && c.offeredUntil <= this.now()) this.add(c);
    }
    this.before = offers;
    for (const m of this.stored()) if (this.inbox.find(m.id)) this.close(m.id);
  }

  private add(c: Conversation): void {
    const others = this.stored().filter((m) => m.id !== c.id);
    this.store(
      [{ id: c.id, customer: c.called, channel: c.channel, at: c.offeredUntil }, ...others].slice(0, most),
    );
  }

  private stored(): MissedOffer[] {
    return this.keep.get<MissedOffer[]>('missed', []);
  }

  private store(list: MissedOffer[]): void {
    this.keep.set('missed', list.length > 0 ? list : undefined);
    this.changed();
  }
}

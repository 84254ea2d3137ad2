import { isDenied } from '../data/listen.js';
import type { Ask, Draft } from '../data/orders.js';
import type { Action } from './actions.js';
import { type Keep, Model } from './model.js';

/** How long, in milliseconds, what was asked for can be taken back. */
export const grace = 5_000;

/** How long, in milliseconds, the clock stands for whoever is about to do so. */
export const patience = 20_000;

/** How old, in milliseconds, what a page left behind may be to be carried out by the next one. */
const fresh = 60_000;

/** What can be taken back. */
export type Undoable = Extract<
  Action,
  'decline' | 'done' | 'end' | 'park' | 'release' | 'transfer' | 'close'
>;

/** Step is what a macro does before its last step: it sends something, or asks for something. */
export type Step = { draft: Draft } | { ask: Ask };

const undoables: Record<Undoable, true> = {
  decline: true,
  done: true,
  end: true,
  park: true,
  release: true,
  transfer: true,
  close: true,
};
export const isUndoable = (action: Action): action is Undoable => action in undoables;

/** Held is something that an agent asked for, and that the database does not have yet. */
export interface Held {
  /** of the order, minted once: an order that is written twice is one */
  id: string;
  conversation: string;
  /** the customer's name */
  who: string;
  action: Undoable;
  ask: Ask;
  /** what is done before, each once at most, of a macro */
  steps?: Step[];
  /** when it will be carried out, in milliseconds */
  until: number;
  /** when the customer had written last: whoever writes meanwhile has not been ended */
  heard: number;
}

/** Order is what is to be held; by is when it has to be carried out at the latest. */
export type Order = Omit<Held, 'id' | 'until'> & { by?: number };

/** Problem is why something was not carried out that the agent takes for done. */
export type Problem = (held: Held, why: 'failed' | 'offline' | 'late' | 'wrote', e?: unknown) => void;

interface Writer {
  act(conversation: string, ask: Ask, id: string): Promise<void>;
  reply(conversation: string, id: string, draft: Draft): Promise<void>;
  mint(): string;
}

/**
 * Undo keeps what should not go out by mistake for a few seconds in which it can be taken
 * back, whatever the agent looks at meanwhile. It is kept in the browser, too: when the page
 * closes, it is carried out at once, and what that was too late for is done by the next page.
 * Without a connection nothing is carried out: hours later it would surprise everybody.
 */
export class Undo extends Model {
  onProblem: Problem = () => {};
  private readonly all = new Map<string, Held>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** what is being carried out */
  private readonly underway = new Map<string, Promise<void>>();
  private readonly ends = new Map<string, (carriedOut: boolean) => void>();

  constructor(
    private readonly writer: Writer,
    private readonly keep: Keep,
    private readonly now: () => number,
    private readonly connected: () => boolean,
    page?: Pick<EventTarget, 'addEventListener'>,
  ) {
    super();
    page?.addEventListener('pagehide', () => void this.flush());
  }

  /** What can still be taken back, the oldest first. */
  get list(): Held[] {
    return [...this.all.values()].filter((h) => !this.underway.has(h.id));
  }

  /** What is asked for in a conversation, also while it is carried out. */
  of(conversation: string): Held | undefined {
    return [...this.all.values()].findLast((h) => h.conversation === conversation);
  }

  canUndo(held: Held): boolean {
    return this.all.has(held.id) && !this.underway.has(held.id);
  }

  /**
   * hold has something done soon, and resolves with whether it was. What was asked for
   * before in that conversation is done now.
   */
  hold(what: Order): Promise<boolean> {
    const before = this.of(what.conversation);
    if (before) void this.carryOut(before);
    const { by = Number.POSITIVE_INFINITY, ...order } = what;
    const until = Math.max(this.now(), Math.min(this.now() + grace, by));
    const held = { ...order, id: this.writer.mint(), until };
    this.all.set(held.id, held);
    this.keep.set(`undo/${held.id}`, held);
    this.start(held);
    this.changed();
    return new Promise((resolve) => this.ends.set(held.id, resolve));
  }

  private start(held: Held): void {
    clearTimeout(this.timers.get(held.id));
    this.timers.set(
      held.id,
      setTimeout(() => void this.carryOut(held), Math.max(0, held.until - this.now())),
    );
  }

  /** take takes something back; it says whether there was time. */
  take(held: Held): boolean {
    if (!this.canUndo(held)) return false;
    this.drop(held);
    return true;
  }

  /**
   * pause gives more time to whoever is about to take something back, but not all there is:
   * the pointer may only rest there. go starts the clock over.
   */
  pause(held: Held): void {
    if (this.canUndo(held)) this.start({ ...held, until: this.now() + patience });
  }

  go(held: Held): void {
    if (this.canUndo(held)) this.start({ ...held, until: this.now() + grace });
  }

  /** heard takes back what ends a conversation in which the customer has written meanwhile. */
  heard(conversation: string, lastCustomerAt: number): void {
    const held = this.of(conversation);
    if (held?.action !== 'end' || lastCustomerAt <= held.heard || !this.take(held)) return;
    this.onProblem(held, 'wrote');
  }

  /** flush carries everything out at once. */
  async flush(): Promise<void> {
    await Promise.all(this.list.map((h) => this.carryOut(h)));
  }

  /** resume carries out what an earlier page left behind, unless that is long ago. */
  resume(): void {
    for (const key of this.keep.keys('undo/')) {
      const held = this.keep.get<Held | undefined>(key, undefined);
      // Until its time another tab has it.
      if (!held || this.all.has(held.id) || this.now() < held.until + grace) continue;
      this.all.set(held.id, held);
      if (this.now() - held.until < fresh) void this.carryOut(held, true);
      else this.fail(held, 'late');
    }
  }

  private carryOut(held: Held, again = false): Promise<void> {
    const before = this.underway.get(held.id);
    if (before) return before;
    clearTimeout(this.timers.get(held.id));
    if (!this.connected()) {
      this.fail(held, 'offline');
      return Promise.resolve();
    }
    const done = this.write(held, again).then(
      () => this.drop(held, true),
      (e) => {
        // A second create is denied: the page that is gone came to it after all.
        if (again && isDenied(e)) this.drop(held);
        else this.fail(held, 'failed', e);
      },
    );
    this.underway.set(held.id, done);
    this.changed();
    return done;
  }

  /**
   * write writes the steps, each when the one before was carried out, so that one that is refused
   * is the last. Their names are the order's with a number: a step that an earlier page came to is
   * denied a second time, and done.
   */
  private async write(held: Held, again: boolean): Promise<void> {
    for (const [i, step] of (held.steps ?? []).entries()) {
      const id = `${held.id}-${i}`;
      try {
        if ('draft' in step) await this.writer.reply(held.conversation, id, step.draft);
        else await this.writer.act(held.conversation, step.ask, id);
      } catch (e) {
        if (!again || !isDenied(e)) throw e;
      }
    }
    await this.writer.act(held.conversation, held.ask, held.id);
  }

  private fail(held: Held, why: Parameters<Problem>[1], e?: unknown): void {
    this.drop(held);
    this.onProblem(held, why, e);
  }

  private drop(held: Held, carriedOut = false): void {
    clearTimeout(this.timers.get(held.id));
    this.timers.delete(held.id);
    this.all.delete(held.id);
    this.underway.delete(held.id);
    this.keep.set(`undo/${held.id}`, undefined);
    this.ends.get(held.id)?.(carriedOut);
    this.ends.delete(held.id);
    this.changed();
  }
}

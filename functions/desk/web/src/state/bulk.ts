import { isDenied } from '../data/listen.js';
import { type Ask, NoAnswer, Refused } from '../data/orders.js';
import { Model } from './model.js';

/** How many conversations are done something with at once, and how many of them at the same time. */
export const bulkBounds = { most: 100, atOnce: 4 };

/** Row is one of several: a conversation, or a session of one that is over. */
export interface Row {
  id: string;
  called: string;
  conversation?: string;
  session?: number;
}

/** One is a row among several, and what became of it. */
export interface One {
  row: string;
  conversation: string;
  session: number;
  called: string;
  /** the action's name: the same for as long as nobody knows what became of it */
  id: string;
  state: 'waiting' | 'doing' | 'done' | 'refused' | 'unknown';
  problem: unknown;
}

export interface Writer {
  act(conversation: string, ask: Ask, id: string): Promise<void>;
  /** became is what became of an action that may have been written before, or nothing if it was not */
  became(conversation: string, id: string): Promise<'done' | 'refused' | 'pending' | undefined>;
  mint(): string;
}

/** Bulk does one thing with several conversations, and knows of each what became of it. */
export class Bulk extends Model {
  readonly all: One[];
  busy = false;

  constructor(
    some: Row[],
    private readonly writer: Writer,
  ) {
    super();
    this.all = some.slice(0, bulkBounds.most).map(({ id, called, conversation = id, session = 0 }) => ({
      row: id,
      conversation,
      session,
      called,
      id: writer.mint(),
      state: 'waiting',
      problem: undefined,
    }));
  }

  count(...states: One['state'][]): number {
    return this.all.filter((o) => states.includes(o.state)).length;
  }

  get ended(): number {
    return this.count('done', 'refused', 'unknown');
  }

  /** What was not done, and why. */
  get failed(): One[] {
    return this.all.filter((o) => o.state === 'refused' || o.state === 'unknown');
  }

  /** run does it with all that it is not done with, and says whether it is done with all of them. */
  async run(ask: Ask): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    for (const o of this.failed) {
      // What was refused may be asked again: that is another action. What nobody knows of is the same one.
      if (o.state === 'refused') o.id = this.writer.mint();
    }
    const rest = this.all.filter((o) => o.state !== 'done');
    const again = new Set(rest.filter((o) => o.state === 'unknown'));
    for (const o of rest) o.state = 'waiting';
    this.changed();
    const next = rest.values();
    const work = async () => {
      for (const o of next) await this.one(o, ask, again.has(o));
    };
    await Promise.all(Array.from({ length: bulkBounds.atOnce }, work));
    this.busy = false;
    this.changed();
    return this.count('done') === this.all.length;
  }

  private async one(o: One, ask: Ask, again: boolean): Promise<void> {
    o.state = 'doing';
    o.problem = undefined;
    this.changed();
    try {
      if (!again || !(await this.wasDone(o))) {
        await this.writer.act(o.conversation, { ...ask, ...(o.session > 0 && { session: o.session }) }, o.id);
      }
      o.state = 'done';
    } catch (e) {
      o.problem = e;
      o.state = e instanceof Refused || isDenied(e) ? 'refused' : 'unknown';
    }
    this.changed();
  }

  /** wasDone looks at what an earlier try has led to. */
  private async wasDone(o: One): Promise<boolean> {
    const was = await this.writer.became(o.conversation, o.id);
    if (was === 'pending') throw new NoAnswer();
    if (was === 'refused') o.id = this.writer.mint();
    return was === 'done';
  }
}

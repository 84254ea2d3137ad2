import { doc, type Firestore } from 'firebase/firestore';
import type { Conversation } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { stamp } from '../data/values.js';
import { Model } from './model.js';

const newest = (a: Conversation, b: Conversation) =>
  b.lastCustomerAt - a.lastCustomerAt || (a.id < b.id ? 1 : -1);

/** matches is what the query asks the database, for what is here already. */
export const matches = (f: queries.Filter, c: Conversation): boolean =>
  (f.state ? c.state === f.state : f.state === undefined || c.state !== 'closed') &&
  (!f.queue || c.queue === f.queue) &&
  (!f.owner || c.owner === f.owner);

/** look reads one conversation, once. */
export function look(db: Firestore, id: string): Promise<Conversation | undefined> {
  return new Promise((resolve, reject) => {
    const stop = listen.one(
      doc(db, 'conversations', id),
      documents.conversation,
      (c, live) => {
        if (!live) return;
        stop();
        resolve(c);
      },
      reject,
    );
  });
}

/**
 * Sessions is all conversations that match a filter, the newest first: the first page
 * live, more when it is asked for. What was read once and slid off the first page stays
 * as it was then.
 */
export class Sessions extends Model {
  loaded = false;
  /** whether this is all */
  whole = false;
  loading = false;
  problem: unknown;
  private filter: queries.Filter | undefined;
  /** whether the first page has come from the server */
  private confirmed = false;
  private page: Conversation[] = [];
  private readonly below = new Map<string, Conversation>();
  private end: listen.Stop = () => {};

  constructor(private readonly db: Firestore) {
    super();
  }

  /** follow shows what matches; the same filter again changes nothing. */
  follow(filter: queries.Filter): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return;
    this.stop();
    this.filter = filter;
    this.end = listen.all(
      queries.all(this.db, filter),
      documents.conversation,
      (page, live) => this.heard(page, live),
      (e) => {
        this.problem = e;
        this.changed();
      },
    );
    this.changed();
  }

  stop(): void {
    this.end();
    this.end = () => {};
    this.filter = this.problem = undefined;
    this.page = [];
    this.below.clear();
    this.loaded = this.whole = this.loading = this.confirmed = false;
  }

  heard(page: Conversation[], live: boolean): void {
    const ids = new Set(page.map((c) => c.id));
    const last = page.at(-1);
    const full = page.length >= queries.most.sessions;
    for (const c of this.page) {
      // What newer ones pushed off the page is still there; the rest matches no more. The
      // local cache may have had others than the newest.
      if (this.confirmed && !ids.has(c.id) && full && last && newest(last, c) < 0) this.below.set(c.id, c);
    }
    for (const id of ids) this.below.delete(id);
    if (live && !this.confirmed) this.whole = !full;
    this.confirmed ||= live;
    this.page = page;
    this.loaded ||= live || page.length > 0;
    this.changed();
  }

  /** Those of the first page, which is live, and those below it. */
  get list(): Conversation[] {
    return [...this.page, ...[...this.below.values()].sort(newest)];
  }

  get live(): number {
    return this.page.length;
  }

  /** more reads one more page. */
  async more(): Promise<void> {
    const { filter } = this;
    const last = this.list.at(-1);
    if (!filter || !last || this.loading || this.whole) return;
    this.loading = true;
    this.changed();
    try {
      const after: [ReturnType<typeof stamp>, string] = [stamp(last.lastCustomerAt), last.id];
      const page = await listen.once(queries.all(this.db, filter, after), documents.conversation);
      if (filter !== this.filter) return; // somebody chose another one meanwhile
      for (const c of page) if (!this.page.some((p) => p.id === c.id)) this.below.set(c.id, c);
      this.whole = page.length < queries.most.sessions;
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  /** again reads one that is not live, after something was done with it. */
  async again(id: string): Promise<void> {
    if (!this.below.has(id)) return;
    const c = await look(this.db, id);
    if (c && matches(this.filter ?? {}, c)) this.below.set(id, c);
    else this.below.delete(id);
    this.changed();
  }
}

import { doc, type Firestore } from 'firebase/firestore';
import type { Conversation, DataRequest } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import { type Orders, Refused, type Subject } from '../data/orders.js';
import * as queries from '../data/queries.js';
import type { Reason } from '../data/reason.js';
import { bounds, type RequestKind } from '../data/words.gen.js';
import { Model } from './model.js';

/** How many conversations of a customer are shown with what they are called. */
export const mostShown = 20;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/**
 * subjectOf is whose data somebody means: a conversation, by its id or its page's address, or
 * a customer by a phone number or the channel's key. It is undefined for what is neither.
 */
export function subjectOf(typed: string): Subject | undefined {
  const text = typed.trim();
  const [, id] = /^(?:https?:\/\/\S+\/)?(?:\/?conversations\/)?([0-9a-f]{32})\/?$/i.exec(text) ?? [];
  if (id) return { conversation: id.toLowerCase() };
  if (text === '' || bytes(text) > bounds.customer) return undefined;
  return { customer: text };
}

/** refusalOf is why the function would refuse a reason; without a reason nothing is done but counting. */
export function refusalOf(kind: RequestKind, why: string): Reason | undefined {
  if (bytes(why) > bounds.why) return { code: 'request.longWhy', args: { most: bounds.why } };
  if (kind !== 'count' && why.trim() === '') return { code: 'request.needsWhy', args: {} };
  return undefined;
}

/** Progress is how far a request has come, with the requests for each conversation that it consists of. */
export interface Progress {
  state: 'pending' | 'refused' | 'done';
  /** of so many conversations so many have their outcome, and so many were refused */
  all: number;
  ended: number;
  refused: number;
  reason: Reason | undefined;
  /** what was deleted or is there, by place, and how much of it was found at the second look */
  counts: Record<string, number>;
  again: number;
  /** when what is left is tried again, the soonest, and when the last copy runs out; 0 for never */
  retryAt: number;
  goneAt: number;
}

/** Whether a request has the function make another one for each conversation. */
const divides = (r: DataRequest): boolean => r.conversation === '' && r.kind !== 'count' && r.found > 0;

export function progress(r: DataRequest, parts: DataRequest[] = []): Progress {
  const divided = divides(r) && r.status === 'done';
  const each = divided ? parts : [r];
  const all = divided ? r.found : Math.max(1, r.found);
  const ended = each.filter((p) => p.status !== 'pending');
  const refused = each.filter((p) => p.status === 'refused');
  const retries = each.filter((p) => p.status === 'pending' && p.retryAt > 0).map((p) => p.retryAt);
  const waits = divided ? ended.length < Math.min(all, queries.most.parts) : r.status === 'pending';
  return {
    state: waits ? 'pending' : refused.length > 0 ? 'refused' : 'done',
    all,
    ended: divided ? ended.length : r.status === 'pending' ? 0 : all,
    refused: refused.length,
    reason: refused[0]?.reason,
    counts: sum(each.map((p) => p.counts)),
    again: each.reduce((n, p) => n + p.again, 0),
    retryAt: retries.length > 0 ? Math.min(...retries) : 0,
    goneAt: Math.max(...each.map((p) => p.goneAt), 0),
  };
}

/** sum adds up counts by place. */
export function sum(counts: Record<string, number>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const one of counts) for (const [place, n] of Object.entries(one)) all[place] = (all[place] ?? 0) + n;
  return all;
}

/** Database is what is asked for and listened to. */
export interface Database {
  ask(kind: RequestKind, of: Subject, why: string): Promise<string>;
  request(id: string, f: (r: DataRequest) => void, failed: (e: unknown) => void): listen.Stop;
  parts(of: string, f: (all: DataRequest[]) => void, failed: (e: unknown) => void): listen.Stop;
  latest(f: (all: DataRequest[]) => void, failed: (e: unknown) => void): listen.Stop;
  conversation(id: string, f: (c: Conversation | undefined) => void): listen.Stop;
}

/** database is the real one. */
export const database = (db: Firestore, orders: Orders): Database => ({
  ask: (kind, of, why) => orders.askAbout(kind, of, why),
  request: (id, f, failed) =>
    listen.one(doc(db, 'dataRequests', id), documents.dataRequest, (r) => r && f(r), failed),
  parts: (of, f, failed) => listen.all(queries.partsOf(db, of), documents.dataRequest, f, failed),
  latest: (f, failed) =>
    listen.all(
      queries.dataRequests(db),
      documents.dataRequest,
      (all, live) => (live || all.length > 0) && f(all),
      failed,
    ),
  conversation: (id, f) => listen.one(doc(db, 'conversations', id), documents.conversation, f),
});

/** Followed is a request that is followed until it has its outcome, and beyond. */
export interface Followed {
  kind: RequestKind;
  of: Subject;
  /** undefined until the database has it */
  request: DataRequest | undefined;
  parts: DataRequest[];
}

/**
 * Customers is what an admin asks for about customers' data: who it is about, what there is,
 * what was asked for since, and the latest requests of everybody.
 */
export class Customers extends Model {
  counted: Followed | undefined;
  asked: Followed | undefined;
  /** of those that were counted: what is there, undefined for what is gone */
  readonly conversations = new Map<string, Conversation | undefined>();
  /** undefined until they are known */
  latest: DataRequest[] | undefined;
  problem: unknown;

  private readonly stops: listen.Stop[] = [];
  private readonly ends = { counted: [] as listen.Stop[], asked: [] as listen.Stop[] };

  constructor(private readonly db: Database) {
    super();
  }

  start(): void {
    this.stops.push(
      this.db.latest((all) => {
        this.latest = all;
        this.changed();
      }, this.failed),
    );
  }

  private readonly failed = (e: unknown) => {
    this.problem = e;
    this.changed();
  };

  /** count asks what there is of somebody; what was shown of somebody else goes. */
  async count(of: Subject): Promise<void> {
    this.release('counted');
    this.release('asked');
    this.counted = this.asked = undefined;
    this.conversations.clear();
    this.problem = undefined;
    await this.follow('counted', 'count', of, '');
  }

  /** ask asks for something else than a count; the errors are Refused and the database's. */
  async ask(kind: RequestKind, of: Subject, why: string): Promise<void> {
    const reason = refusalOf(kind, why);
    if (reason) throw new Refused(reason);
    this.release('asked');
    await this.follow('asked', kind, of, why.trim());
  }

  /** What there is, as it was counted: until its erasure was asked for, and again if that was refused. */
  get there(): DataRequest | undefined {
    const r = this.counted?.request;
    if (r?.status !== 'done' || Object.keys(r.counts).length === 0) return undefined;
    const { asked } = this;
    if (asked?.kind !== 'erase') return r;
    return asked.request && progress(asked.request, asked.parts).state === 'refused' ? r : undefined;
  }

  private async follow(as: 'counted' | 'asked', kind: RequestKind, of: Subject, why: string): Promise<void> {
    const followed: Followed = { kind, of, request: undefined, parts: [] };
    this[as] = followed;
    this.changed();
    let id: string;
    try {
      id = await this.db.ask(kind, of, why);
    } catch (e) {
      if (this[as] === followed) this[as] = undefined;
      this.changed();
      throw e;
    }
    if (this[as] !== followed) return; // meanwhile somebody else was asked for, or the page is gone
    let found = false;
    const heard = (r: DataRequest) => {
      followed.request = r;
      if (!found && r.status === 'done') {
        found = true;
        this.goOn(as, followed, r);
      }
      this.changed();
    };
    this.ends[as].push(this.db.request(id, heard, this.failed));
  }

  /** goOn follows what a request has found: conversations, or requests of their own. */
  private goOn(as: 'counted' | 'asked', followed: Followed, r: DataRequest): void {
    if (as === 'counted') this.show(r.conversation === '' ? r.conversations : [r.conversation]);
    else if (divides(r)) {
      const heard = (all: DataRequest[]) => {
        followed.parts = all;
        this.changed();
      };
      this.ends.asked.push(this.db.parts(r.id, heard, this.failed));
    }
  }

  private show(ids: string[]): void {
    for (const id of ids.slice(0, mostShown)) {
      this.ends.counted.push(
        this.db.conversation(id, (c) => {
          this.conversations.set(id, c);
          this.changed();
        }),
      );
    }
  }

  private release(of: 'counted' | 'asked'): void {
    for (const stop of this.ends[of].splice(0)) stop();
  }

  stop(): void {
    this.counted = this.asked = undefined;
    this.release('counted');
    this.release('asked');
    for (const stop of this.stops.splice(0)) stop();
  }
}

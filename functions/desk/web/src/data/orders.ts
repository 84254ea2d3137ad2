// What the client writes: replies, actions, starts, changes of the roster, the record of
// its reading, and its own presence with its lease. Nothing else would be allowed. Each order is one create
// under an id that is minted before the first try, so a repetition is the same one.

import {
  collection,
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  doc,
  type Firestore,
  getDocFromServer,
  serverTimestamp,
  setDoc,
  Timestamp,
  updateDoc,
  waitForPendingWrites,
  writeBatch,
} from 'firebase/firestore';
import { type Changes, changes, merged } from './changes.js';
import type { Action, Agent, Card, Choice, Place } from './documents.js';
import * as documents from './documents.js';
import type { FirstWord } from './firstword.js';
import { cost, document, isDenied, one, type Stop } from './listen.js';
import type { Mask } from './mask.js';
import type { Reason } from './reason.js';
import { idOf, type Setting, type Wish } from './settings.js';
import { stamp } from './values.js';
import { type ActionKind, bounds, type Presence, type RequestKind, type RosterKind } from './words.gen.js';

/** A choice that an agent sends. Times are milliseconds since 1970. */
export type ChoiceDraft = Partial<Choice>;

/** What an agent sends; what is left out is not written. */
export interface Draft {
  kind?: 'file' | 'card' | 'location';
  text: string;
  markup?: boolean;
  choices?: ChoiceDraft[];
  place?: Place;
  cards?: Partial<Card>[];
  media?: { object: string; type: string; name: string; alt: string; size: number };
  /** the names of the rules by which something in it was masked */
  masked?: string[];
}

/** Kept is what somebody keeps to answer with, by the same names: texts, and what pictures show, and those in base64. */
export interface Kept {
  replies: Record<string, string>;
  captions: Record<string, string>;
  pictures: Record<string, string>;
}

/** clean is what an agent wrote without what must not be stored, down to every text but addresses. */
export function clean<T extends object>(draft: T, mask: Mask): T & { masked?: string[] } {
  const by = new Set<string>();
  const cleaned = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return addresses.has(key) ? value : mask.mask(value, by);
    if (Array.isArray(value)) return value.map((v) => cleaned(v, key));
    if (!value || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, cleaned(v, k)]));
  };
  const { masked = [], ...words } = draft as { masked?: string[] };
  for (const name of masked) by.add(name);
  const all = cleaned(words) as T;
  return by.size > 0 ? { ...all, masked: [...by] } : all;
}

const addresses = new Set([
  'url',
  'object',
  'type',
  'phone',
  'of',
  'kind',
  'agent',
  'agents',
  'queue',
  'number',
]);

export interface Ask {
  kind: ActionKind;
  queue?: string;
  agent?: string;
  agents?: string[];
  text?: string;
  priority?: number;
  of?: string;
  on?: boolean;
  /** of a tag: the session that is over */
  session?: number;
  /** in milliseconds since 1970 */
  until?: number;
}

/** The answer to an action that was not carried out, with the function's reason. */
export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(reason.code);
  }
}

/** The answer to a conversation that was not begun, and the one of the agent's that there is already, if any. */
export class StartRefused extends Refused {
  constructor(
    reason: Reason,
    readonly conversation: string,
  ) {
    super(reason);
  }
}

/** No answer came in time: it may still be carried out. */
export class NoAnswer extends Error {}

/** written is a choice as the database has it: without what is empty, and with its times. */
export function written(c: ChoiceDraft): DocumentData {
  const { appointment, ...given } = c;
  const filled = Object.fromEntries(Object.entries(given).filter(([, v]) => v !== '' && v !== undefined));
  if (!appointment) return filled;
  const { start, end } = appointment;
  return { ...filled, appointment: { ...appointment, start: stamp(start), end: stamp(end) } };
}

export const newId = (): string => crypto.randomUUID();

/** When an answer that was not heard is looked for, in milliseconds. */
const soon = 3_000;

/** Orders are written in an agent's name, as it is on the roster. */
export class Orders {
  constructor(
    private readonly db: Firestore,
    private readonly me: string,
    private readonly name: () => string,
    private readonly now: () => number,
    private readonly mask: () => Mask,
  ) {}

  /** clean is what the agent wrote as it is written down. */
  clean<T extends object>(words: T): T & { masked?: string[] } {
    return clean(words, this.mask());
  }

  private order(fields: DocumentData): DocumentData {
    cost.writes++;
    return {
      ...fields,
      author: { email: this.me, name: this.name(), bot: false },
      status: 'pending',
      createdAt: serverTimestamp(),
    };
  }

  /** reply resolves when the database has it; offline that is later. */
  reply(conversation: string, id: string, draft: Draft): Promise<void> {
    const ref = doc(this.db, 'conversations', conversation, 'replies', id);
    const words = this.clean(draft);
    const choices = words.choices?.map(written);
    return setDoc(ref, this.order({ ...words, ...(choices && { choices }) }));
  }

  /** decided resolves when the database took or refused everything that was written until now. */
  decided(): Promise<void> {
    return waitForPendingWrites(this.db);
  }

  /** holds says whether the database has a reply. */
  async holds(conversation: string, id: string): Promise<boolean> {
    cost.reads++;
    return (await getDocFromServer(doc(this.db, 'conversations', conversation, 'replies', id))).exists();
  }

  /** isThere says whether the database has an order of which one may only read those that are there. */
  private async isThere(ref: DocumentReference<DocumentData>): Promise<boolean> {
    cost.reads++;
    return getDocFromServer(ref).then(
      (snap) => snap.exists(),
      () => false,
    );
  }

  /**
   * opened puts on record that this agent reads a conversation that is not the agent's
   * own: the rules demand it. Within an hour one entry is enough; a second one, of
   * another tab, is denied, and the first one stands.
   */
  async opened(conversation: string): Promise<void> {
    const ref = doc(this.db, 'conversations', conversation, 'readings', this.me);
    const before = await document(ref, documents.reading);
    if (before && this.now() - before.at < bounds.readingPause * 1000) return;
    cost.writes++;
    const entry = { name: this.name(), at: serverTimestamp(), times: { [newId()]: serverTimestamp() } };
    await setDoc(ref, entry, { merge: true }).catch((e: unknown) => {
      if (!isDenied(e)) throw e;
    });
  }

  /** typing tells the customer that the agent types, or stopped. */
  async typing(conversation: string, on: boolean): Promise<void> {
    const ref = doc(this.db, 'conversations', conversation, 'replies', newId());
    await setDoc(ref, this.order({ kind: 'typing', on }));
  }

  /** act resolves when the action is carried out; the errors are Refused and NoAnswer, or the database's. */
  async act(conversation: string, ask: Ask, id = newId(), patience = 20_000): Promise<void> {
    const ref = doc(collection(this.db, 'conversations', conversation, 'actions'), id);
    const { until, ...words } = this.clean(ask);
    const fields = { ...words, ...(until !== undefined && { until: stamp(until) }) };
    const a = await this.outcome<Action>(ref, fields, documents.action, patience);
    if (a.status === 'refused') throw new Refused(a.reason ?? { code: '', args: {} });
  }

  /** became is what became of an action, or nothing if there is none of that name. */
  async became(conversation: string, id: string): Promise<Action['status'] | undefined> {
    const ref = doc(this.db, 'conversations', conversation, 'actions', id);
    try {
      return (await document(ref, documents.action))?.status;
    } catch (e) {
      if (isDenied(e)) return undefined; // there is none whose author could be looked at
      throw e;
    }
  }

  /**
   * begin resolves with the conversation that was begun; the errors are StartRefused and
   * NoAnswer, or the database's. The provider is asked meanwhile, which takes its time.
   */
  async begin(word: FirstWord, patience = 60_000): Promise<string> {
    const ref = doc(this.db, 'starts', newId());
    const s = await this.outcome(ref, this.clean(word), documents.start, patience);
    if (s.status === 'refused') throw new StartRefused(s.reason ?? { code: '', args: {} }, s.conversation);
    return s.conversation;
  }

  /** outcome writes an order and resolves with it when a function has written what became of it. */
  private outcome<T extends { status: string }>(
    ref: DocumentReference<DocumentData>,
    fields: DocumentData,
    decode: (snap: DocumentSnapshot<DocumentData>) => T,
    patience: number,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let over = false;
      let stop: Stop | undefined;
      const end = (f: () => void) => {
        over = true;
        for (const timer of timers) clearTimeout(timer);
        stop?.();
        f();
      };
      const heard = (order: T | undefined) => {
        if (order?.status === 'done' || order?.status === 'refused') end(() => resolve(order));
      };
      const listen = () => {
        if (!over) stop = one(ref, decode, heard, (e) => end(() => reject(e)));
      };
      // A listener may miss the answer, above all to what takes the conversation from
      // us: so it is looked for, soon and at the end. Of what is listened to the library
      // only gives what was heard, so it is not listened to meanwhile.
      const look = async () => {
        stop?.();
        try {
          heard(decode(await getDocFromServer(ref)));
        } catch {
          // also for a connection that was closed meanwhile, which fails immediately
        }
        if (stop) listen();
      };
      const timers = [
        setTimeout(look, soon),
        setTimeout(async () => {
          await look();
          end(() => reject(new NoAnswer()));
        }, patience),
      ];
      // Listening before it exists would be denied: the rules check the author.
      const fail = (e: unknown) => end(() => reject(e));
      setDoc(ref, this.order(fields)).then(listen, async (e) => {
        if (!isDenied(e)) return fail(e);
        // Whoever gets no answer to a write sends it again, and a second one is denied. A rule
        // that cannot look something up denies, too, though the next moment it can.
        if (await this.isThere(ref)) listen();
        else setDoc(ref, this.order(fields)).then(listen, fail);
      });
    });
  }

  /** askForHelp tells supervisors that the agent needs somebody with a conversation. */
  async askForHelp(conversation: string, queue: string): Promise<void> {
    cost.writes++;
    const now = serverTimestamp();
    await setDoc(doc(this.db, 'alerts', `help_${conversation}`), {
      ...{
        kind: 'help',
        queue,
        agent: this.me,
        conversation,
        count: 0,
        since: now,
        open: true,
        raisedAt: now,
        seen: {},
      },
      author: { email: this.me, name: this.name(), bot: false },
    });
  }

  /** set lays something over the configuration until it ends, or for good. */
  async set(s: Wish): Promise<void> {
    cost.writes++;
    const { kind, of, date, spans, zone, texts, colour, until, why } = s;
    const what = kind === 'hours' ? { date, spans, zone } : kind === 'tag' ? { texts, colour } : { texts };
    const by = { by: this.me, name: this.name(), at: serverTimestamp(), ...(why && { why }) };
    const ends = kind !== 'tag' && { expireAt: stamp(until + bounds.settingKept * 1000) };
    await setDoc(doc(this.db, 'settings', idOf(s)), {
      kind,
      of,
      ...what,
      until: stamp(until),
      ...by,
      ...ends,
    });
  }

  /** unset takes it back: it ends now, and says for a while who did that, and why. */
  async unset(s: Setting, why: string): Promise<void> {
    cost.writes++;
    await updateDoc(doc(this.db, 'settings', idOf(s)), {
      until: serverTimestamp(),
      removedBy: this.me,
      removedName: this.name(),
      removedAt: serverTimestamp(),
      removedWhy: why,
      expireAt: stamp(Date.now() + bounds.settingKept * 1000),
    });
  }

  /** endHelp says that a plea for help was heard. */
  async endHelp(alert: string): Promise<void> {
    await this.mark(alert, {
      open: false,
      clearedAt: serverTimestamp(),
      expireAt: Timestamp.fromMillis(Date.now() + (bounds.alertKept - 3600) * 1000),
    });
  }

  /** seeAlert says that this supervisor has seen an alert. */
  async seeAlert(alert: string): Promise<void> {
    await this.mark(alert, { seen: { [this.me]: this.name() } });
  }

  /** snooze puts an alert off for so many seconds, for every supervisor; 0 ends that. */
  async snooze(alert: string, seconds: number): Promise<void> {
    // By the real time, as the rules have it.
    const until = Timestamp.fromMillis(Date.now() + seconds * 1000);
    await this.mark(alert, { snoozedUntil: until, snoozedBy: this.name() });
  }

  private async mark(alert: string, fields: DocumentData): Promise<void> {
    cost.writes++;
    await setDoc(doc(this.db, 'alerts', alert), fields, { merge: true });
  }

  /** come chooses a presence; the lease is in the same write, because readers need both. */
  async come(presence: Presence, lease: number): Promise<void> {
    const batch = writeBatch(this.db);
    batch.set(doc(this.db, 'leases', this.me), { until: this.until(lease) });
    batch.update(doc(this.db, 'agents', this.me), { presence, presenceAt: serverTimestamp(), awayBy: null });
    cost.writes += 2;
    await batch.commit();
  }

  /** beat renews the lease for so many seconds. */
  async beat(lease: number): Promise<void> {
    cost.writes++;
    await setDoc(doc(this.db, 'leases', this.me), { until: this.until(lease) });
  }

  /** saw writes that the agent saw a mention, which is written once. */
  async saw(mention: string): Promise<void> {
    cost.writes++;
    await updateDoc(doc(this.db, 'mentions', mention), { seenAt: serverTimestamp() });
  }

  /** leave sets the agent offline and ends the lease. */
  async leave(): Promise<void> {
    const batch = writeBatch(this.db);
    batch.set(doc(this.db, 'leases', this.me), { until: serverTimestamp() });
    batch.update(doc(this.db, 'agents', this.me), {
      presence: 'offline',
      presenceAt: serverTimestamp(),
      awayBy: null,
    });
    cost.writes += 2;
    await batch.commit();
  }

  /**
   * keep makes one shelf of quick replies of another: the agent's own, or the one that supervisors
   * keep for everybody. What others have put there meanwhile stays.
   */
  async keep(owner: string, from: Kept, to: Kept): Promise<void> {
    const batch = writeBatch(this.db);
    const put = (collection: string, maps: Record<string, Changes>) => {
      const fields = merged(maps);
      if (Object.keys(fields).length === 0) return;
      batch.set(doc(this.db, collection, owner), fields, { merge: true });
      cost.writes++;
    };
    const text = (all: Record<string, string>) =>
      Object.fromEntries(this.clean({ all: Object.entries(all) }).all);
    put('quickReplies', {
      replies: changes(from.replies, text(to.replies)),
      pictures: changes(from.captions, text(to.captions)),
    });
    put('quickPictures', { pictures: changes(from.pictures, this.named(to.pictures)) });
    await batch.commit();
  }

  /** named is a map with its names masked, as they are where they name texts. */
  private named(all: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(all).map(([name, v]) => [this.clean({ name }).name, v]));
  }

  /** keepViews changes a supervisor's views by their names. */
  async keepViews(views: Changes): Promise<void> {
    cost.writes++;
    await setDoc(doc(this.db, 'savedViews', this.me), merged({ views }), { merge: true });
  }

  private until(lease: number): Timestamp {
    return Timestamp.fromMillis(this.now() + lease * 1000);
  }

  /**
   * changeRoster resolves when the roster is changed; the errors are Refused and NoAnswer, or
   * the database's. An entry is for add and edit.
   */
  async changeRoster(
    kind: RosterKind,
    agent: string,
    why: string,
    entry?: RosterEntry,
    patience = 20_000,
  ): Promise<void> {
    await this.ofRoster(rosterOrder(this.mask(), kind, agent, why, entry), patience);
  }

  /** choosePresence chooses an agent's presence, as they could. */
  choosePresence(agent: string, presence: Presence): Promise<void> {
    return this.ofRoster({ kind: 'presence', agent, presence });
  }

  /** forToday gives an agent other work until the end of the day; nothing ends that before. */
  forToday(agent: string, today?: { queues: string[]; capacity: number }): Promise<void> {
    return this.ofRoster(today ? { kind: 'today', agent, today } : { kind: 'endToday', agent });
  }

  private async ofRoster(asked: { kind: RosterKind } & DocumentData, patience = 20_000): Promise<void> {
    const ref = doc(this.db, 'rosterChanges', newId());
    const c = await this.outcome(ref, asked, documents.rosterChange, patience);
    if (c.status === 'refused') throw new Refused(c.reason ?? { code: '', args: {} });
  }

  /**
   * askAbout asks for something about a customer's data. It resolves with the request's name
   * when the database has it: carrying it out may take hours.
   */
  async askAbout(kind: RequestKind, of: Subject, why: string): Promise<string> {
    const id = newId();
    await setDoc(doc(this.db, 'dataRequests', id), this.order(dataOrder(this.mask(), kind, of, why)));
    return id;
  }
}

/** Whose data: a conversation's, or a customer's by the channel's key or their phone number. */
export type Subject = { conversation: string } | { customer: string };

/** dataOrder is what is asked for about a customer's data as it is written down. Whose data is said as it is. */
export const dataOrder = (mask: Mask, kind: RequestKind, of: Subject, why: string) => ({
  kind,
  ...of,
  why: clean({ why }, mask).why,
});

/** rosterOrder is a change of the roster as it is written down: a reason is words of a person. */
export function rosterOrder(mask: Mask, kind: RosterKind, agent: string, why: string, entry?: RosterEntry) {
  const { email: _, ...fields } = entry ?? { email: '' };
  return { kind, agent, why: clean({ why }, mask).why, ...(entry && { entry: fields }) };
}

export type RosterEntry = Pick<
  Agent,
  'email' | 'displayName' | 'role' | 'queues' | 'skills' | 'capacity' | 'languages'
>;

// Every query that the client makes. Each has a limit, which the rules demand, and
// the conditions from which the rules can tell that all it finds may be read.

import {
  collection,
  type DocumentData,
  documentId,
  FieldPath,
  type Firestore,
  limit,
  orderBy,
  type Query,
  query,
  startAfter,
  type Timestamp,
  where,
} from 'firebase/firestore';
import { stamp } from './values.js';
import { bounds, outgoing, states } from './words.gen.js';

/** How much a list holds at most. */
export const most = {
  mine: bounds.page,
  items: 100,
  sessions: 50,
  page: 50,
  outbox: 50,
  events: 60,
  past: 20,
  readers: 20,
  roster: bounds.roster,
  changes: 50,
  ratings: 100,
  requests: 50,
  parts: 100,
  mentions: 20,
  alerts: bounds.alerts,
  held: bounds.page,
  weeks: 100,
  over: 20,
};

type Q = Query<DocumentData>;

const conversations = (db: Firestore) => collection(db, 'conversations');

/** What I have or am offered. */
export const owned = (db: Firestore, me: string): Q =>
  query(conversations(db), where('session.owner', '==', me), limit(most.mine));

/** Where I read along. */
export const guest = (db: Firestore, me: string): Q =>
  query(conversations(db), where(new FieldPath('session', 'guests', me), '>', ''), limit(most.mine));

/** What I parked. */
export const parked = (db: Firestore, me: string): Q =>
  query(
    conversations(db),
    where('customer.lastOwner', '==', me),
    where('session.state', '==', 'parked'),
    limit(most.mine),
  );

/** What all agents have, for supervisors. */
export const held = (db: Firestore): Q =>
  query(conversations(db), where('session.state', 'in', ['offered', 'active', 'wrap-up']), limit(most.held));

/** What waits in a queue, in the order of work. */
export const items = (db: Firestore, queue: string): Q =>
  query(collection(db, 'queues', queue, 'items'), orderBy('rank'), limit(most.items));

export interface Filter {
  /** empty is whatever is open */
  state?: string;
  queue?: string;
  owner?: string;
}

const openStates = states.filter((s) => s !== 'closed');

/** All conversations, for supervisors: the newest first, or those after one. */
export function all(db: Firestore, filter: Filter, after?: [Timestamp, string]): Q {
  const open = filter.state === '' ? [where('session.state', 'in', openStates)] : [];
  const conditions = Object.entries(filter)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => where(`session.${field}`, '==', value));
  const from = after ? [startAfter(...after)] : [];
  return query(
    conversations(db),
    ...open,
    ...conditions,
    orderBy('thread.lastCustomerAt', 'desc'),
    orderBy(documentId(), 'desc'),
    ...from,
    limit(most.sessions),
  );
}

const below = (db: Firestore, id: string, what: string) => collection(db, 'conversations', id, what);

/**
 * What may be read of a conversation of which not everything may be: the present session,
 * and those before it in some queues. Each list compares the one or the other, from which
 * the rules can tell.
 */
export interface Past {
  session: number;
  queues: string[];
}

/** What a list of the present session compares; nothing where everything may be read. */
const present = (of?: Past) => (of ? [where('session', '==', of.session)] : []);

/** What a list of earlier sessions compares: it is in their order first. */
const earlier = (of: Past) => [
  where('queue', 'in', of.queues),
  where('session', '<', of.session),
  orderBy('session', 'desc'),
];

/** The newest messages, or those before one: by (sentAt, number), the newest first. */
export function messages(db: Firestore, id: string, of?: Past, before?: [Timestamp, number]): Q {
  const from = before ? [startAfter(...before)] : [];
  return query(
    below(db, id, 'messages'),
    ...present(of),
    orderBy('sentAt', 'desc'),
    orderBy('number', 'desc'),
    ...from,
    limit(most.page),
  );
}

/** The messages of earlier sessions, or those before one. */
export function messagesBefore(db: Firestore, id: string, of: Past, before?: [number, Timestamp, number]): Q {
  const from = before ? [startAfter(...before)] : [];
  return query(
    below(db, id, 'messages'),
    ...earlier(of),
    orderBy('sentAt', 'desc'),
    orderBy('number', 'desc'),
    ...from,
    limit(most.page),
  );
}

/** The replies that are on their way. */
export const replies = (db: Firestore, id: string): Q =>
  query(
    below(db, id, 'replies'),
    where('status', 'in', outgoing),
    orderBy('createdAt', 'desc'),
    limit(most.outbox),
  );

/** What happened last. */
export const events = (db: Firestore, id: string, of?: Past): Q =>
  query(below(db, id, 'events'), ...present(of), orderBy('seq', 'desc'), limit(most.events));

/** What happened last in earlier sessions. */
export const eventsBefore = (db: Firestore, id: string, of: Past): Q =>
  query(below(db, id, 'events'), ...earlier(of), orderBy('seq', 'desc'), limit(most.events));

/** The sessions that are over, the newest first. */
export const sessions = (db: Firestore, id: string, of?: Past): Q =>
  query(
    below(db, id, 'sessions'),
    ...(of ? [where('queue', 'in', of.queues)] : []),
    orderBy('number', 'desc'),
    limit(most.past),
  );

/** Who looked into it, the last one first. */
export const readings = (db: Firestore, id: string): Q =>
  query(below(db, id, 'readings'), orderBy('at', 'desc'), limit(most.readers));

export const agents = (db: Firestore): Q =>
  query(collection(db, 'agents'), orderBy(documentId()), limit(most.roster));
export const leases = (db: Firestore): Q =>
  query(collection(db, 'leases'), orderBy(documentId()), limit(most.roster));

/** The changes of an entry, the newest first. */
export const rosterChanges = (db: Firestore, email: string): Q =>
  query(
    collection(db, 'rosterChanges'),
    where('agent', '==', email),
    orderBy('createdAt', 'desc'),
    limit(most.changes),
  );

/** What supervisors have to hear of now. */
export const alerts = (db: Firestore): Q =>
  query(collection(db, 'alerts'), where('open', '==', true), limit(most.alerts));

/** What supervisors set that has not ended. */
export const settings = (db: Firestore, now: number): Q =>
  query(
    collection(db, 'settings'),
    where('until', '>', stamp(now)),
    orderBy('until'),
    limit(bounds.settings),
  );

/** What they set that is over, the newest end first. */
export const settingsOver = (db: Firestore, now: number): Q =>
  query(
    collection(db, 'settings'),
    where('until', '<=', stamp(now)),
    orderBy('until', 'desc'),
    limit(most.over),
  );

/** The newest ratings, of a queue or of so many points, or all. */
export const ratings = (db: Firestore, queue: string, points: number): Q =>
  query(
    collection(db, 'ratings'),
    ...(queue ? [where('queue', '==', queue)] : []),
    ...(points ? [where('rating', '==', points)] : []),
    orderBy('ratedAt', 'desc'),
    limit(most.ratings),
  );

/** The notes that are for somebody, the newest first. */
export const mentions = (db: Firestore, me: string): Q =>
  query(collection(db, 'mentions'), where('agent', '==', me), orderBy('at', 'desc'), limit(most.mentions));

/** What customers said of somebody since an instant, the newest first. */
export const ownRatings = (db: Firestore, me: string, since: Timestamp): Q =>
  query(
    collection(db, 'ratings'),
    where('owner', '==', me),
    where('ratedAt', '>=', since),
    orderBy('ratedAt', 'desc'),
    limit(most.page),
  );

/** One part of the figures of one day, YYYY-MM-DD, one document a queue. */
export const figures = (db: Firestore, day: string, shard: number): Q =>
  query(collection(db, 'figures'), where('date', '==', day), where('shard', '==', String(shard)), limit(200));

/** The weeks of a dimension of the figures, from one Monday to another. */
export function weeks(db: Firestore, dimension: string, from: string, to: string): Q {
  const name = (week: string) => `${dimension}_${week}`;
  return query(
    collection(db, 'figureWeeks'),
    where(documentId(), '>=', name(from)),
    where(documentId(), '<=', name(to)),
    limit(most.weeks),
  );
}

/** An agent's own weeks, likewise. */
export const ownWeeks = (db: Firestore, me: string, from: string, to: string): Q =>
  query(
    collection(db, 'figureWeeks'),
    where('agent', '==', me),
    where(documentId(), '>=', `own_${me}_${from}`),
    where(documentId(), '<=', `own_${me}_${to}`),
    limit(most.weeks),
  );

/** What was asked for about customers' data, the newest first. */
export const dataRequests = (db: Firestore): Q =>
  query(collection(db, 'dataRequests'), orderBy('createdAt', 'desc'), limit(most.requests));

/** What became of a request about several conversations: a request of its own for each. */
export const partsOf = (db: Firestore, request: string): Q =>
  query(collection(db, 'dataRequests'), where('parent', '==', request), limit(most.parts));

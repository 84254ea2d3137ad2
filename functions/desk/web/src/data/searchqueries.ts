// The queries of a search. Each has a limit and the conditions from which the rules can
// tell that all it finds may be read, as those in queries.ts.

import {
  collection,
  type DocumentData,
  documentId,
  endAt,
  FieldPath,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryConstraint,
  query,
  startAfter,
  where,
} from 'firebase/firestore';

import * as documents from './documents.js';
import * as listen from './listen.js';
import { states } from './words.gen.js';

type Q = Query<DocumentData>;

/** How many documents are read at once, how many queues a query compares, and how many sessions of one's own are listed. */
export const step = { page: 20, queues: 30, own: 50 };

/** What sessions that are over are asked for; empty is everything. */
export interface Asked {
  key: string;
  queue: string;
  agent: string;
  /** from when to when they closed; 0 is no bound */
  from: number;
  to: number;
  /** fields that are compared as they are */
  same?: { owner?: string; channel?: string; outcome?: string; rating?: number };
}

/** Who asks: everything, what one worked on, or what ended in some queues. */
export type Reach = { all: true } | { worked: string } | { queues: string[] };

/** The last instant that a document's name can say, see conversation.ClosedSession.Name. */
const latest = 9_999_999_999_999;

const before = (ms: number): string => String(latest - ms).padStart(13, '0');

const reaches = (reach: Reach): QueryConstraint[] => {
  if ('all' in reach) return [];
  if ('worked' in reach) return [where(new FieldPath('agents', reach.worked), '==', true)];
  return [where('forQueue', '==', true), where('queue', 'in', reach.queues)];
};

/** Sessions that are over, the newest first, or those after one. */
export function closedSessions(
  db: Firestore,
  reach: Reach,
  asked: Asked,
  after: string,
  most = step.page,
): Q {
  const from = after || (asked.to > 0 ? before(asked.to) : '');
  const queue = asked.queue && !('queues' in reach) ? [where('queue', '==', asked.queue)] : [];
  const agent =
    asked.agent && !('worked' in reach && reach.worked === asked.agent)
      ? [where(new FieldPath('agents', asked.agent), '==', true)]
      : [];
  return query(
    collection(db, 'closedSessions'),
    ...reaches(reach),
    ...queue,
    ...agent,
    ...Object.entries(asked.same ?? {}).map(([field, value]) => where(field, '==', value)),
    ...(asked.key ? [where('keys', 'array-contains', asked.key)] : []),
    orderBy(documentId()),
    ...(from ? [startAfter(from)] : []),
    ...(asked.from > 0 ? [endAt(`${before(asked.from)}_~`)] : []),
    limit(most),
  );
}

/** What sessions that are open are asked for: a word of them, or a tag. */
export type Part = { word: string } | { tag: string };

/** Sessions that are open and have a word or a tag: all, or what waits in some queues. */
const openSessions = (db: Firestore, part: Part, queues?: string[]): Q =>
  query(
    collection(db, 'conversations'),
    'word' in part
      ? where('session.index.words', 'array-contains', part.word)
      : where('session.tags', 'array-contains', part.tag),
    ...(queues
      ? [where('session.queue', 'in', queues), where('session.state', '==', 'open')]
      : [
          where(
            'session.state',
            'in',
            states.filter((s) => s !== 'closed'),
          ),
        ]),
    limit(step.page),
  );

/** The message of a session with a number. */
const line = (db: Firestore, conversation: string, session: number, number: number): Q =>
  query(
    collection(db, 'conversations', conversation, 'messages'),
    where('session', '==', session),
    where('number', '==', number),
    limit(1),
  );

/** Finder reads what is found, each time one page of documents at most. */
export const finder = (db: Firestore) => ({
  closed: (reach: Reach, asked: Asked, after: string, most = step.page) =>
    listen.once(closedSessions(db, reach, asked, after, most), documents.closedSession),
  open: (part: Part, queues?: string[]) =>
    listen.once(openSessions(db, part, queues), documents.conversation),
  line: async (conversation: string, session: number, number: number) =>
    (await listen.once(line(db, conversation, session, number), documents.message))[0]?.text,
});
export type Finder = ReturnType<typeof finder>;

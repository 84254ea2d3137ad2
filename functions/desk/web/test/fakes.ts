// Stand-ins for what the tests of a conversation need.

import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import type { Agent, Message, Reply } from '../src/data/documents.js';
import { Mask } from '../src/data/mask.js';
import { clean, type Draft } from '../src/data/orders.js';
import { Keep } from '../src/state/model.js';

/** A browser's storage, of which two tabs can have the same. */
export function storage(): Storage {
  const all = new Map<string, string>();
  return {
    getItem: (k) => all.get(k) ?? null,
    setItem: (k, v) => void all.set(k, v),
    removeItem: (k) => void all.delete(k),
    key: (i) => [...all.keys()][i] ?? null,
    clear: () => all.clear(),
    get length() {
      return all.size;
    },
  };
}

export const keep = (within = storage()): Keep => new Keep('desk/ana/', within);

/** The next turn of everything that was promised. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A database that notes what is written and answers when it is told. */
export class Database {
  readonly written: { conversation: string; id: string; draft: Draft }[] = [];
  readonly has = new Set<string>();
  private readonly open = new Map<string, { resolve: () => void; reject: (e: unknown) => void }>();
  private decide: () => void = () => {};
  /** what a look-up fails with */
  fails: unknown;

  reply = (conversation: string, id: string, draft: Draft): Promise<void> => {
    this.written.push({ conversation, id, draft });
    return new Promise((resolve, reject) => this.open.set(id, { resolve, reject }));
  };

  clean = (draft: Draft): Draft => clean(draft, new Mask());

  decided = (): Promise<void> =>
    new Promise((resolve) => {
      this.decide = resolve;
    });

  holds = async (_: string, id: string): Promise<boolean> => {
    if (this.fails) throw this.fails;
    return this.has.has(id);
  };

  take(id: string): Promise<void> {
    this.has.add(id);
    this.open.get(id)?.resolve();
    return settled();
  }

  refuse(id: string, code = 'permission-denied'): Promise<void> {
    this.open.get(id)?.reject({ code });
    return settled();
  }

  /** Everything that an earlier page wrote is decided. */
  come(): Promise<void> {
    this.decide();
    return settled();
  }
}

export const message = (id: string, sentAt: number, over: Partial<Message> = {}): Message => ({
  id,
  number: 0,
  direction: 'in',
  kind: 'text',
  session: 1,
  text: id,
  postback: '',
  of: '',
  on: false,
  media: undefined,
  author: { email: '', name: '', bot: false },
  byChannel: false,
  place: undefined,
  answer: undefined,
  sent: undefined,
  mentions: [],
  editedAt: 0,
  deletedAt: 0,
  committedAt: 0,
  masked: [],
  status: '',
  reason: undefined,
  sentAt,
  ...over,
});

export const reply = (id: string, createdAt: number, over: Partial<Reply> = {}): Reply => ({
  id,
  kind: 'text',
  text: id,
  markup: false,
  media: undefined,
  cards: [],
  choices: [],
  place: undefined,
  author: { email: 'ana@shop.example', name: 'Ana', bot: false },
  masked: [],
  status: 'pending',
  reason: undefined,
  createdAt,
  local: false,
  ...over,
});

export const agent = (over: Partial<Agent> = {}): Agent => ({
  adminOnly: false,
  email: 'ana@shop.example',
  displayName: 'Ana',
  role: 'agent',
  queues: [],
  skills: {},
  capacity: 3,
  languages: [],
  today: undefined,
  presence: 'available',
  presenceAt: 0,
  shown: 'available',
  shownAt: 0,
  used: 0,
  missed: 0,
  awayBy: undefined,
  ...over,
});

/** snap is a document as the database's library hands it over. */
export const snap = (id: string, data: DocumentData | undefined, pending = false) =>
  ({
    id,
    data: () => data,
    metadata: { hasPendingWrites: pending },
  }) as unknown as DocumentSnapshot<DocumentData>;

import type { Firestore } from 'firebase/firestore';
import type { Mention } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { Model } from './model.js';

/** What Mentions needs of the rest of the desk. */
export interface Post {
  /** saw writes that the agent saw a mention */
  saw: (mention: string) => Promise<void>;
  /** what everybody calls a customer whose conversation is in the lists */
  called: (conversation: string) => string | undefined;
  /** the same of another one, read from the database: undefined where this agent may not read it */
  read: (conversation: string) => Promise<string | undefined>;
}

/** Mentions is the notes that are for this agent, the newest first, wherever they were written. */
export class Mentions extends Model {
  loaded = false;
  private all: Mention[] = [];
  private stopped = () => {};
  /** what customers are called whose conversations were read, and null where one may not */
  private readonly names = new Map<string, string | null>();
  /** what is being written, so that nothing is written twice */
  private readonly seeing = new Set<string>();

  constructor(
    private readonly db: Firestore,
    private readonly me: string,
    private readonly post: Post,
  ) {
    super();
  }

  start(): void {
    this.stopped = listen.all(queries.mentions(this.db, this.me), documents.mention, (all) =>
      this.heard(all),
    );
  }

  stop(): void {
    this.stopped();
  }

  heard(all: Mention[]): void {
    this.all = all;
    this.loaded = true;
    this.changed();
  }

  /** Those of conversations that this agent may still read, as far as that is known. */
  get list(): Mention[] {
    return this.all.filter(
      ({ conversation: id }) => this.post.called(id) !== undefined || this.names.get(id) !== null,
    );
  }

  /** What everybody calls the customer of a conversation, or '' while that is not known. */
  called(conversation: string): string {
    return this.post.called(conversation) ?? this.names.get(conversation) ?? '';
  }

  /** name reads, once each, what the customers are called whose conversations are in no list. */
  name(): void {
    for (const { conversation } of this.all) {
      if (this.names.has(conversation) || this.post.called(conversation) !== undefined) continue;
      this.names.set(conversation, '');
      void this.post
        .read(conversation)
        .then((called) => this.named(conversation, called ?? null))
        .catch(() => this.names.delete(conversation)); // the next look asks again
    }
  }

  /** named keeps a name. What may not be read any more does not wait to be seen either. */
  private named(conversation: string, called: string | null): void {
    this.names.set(conversation, called);
    if (called === null) this.looked(conversation);
    this.changed();
  }

  get unseen(): Mention[] {
    return this.all.filter((m) => m.seenAt === 0 && !this.seeing.has(m.id));
  }

  /** looked notes that the agent has the notes of a conversation before the eyes. */
  looked(conversation: string): void {
    for (const m of this.unseen) if (m.conversation === conversation) this.see(m.id);
  }

  /** all notes that the agent has seen everything. */
  seeAll(): void {
    for (const m of this.unseen) this.see(m.id);
  }

  private see(id: string): void {
    this.seeing.add(id);
    this.changed();
    this.post.saw(id).catch(() => {
      this.seeing.delete(id); // the next look writes it
      this.changed();
    });
  }
}

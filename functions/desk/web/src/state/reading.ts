import type { Conversation } from '../data/documents.js';
import type { Keep } from './model.js';

/** Read is until when an agent has read a conversation, and how many were unread for all then. */
interface Read {
  at: number;
  unread: number;
}

type About = Pick<Conversation, 'id' | 'unread' | 'lastCustomerAt' | 'lastAgentAt'>;

type Noted = Pick<Conversation, 'id' | 'notes'>;

/** What is kept of one conversation each, and worth nothing once the agent has it no more: told is of Receipts. */
const kept = ['read/', 'notes/', 'told/'];

/**
 * Reading is how far this agent has read. The conversation counts what nobody has answered
 * or marked as read; who only reads along marks nothing, and has yet read it.
 */
export class Reading {
  constructor(private readonly keep: Keep) {}

  /** How many of the customer's messages nobody answered and this agent has not looked at. */
  unread(c: About): number {
    const read = this.read(c.id);
    if (c.lastCustomerAt <= read.at) return 0;
    if (c.lastAgentAt > read.at) return c.unread;
    return Math.min(c.unread, Math.max(1, c.unread - read.unread));
  }

  /**
   * looked notes that everything up to an instant was read, and says whether that is news.
   * The conversation may know of a newer message that is yet to come, which is unread.
   */
  looked(c: About, at: number): boolean {
    const read = this.read(c.id);
    const unread = at >= c.lastCustomerAt ? c.unread : read.unread;
    if (at < read.at || (at === read.at && unread === read.unread)) return false;
    this.keep.set(`read/${c.id}`, { at, unread });
    return true;
  }

  /** recount takes off what was read once it was answered or marked. */
  recount(c: About): void {
    const read = this.read(c.id);
    if (c.unread < read.unread) this.keep.set(`read/${c.id}`, { ...read, unread: c.unread });
  }

  /** How many notes this agent has not looked at. */
  newNotes(c: Noted): number {
    return Math.max(0, c.notes - this.keep.get(`notes/${c.id}`, c.notes));
  }

  /** found is what the agent has, as the lists show it: what it had when it came is not new, but for the note that brought a guest. */
  found(c: Noted, guest: boolean): void {
    if (this.keep.get(`notes/${c.id}`, -1) < 0) this.keep.set(`notes/${c.id}`, guest ? c.notes - 1 : c.notes);
  }

  /** lookedAtNotes notes that the agent has the newest note before the eyes, and says whether that is news. */
  lookedAtNotes(c: Noted): boolean {
    if (this.keep.get(`notes/${c.id}`, -1) === c.notes) return false;
    this.keep.set(`notes/${c.id}`, c.notes);
    return true;
  }

  /** forget drops what is kept of conversations that the agent does not have any more. */
  forget(has: (id: string) => boolean): void {
    for (const start of kept)
      for (const key of this.keep.keys(start))
        if (!has(key.slice(start.length))) this.keep.set(key, undefined);
  }

  private read(id: string): Read {
    return this.keep.get<Read>(`read/${id}`, { at: 0, unread: 0 });
  }
}

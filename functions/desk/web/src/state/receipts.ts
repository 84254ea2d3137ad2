import type { Conversation, Message } from '../data/documents.js';
import { NoAnswer, Refused } from '../data/orders.js';
import type { Keep } from './model.js';

type Read = Pick<Message, 'id' | 'session' | 'sentAt'>;
type About = Pick<Conversation, 'id' | 'state' | 'owner' | 'session'>;

/**
 * Receipts tells customers that their newest message was read, by the agent who has the
 * session: once a message, one at a time, and of several that came meanwhile the last.
 */
export class Receipts {
  /** what is being told */
  private readonly underway = new Map<string, string>();
  private readonly next = new Map<string, { c: About; newest: Read }>();

  constructor(
    private readonly me: string,
    private readonly keep: Keep,
    private readonly tell: (conversation: string, message: string) => Promise<void>,
  ) {}

  /** read is called as often as one likes while the agent has the newest message before the eyes. */
  read(c: About, newest: Read | undefined): void {
    const mine = c.owner === this.me && c.state === 'active';
    if (!newest || !mine || newest.session !== c.session || this.told(c.id) === newest.id) return;
    if (this.underway.has(c.id)) {
      if (this.underway.get(c.id) !== newest.id) this.next.set(c.id, { c, newest });
      return;
    }
    void this.send(c, newest.id);
  }

  private told(conversation: string): string {
    return this.keep.get(`told/${conversation}`, '');
  }

  private async send(c: About, id: string): Promise<void> {
    this.underway.set(c.id, id);
    try {
      await this.tell(c.id, id);
      this.keep.set(`told/${c.id}`, id);
    } catch (e) {
      // What was refused will be again. After anything else the next look tries again:
      // telling is a courtesy, and if it fails the message was still read.
      if (e instanceof Refused || e instanceof NoAnswer) this.keep.set(`told/${c.id}`, id);
    }
    this.underway.delete(c.id);
    const after = this.next.get(c.id);
    this.next.delete(c.id);
    if (after) this.read(after.c, after.newest);
  }
}

import type { Message } from '../data/documents.js';

/**
 * inOrder is how the messages of a conversation follow each other: those of one instant
 * as they were taken in. What is on its way has no number yet.
 */
export const inOrder = (a: Message, b: Message): number =>
  a.sentAt - b.sentAt || a.number - b.number || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Pages is what is known of a conversation's messages: one stretch without a hole
 * that ends with the newest. The newest page comes again and again, older ones once.
 */
export class Pages {
  /** whether there is something to show */
  loaded = false;
  /** whether everything older is loaded */
  whole = false;

  private known = new Map<string, Message>();
  private sorted: Message[] | undefined;
  /** whether the server has once confirmed the newest; the local cache may have gaps */
  private confirmed = false;

  constructor(private readonly full: number) {}

  /** newest takes the newest page in. live says that it is as the server has it. */
  newest(page: Message[], live: boolean): void {
    const full = page.length >= this.full;
    const joins = page.some((m) => this.known.has(m.id));
    // A full page of only new items leaves a gap behind it: older ones are read again.
    if (!this.confirmed || (full && !joins)) {
      this.known.clear();
      this.whole = false;
    }
    for (const m of page) this.known.set(m.id, m);
    if (live && !full) this.whole = true;
    this.confirmed ||= live;
    this.loaded ||= live || page.length > 0;
    this.sorted = undefined;
  }

  /** older takes the page before the first message in. */
  older(page: Message[]): void {
    for (const m of page) if (!this.known.has(m.id)) this.known.set(m.id, m);
    this.whole = page.length < this.full;
    this.sorted = undefined;
  }

  /** add takes in what is older than this stretch, and not next to it. */
  add(page: Message[]): void {
    for (const m of page) if (!this.known.has(m.id)) this.known.set(m.id, m);
    this.sorted = undefined;
  }

  get size(): number {
    return this.known.size;
  }

  /** Whether older pages can be asked for. */
  get extends(): boolean {
    return this.confirmed && !this.whole && this.known.size > 0;
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  get(id: string): Message | undefined {
    return this.known.get(id);
  }

  /** The oldest first. */
  get all(): Message[] {
    this.sorted ??= [...this.known.values()].sort(inOrder);
    return this.sorted;
  }
}

import type { Firestore } from 'firebase/firestore';
import type { Item } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { Model } from './model.js';

/** Queues are the items of the queues that are shown. */
export class Queues extends Model {
  private readonly lists = new Map<string, Item[]>();
  private readonly stops = new Map<string, listen.Stop>();

  constructor(private readonly db: Firestore) {
    super();
  }

  /** follow listens to these queues, and to no others. */
  follow(queues: string[]): void {
    for (const [queue, stop] of this.stops) {
      if (!queues.includes(queue)) {
        stop();
        this.stops.delete(queue);
        this.lists.delete(queue);
      }
    }
    for (const queue of queues) {
      if (!this.stops.has(queue)) this.stops.set(queue, this.listen(queue));
    }
    this.changed();
  }

  private listen(queue: string): listen.Stop {
    return listen.all(
      queries.items(this.db, queue),
      documents.item,
      (items) => {
        this.lists.set(queue, items);
        this.changed();
      },
      () => {
        // Taken off the queue: the roster says so too, and follow comes again.
        this.lists.delete(queue);
        this.stops.delete(queue);
        this.changed();
      },
    );
  }

  get names(): string[] {
    return [...this.stops.keys()];
  }

  /** In the order of work; at most queries.most.items. undefined until it is known. */
  items(queue: string): Item[] | undefined {
    return this.lists.get(queue);
  }

  /** Whether a conversation waits in one of the queues that are shown. */
  has(id: string): boolean {
    return [...this.lists.values()].flat().some((i) => i.conversation === id);
  }

  get waiting(): number {
    return [...this.lists.values()].reduce((sum, items) => sum + items.length, 0);
  }

  stop(): void {
    this.follow([]);
  }
}

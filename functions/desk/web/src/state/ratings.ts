import type { Firestore } from 'firebase/firestore';
import type { Rating } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import * as queries from '../data/queries.js';
import { Model } from './model.js';

/** Ratings is the newest ratings, of a queue or of so many points, or all. */
export class Ratings extends Model {
  /** undefined until they are known */
  list: Rating[] | undefined;
  problem: unknown;
  private following = '';
  private end: listen.Stop | undefined;

  constructor(private readonly db: Firestore) {
    super();
  }

  /** follow listens to what a filter finds; the same filter again changes nothing. */
  follow(queue: string, points: number): void {
    const filter = `${points} ${queue}`;
    if (filter === this.following) return;
    this.stop();
    this.following = filter;
    this.end = listen.all(
      queries.ratings(this.db, queue, points),
      documents.rating,
      (all, live) => {
        if (!live && all.length === 0) return; // not in the cache
        this.list = all;
        this.changed();
      },
      (e) => {
        this.problem = e;
        this.changed();
      },
    );
  }

  stop(): void {
    this.end?.();
    this.end = undefined;
    this.following = '';
    this.list = this.problem = undefined;
  }
}

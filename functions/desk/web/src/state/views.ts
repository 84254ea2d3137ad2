import { doc, type Firestore } from 'firebase/firestore';
import type { Changes } from '../data/changes.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import { Model } from './model.js';

/** Views are the filters that a supervisor keeps by name. They follow from one browser to another. */
export class Views extends Model {
  all: Record<string, string> = {};
  private end: listen.Stop | undefined;

  constructor(
    private readonly db: Firestore,
    private readonly me: string,
    private readonly keep: (views: Changes) => Promise<void>,
  ) {
    super();
  }

  start(): void {
    this.end ??= listen.one(doc(this.db, 'savedViews', this.me), documents.savedViews, (all) => {
      this.all = all ?? {};
      this.changed();
    });
  }

  stop(): void {
    this.end?.();
    this.end = undefined;
  }

  async save(name: string, filters: string): Promise<void> {
    await this.keep({ [name]: filters });
  }

  async remove(name: string): Promise<void> {
    await this.keep({ [name]: undefined });
  }

  /** The names, as people order them. */
  get names(): string[] {
    return Object.keys(this.all).sort((a, b) => a.localeCompare(b));
  }
}

import type { ClosedSession } from '../data/documents.js';
import type { Asked } from '../data/searchqueries.js';
import { keyOf } from '../data/searchwords.js';
import { Model } from './model.js';
import { matches, matchesNumber, terms } from './search.js';
import type { Wanted } from './sessionfilter.js';

/** How many documents one page has, and how many are read before somebody has to ask for more. */
export const step = { page: 50, most: 200 };

/** Reads a page of sessions that are over, those after one. */
export type Finder = (asked: Asked, after: string, most: number) => Promise<ClosedSession[]>;

/** Past is the sessions that are over and fit, the newest first, as they were when they were read. */
export class Past extends Model {
  rows: ClosedSession[] = [];
  whole = false;
  loading = false;
  problem: unknown;
  /** how many documents were read for what is shown */
  cost = 0;
  private asked: Asked | undefined;
  private fits: (s: ClosedSession) => boolean = () => true;
  private after = '';
  private key = '';

  constructor(private readonly finder: Finder) {
    super();
  }

  /** follow shows what fits; the same again changes nothing. */
  follow(w: Wanted, between: { from: number; to: number }): void {
    const key = JSON.stringify([w, between]);
    if (key === this.key) return;
    this.key = key;
    this.asked = askedFor(w, between);
    this.fits = fitting(w);
    this.rows = [];
    this.after = '';
    this.cost = 0;
    this.whole = false;
    this.problem = undefined;
    this.loading = false;
    void this.more();
  }

  /** again reads from the start what fits now. */
  again(): void {
    this.key = '';
  }

  /** tagged shows a tag on some of the rows, or no longer, as they were just given it. */
  tagged(some: string[], tag: string, on: boolean): void {
    this.rows = this.rows.map((s) => {
      if (!some.includes(s.id)) return s;
      const rest = s.tags.filter((t) => t !== tag);
      return { ...s, tags: on ? [...rest, tag].sort() : rest };
    });
    this.changed();
  }

  /** more reads until there is a page of those that fit, or so many documents were read. */
  async more(): Promise<void> {
    const { asked } = this;
    if (!asked || this.loading || this.whole) return;
    this.loading = true;
    this.changed();
    try {
      let found = 0;
      for (let n = 0; n < step.most && found < step.page && !this.whole; n += step.page) {
        const page = await this.finder(asked, this.after, step.page);
        if (asked !== this.asked) return; // somebody wants something else meanwhile
        const some = page.filter(this.fits);
        found += some.length;
        this.cost += Math.max(1, page.length);
        this.rows = [...this.rows, ...some];
        this.after = page.at(-1)?.id ?? this.after;
        this.whole = page.length < step.page;
      }
    } catch (e) {
      if (asked === this.asked) this.problem = e;
    } finally {
      if (asked === this.asked) this.loading = false;
      this.changed();
    }
  }
}

/**
 * askedFor is what the database compares: everything but a second word, for it looks up one
 * word of a list only, or a tag.
 */
function askedFor(w: Wanted, { from, to }: { from: number; to: number }): Asked {
  const { words } = terms(w.text);
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
  const same: Asked['same'] = {};
  if (w.agent) same.owner = w.agent;
  if (w.channel) same.channel = w.channel;
  if (w.outcome) same.outcome = w.outcome;
  if (w.rating) same.rating = Number(w.rating);
  return { key: keyOf(longest) || (w.tag ? `tag:${w.tag}` : ''), queue: w.queue, agent: '', from, to, same };
}

/** fitting is what is compared here. */
function fitting(w: Wanted): (s: ClosedSession) => boolean {
  const { words, digits } = terms(w.text);
  return (s) =>
    (w.tag === '' || s.tags.includes(w.tag)) &&
    (matches(s.words, words) || (digits !== '' && matchesNumber(s.customer, digits)));
}

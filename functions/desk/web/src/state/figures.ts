import type { Firestore } from 'firebase/firestore';
import type { QueueConfig } from '../data/configuration.js';
import type { Figures } from '../data/documents.js';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import { into, type Measures, total } from '../data/measures.js';
import * as queries from '../data/queries.js';
import { bounds } from '../data/words.gen.js';
import { Model } from './model.js';

/** Day is the figures of one day, one a queue. */
export class Day extends Model {
  date = '';
  /** undefined until they are known; empty if nothing happened, or the figures are no longer kept */
  figures: Figures[] | undefined;
  problem: unknown;
  /** the parts of which they are the sum; undefined those that are not known yet */
  private parts: (Figures[] | undefined)[] = [];
  private ends: listen.Stop[] = [];

  constructor(private readonly db: Firestore) {
    super();
  }

  /** follow listens to the figures of a day, YYYY-MM-DD; the same day again changes nothing. */
  follow(date: string): void {
    if (date === this.date) return;
    this.stop();
    this.date = date;
    this.parts = Array.from({ length: bounds.figureShards });
    this.ends = this.parts.map((_, shard) => this.listen(date, shard));
  }

  private listen(date: string, shard: number): listen.Stop {
    return listen.all(
      queries.figures(this.db, date, shard),
      documents.figures,
      (figures, live) => {
        if (!live && figures.length === 0) return; // not in the cache
        this.parts[shard] = figures;
        if (this.parts.includes(undefined)) return;
        this.figures = byQueue(this.parts.flatMap((part) => part ?? []));
        this.changed();
      },
      (e) => {
        this.problem = e;
        this.changed();
      },
    );
  }

  stop(): void {
    for (const end of this.ends) end();
    this.ends = [];
    this.date = '';
    this.figures = this.problem = undefined;
  }

  of(queue: string): Figures | undefined {
    return this.figures?.find((f) => f.queue === queue);
  }
}

/** dateOf is the day of an instant in a time zone, as figures name it. */
export function dateOf(ms: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const part = Object.fromEntries(parts.formatToParts(ms).map((p) => [p.type, p.value]));
  return `${part.year}-${part.month}-${part.day}`;
}

/** moved is so many days later or earlier. */
export function moved(date: string, days: number): string {
  const d = new Date(`${date}T12:00:00Z`);
  d.setUTCDate(d.getUTCDate() + days);
  return d.toISOString().slice(0, 10);
}

/** byQueue adds up the parts of each queue's figures. */
export function byQueue(parts: Figures[]): Figures[] {
  const queues = new Map<string, Figures[]>();
  for (const f of parts) queues.set(f.queue, [...(queues.get(f.queue) ?? []), f]);
  return [...queues].map(([queue, all]) => {
    const values = (of: (f: Figures) => Record<string, Measures>) => Object.fromEntries(valuesOf(all, of));
    return {
      ...total(all),
      date: all[0]?.date ?? '',
      queue,
      shard: '',
      byHour: values((f) => f.byHour),
      byChannel: values((f) => f.byChannel),
      byWorkstream: values((f) => f.byWorkstream),
      byTag: values((f) => f.byTag),
      byAgent: values((f) => f.byAgent),
    };
  });
}

function valuesOf(all: Figures[], of: (f: Figures) => Record<string, Measures>): Map<string, Measures> {
  const values = new Map<string, Measures>();
  for (const f of all) for (const [value, m] of Object.entries(of(f))) into(values, value, m);
  return values;
}

/** What figures are told apart by. */
export const dimensions = ['queue', 'agent', 'channel', 'workstream', 'tag', 'hour'] as const;
export type Dimension = (typeof dimensions)[number];

/** apart is figures of a day by a dimension. */
export function apart(all: Figures[], by: Dimension): Map<string, Measures> {
  switch (by) {
    case 'queue':
      // What is of no queue is agents' presence.
      return new Map(all.filter((f) => f.queue !== '').map((f) => [f.queue, f]));
    case 'agent':
      return valuesOf(all, (f) => f.byAgent);
    case 'channel':
      return valuesOf(all, (f) => f.byChannel);
    case 'workstream':
      return valuesOf(all, (f) => f.byWorkstream);
    case 'tag':
      return valuesOf(all, (f) => f.byTag);
    case 'hour':
      return valuesOf(all, (f) => f.byHour);
  }
}

/** Rates are averages of the sums; undefined if there is nothing to divide by. */
export interface Rates {
  /** of those that count, how many nobody took */
  abandoned: number | undefined;
  /** of those that were taken, how many within the promise */
  level: number | undefined;
  /** seconds */
  firstWait: number | undefined;
  handled: number | undefined;
  /** 1 to 5 */
  satisfaction: number | undefined;
}

const share = (of: number, all: number): number | undefined => (all > 0 ? of / all : undefined);

export const rates = (f: Measures): Rates => ({
  abandoned: share(f.abandoned, f.opened),
  level: share(f.within, f.answered),
  firstWait: share(f.firstWait, f.answered),
  // What nobody took is closed too, and nobody worked on it.
  handled: share(f.handled, f.closed - f.abandoned),
  satisfaction: share(f.ratings, f.rated),
});

/** Whether a queue kept its promise; undefined while nobody was answered. */
export function isKept(queue: QueueConfig | undefined, f: Measures | undefined): boolean | undefined {
  const level = f && rates(f).level;
  return level === undefined || !queue ? undefined : level * 100 >= queue.percent;
}

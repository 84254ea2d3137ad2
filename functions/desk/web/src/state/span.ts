import type { Firestore } from 'firebase/firestore';
import * as documents from '../data/documents.js';
import * as listen from '../data/listen.js';
import { into, type Measures, none, total, unpacked } from '../data/measures.js';
import * as queries from '../data/queries.js';
import { apart, Day, type Dimension, dimensions, moved } from './figures.js';
import { Model } from './model.js';

/** Range is from one day to another, both in it, YYYY-MM-DD. */
export interface Range {
  from: string;
  to: string;
}

/** Wanted is what figures are of: so many days up to today, or a range, and what they are told apart by. */
export interface Wanted {
  days: number;
  range?: Range;
  by: Dimension;
}

/** The spans that can be chosen with one press. */
export const spans = [1, 7, 30, 90];
/** The longest range: the weeks of it and of the one before are read, and figures are kept for 400 days. */
export const longest = 200;

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00Z`)) && moved(text, 0) === text;

/** written is a wish as the address has it: 30-agent, or 2026-03-01.2026-03-31-agent. */
export const written = ({ days, range, by }: Wanted): string =>
  `${range ? `${range.from}.${range.to}` : days}-${by}`;

/** read is the wish of an address; what nobody can wish is today by queue. */
export function read(text: string): Wanted {
  const at = text.lastIndexOf('-');
  const by = dimensions.find((d) => d === text.slice(at + 1)) ?? 'queue';
  const first = text.slice(0, at);
  const [from = '', to = ''] = first.split('.');
  if (isDay(from) && isDay(to) && from <= to && length({ from, to }) <= longest) {
    return { days: 0, range: { from, to }, by };
  }
  return { days: spans.find((n) => String(n) === first) ?? 1, by };
}

/** length is how many days are in a range. */
export const length = ({ from, to }: Range): number =>
  Math.round((Date.parse(`${to}T12:00Z`) - Date.parse(`${from}T12:00Z`)) / 86_400_000) + 1;

/** rangeOf is the days that a wish is about. */
export const rangeOf = (wanted: Wanted, today: string): Range =>
  wanted.range ?? { from: moved(today, 1 - wanted.days), to: today };

/** before is the range of the same length before one. */
export const before = (range: Range): Range => ({
  from: moved(range.from, -length(range)),
  to: moved(range.from, -1),
});

/** daysOf is the days of a range. */
export const daysOf = (range: Range): string[] =>
  Array.from({ length: length(range) }, (_, i) => moved(range.from, i));

/** mondayOf is the Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00Z`).getUTCDay();
  return moved(day, -((weekday + 6) % 7));
}

/** By the day and the value. */
type Days = Map<string, Map<string, Measures>>;

/**
 * Span is the figures of a range of days and of the range before: earlier days as the
 * weeks have them, which are brought up to date once an hour, and today live.
 */
export class Span extends Model {
  wanted: Wanted | undefined;
  range: Range = { from: '', to: '' };
  today = '';
  problem: unknown;
  private readonly day: Day;
  private readonly weeks = new Map<string, Days>();
  private readonly sums = new Sums(
    (day, by) => this.of(day, by),
    () => this.today,
  );

  constructor(private readonly db: Firestore) {
    super();
    this.day = new Day(db);
    this.day.addEventListener('change', () => {
      this.problem ??= this.day.problem;
      this.sums.renew();
      this.changed();
    });
  }

  /** follow reads what is not here yet; the same wish on the same day again changes nothing. */
  follow(wanted: Wanted, today: string): void {
    if (this.wanted && written(wanted) === written(this.wanted) && today === this.today) return;
    this.wanted = wanted;
    this.today = today;
    this.range = rangeOf(wanted, today);
    this.problem = undefined;
    this.sums.forget();
    if (this.range.to >= today) this.day.follow(today);
    else this.day.stop();
    for (const dimension of new Set<Dimension>(['queue', wanted.by])) void this.load(dimension);
  }

  stop(): void {
    this.day.stop();
    this.wanted = undefined;
  }

  private key(dimension: Dimension): string {
    return `${dimension} ${mondayOf(before(this.range).from)} ${mondayOf(this.range.to)} ${this.today}`;
  }

  private async load(dimension: Dimension): Promise<void> {
    const key = this.key(dimension);
    if (this.weeks.has(key)) return;
    try {
      const q = queries.weeks(this.db, dimension, mondayOf(before(this.range).from), mondayOf(this.range.to));
      const days: Days = new Map();
      for (const week of await listen.once(q, (snap) => documents.week(snap.data()))) {
        for (const [day, text] of Object.entries(week.days)) days.set(day, unpacked(text));
      }
      this.weeks.set(key, days);
      this.sums.forget();
    } catch (e) {
      this.problem = e;
    }
    this.changed();
  }

  /** Whether everything is known. */
  get loaded(): boolean {
    const wanted = this.wanted;
    if (!wanted) return false;
    const live = this.range.to < this.today || this.day.figures !== undefined;
    return live && this.weeks.has(this.key('queue')) && this.weeks.has(this.key(wanted.by));
  }

  private of(day: string, by: Dimension): Map<string, Measures> {
    if (day === this.today && this.range.to >= this.today) return apart(this.day.figures ?? [], by);
    return this.weeks.get(this.key(by))?.get(day) ?? new Map();
  }

  /** daily is each day of the range, in all. */
  get daily(): { day: string; sum: Measures }[] {
    return daysOf(this.range).map((day) => ({ day, sum: this.sums.total({ from: day, to: day }) }));
  }

  /** total is the range in all. */
  get total(): Measures {
    return this.sums.total(this.range);
  }

  /** earlier is the range before in all. */
  get earlier(): Measures {
    return this.sums.total(before(this.range));
  }

  /** values is a range by a dimension, the same map as long as nothing of it changes. */
  values(range: Range, by: Dimension): Map<string, Measures> {
    return this.sums.values(range, by);
  }
}

/**
 * Sums adds days up, each once: a page is drawn again for every change of anything on it. Days that
 * are over stay as they are; today's are added up again when they change.
 */
export class Sums {
  private readonly over = new Map<string, Map<string, Measures>>();
  private readonly all = new Map<string, Map<string, Measures>>();
  private readonly totals = new Map<string, Measures>();

  constructor(
    private readonly of: (day: string, by: Dimension) => Map<string, Measures>,
    /** the day that may change */
    private readonly today: () => string,
  ) {}

  /** renew forgets what today is in. */
  renew(): void {
    this.all.clear();
    this.totals.clear();
  }

  /** forget forgets everything. */
  forget(): void {
    this.over.clear();
    this.renew();
  }

  values(range: Range, by: Dimension): Map<string, Measures> {
    return once(this.all, `${by} ${range.from} ${range.to}`, () => {
      const { from, to } = range;
      const today = this.today();
      if (today < from || today > to) return this.past(range, by);
      const sums = new Map(this.past({ from, to: moved(today, -1) }, by));
      for (const [value, m] of this.of(today, by)) sums.set(value, total([sums.get(value) ?? none(), m]));
      return sums;
    });
  }

  private past(range: Range, by: Dimension): Map<string, Measures> {
    return once(this.over, `${by} ${range.from} ${range.to}`, () => {
      const sums = new Map<string, Measures>();
      for (const day of daysOf(range)) for (const [value, m] of this.of(day, by)) into(sums, value, m);
      return sums;
    });
  }

  total(range: Range): Measures {
    return once(this.totals, `${range.from} ${range.to}`, () => total(this.values(range, 'queue').values()));
  }
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const is = known.get(key) ?? make();
  known.set(key, is);
  return is;
}

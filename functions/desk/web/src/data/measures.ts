// What is counted of sessions, see shared/conversation/measures.go: numbers and lengths of
// time by bucket, which add up over days, queues and agents.

import { by, fields, list, type Read, whole } from './values.js';

/** Counts is how many durations are in each bucket, see shared/histogram. */
export type Counts = Record<string, number>;

/** The numbers, in the order in which a week has them. */
const numbers = [
  'opened',
  'answered',
  'within',
  'abandoned',
  'started',
  'reopened',
  'closed',
  'transfers',
  'missed',
  'declined',
  'rated',
  'ratings',
  'firstWait',
  'firstResponse',
  'nextResponse',
  'handled',
  'available',
  'busy',
  'away',
  'firstInTime',
  'nextInTime',
] as const;

/** The lengths, likewise. */
const lengths = ['firstWaits', 'firstResponses', 'nextResponses', 'handles'] as const;

export type Measures = Record<(typeof numbers)[number], number> & Record<(typeof lengths)[number], Counts>;
export type Lengths = (typeof lengths)[number];

export const none = (): Measures =>
  Object.fromEntries([...numbers.map((n) => [n, 0]), ...lengths.map((n) => [n, {}])]) as Measures;

const counts = by(whole);

/** measures reads them as a document has them, also among other fields. */
export const measures: Read<Measures> = (v) => {
  const from = fields(v);
  return Object.fromEntries([
    ...numbers.map((n) => [n, whole(from[n])]),
    ...lengths.map((n) => [n, counts(from[n])]),
  ]) as Measures;
};

/** add adds to measures. */
export function add(to: Measures, more: Measures): void {
  for (const n of numbers) to[n] += more[n];
  for (const n of lengths) {
    for (const [bucket, count] of Object.entries(more[n])) to[n][bucket] = (to[n][bucket] ?? 0) + count;
  }
}

/** total is the sum of measures. */
export function total(all: Iterable<Measures>): Measures {
  const sum = none();
  for (const m of all) add(sum, m);
  return sum;
}

/** into adds to what a value has. */
export function into(all: Map<string, Measures>, value: string, m: Measures): void {
  const has = all.get(value) ?? none();
  add(has, m);
  all.set(value, has);
}

/** unpacked is the measures of a day of a week, by the values of the week's dimension. */
export function unpacked(text: string): Map<string, Measures> {
  const all = new Map<string, Measures>();
  let day: unknown;
  try {
    day = JSON.parse(text);
  } catch {
    return all;
  }
  for (const [value, parts] of Object.entries(fields(day))) {
    const [plain, ...long] = list(parts).map(list);
    const m = none();
    numbers.forEach((n, i) => {
      m[n] = whole(plain?.[i]);
    });
    lengths.forEach((n, i) => {
      const pairs = long[i] ?? [];
      for (let at = 0; at + 1 < pairs.length; at += 2) m[n][String(pairs[at])] = whole(pairs[at + 1]);
    });
    all.set(value, m);
  }
  return all;
}

/** counted is how many durations there are in all. */
export const counted = (of: Counts): number => Object.values(of).reduce((sum, n) => sum + n, 0);

const exact = 16;
const parts = 8;

/** middle is the seconds that a bucket's stand for. */
function middle(bucket: number): number {
  if (bucket < exact) return bucket;
  const width = 2 ** (Math.floor(bucket / parts) - 1);
  return (bucket - (Math.floor(bucket / parts) - 1) * parts) * width + (width - 1) / 2;
}

/** percentile is the seconds that a part of all do not exceed, give or take a sixteenth; undefined of nothing. */
export function percentile(of: Counts, part: number): number | undefined {
  const all = counted(of);
  let passed = 0;
  // Keys that are whole numbers come in their order.
  for (const [bucket, n] of Object.entries(of)) {
    passed += n;
    if (n > 0 && passed >= part * all) return middle(Number(bucket));
  }
  return undefined;
}

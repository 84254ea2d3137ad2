import { fold } from '../../state/commands.js';

/** Order is by which column a table is sorted, and which way. */
export interface Order {
  by: string;
  down: boolean;
}

/** What rows are sorted by: texts by the language, numbers by size; undefined is last either way. */
export type Rank = number | string | undefined;

export interface Sortable<T> {
  key: string;
  by?: (row: T) => Rank;
}

/** sorted is the rows in an order; equal ones, and all where the column is not known, stay as they come. */
export function sorted<T>(rows: T[], columns: Sortable<T>[], order: Order): T[] {
  const by = columns.find((c) => c.key === order.by)?.by;
  if (!by) return rows;
  const sign = order.down ? -1 : 1;
  return rows
    .map((row) => ({ row, rank: by(row) }))
    .sort((a, b) => compare(a.rank, b.rank, sign))
    .map(({ row }) => row);
}

/** One for all: to make one takes longer than a thousand comparisons. */
const collator = new Intl.Collator(undefined, { numeric: true });

function compare(a: Rank, b: Rank, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * collator.compare(String(a), String(b));
}

/** turned is the order after a column's head was pressed: the other way, or by that column. */
export const turned = (order: Order, by: string): Order => ({ by, down: order.by === by && !order.down });

/** found says whether every word that was typed is in one of the texts. */
export function found(typed: string, ...texts: string[]): boolean {
  if (typed === '') return true;
  const within = fold(texts.join(' '));
  return fold(typed)
    .split(' ')
    .every((word) => within.includes(word));
}

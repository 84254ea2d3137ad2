import { bounds } from '../data/words.gen.js';
import { Model } from './model.js';

/** Whose they are that supervisors keep for everybody, as agent.SharedQuickReplies. */
export const everybody = 'shared';

type Replies = Record<string, string>;
type Listen = (owner: string, heard: (replies: Replies | undefined) => void) => () => void;

/** QuickReplies are the texts that agents keep at the desk. They are read when somebody first asks for one. */
export class QuickReplies extends Model {
  own: Replies = {};
  shared: Replies = {};
  private stops: (() => void)[] = [];

  constructor(
    readonly email: string,
    private readonly listen: Listen,
  ) {
    super();
  }

  start(): void {
    if (this.stops.length > 0) return;
    const hear = (owner: string, set: (replies: Replies) => void) =>
      this.listen(owner, (replies) => {
        set(replies ?? {});
        this.changed();
      });
    this.stops = [
      hear(this.email, (r) => {
        this.own = r;
      }),
      hear(everybody, (r) => {
        this.shared = r;
      }),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.own = this.shared = {};
  }
}

/** Row is a quick reply while it is edited. */
export interface Row {
  name: string;
  text: string;
}

/** What is wrong with one. */
export type RowFault = 'name' | 'text' | 'twice' | 'long' | 'many' | 'large';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** written is what is kept of rows, without those that are empty. */
export const written = (rows: Row[]): Replies =>
  Object.fromEntries(filled(rows).map((r) => [r.name.trim(), r.text.trim()]));

const filled = (rows: Row[]): Row[] => rows.filter((r) => r.name.trim() !== '' || r.text.trim() !== '');

/** faultIn is the first thing that is wrong with rows, and in which. */
export function faultIn(rows: Row[]): { at: number; fault: RowFault } | undefined {
  const names = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const [name, text] = [row.name.trim(), row.text.trim()];
    if (name === '' && text === '') continue;
    if (name === '') return { at, fault: 'name' };
    if (text === '') return { at, fault: 'text' };
    if (names.has(name)) return { at, fault: 'twice' };
    if (bytes(text) > bounds.quickReplyText) return { at, fault: 'long' };
    names.add(name);
  }
  const last = rows.length - 1;
  if (names.size > bounds.quickReplies) return { at: last, fault: 'many' };
  const all = bytes(filled(rows).reduce((sum, r) => sum + r.text.trim(), ''));
  return all > bounds.quickReplyBytes ? { at: last, fault: 'large' } : undefined;
}

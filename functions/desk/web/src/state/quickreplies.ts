import type { QuickReplies as Shelf } from '../data/documents.js';
import type { Kept } from '../data/orders.js';
import { bounds } from '../data/words.gen.js';
import { Model } from './model.js';

/** Whose they are that supervisors keep for everybody, as agent.SharedQuickReplies. */
export const everybody = 'shared';

type Texts = Record<string, string>;
/** Listen hears what an owner keeps, until it fails; live says whether the server has confirmed it. */
type Listen = (
  owner: string,
  heard: (kept: Shelf | undefined, live: boolean) => void,
  failed: (e: unknown) => void,
) => () => void;

/** Pictured is a quick reply with a picture: whose it is, its name, and what the picture shows. */
export interface Pictured {
  owner: string;
  name: string;
  alt: string;
}

const none: Shelf = { replies: {}, pictures: {} };

/**
 * QuickReplies are the texts that agents keep at the desk, some with a picture. They are read when
 * somebody first asks for one, and their pictures when one is wanted.
 */
export class QuickReplies extends Model {
  own = none;
  shared = none;
  /** why the listening has ended; the next start begins again */
  problem: unknown;
  private readonly known = new Set<string>();
  private stops: (() => void)[] = [];

  constructor(
    readonly email: string,
    private readonly listen: Listen,
    private readonly read: (owner: string) => Promise<Texts | undefined>,
  ) {
    super();
  }

  start(): void {
    if (this.stops.length > 0) return;
    this.problem = undefined;
    const failed = (e: unknown) => {
      this.stop();
      this.problem = e;
      this.changed();
    };
    const hear = (owner: string, set: (kept: Shelf) => void) =>
      this.listen(
        owner,
        (kept, live) => {
          if (live) this.known.add(owner);
          set(kept ?? none);
          this.changed();
        },
        failed,
      );
    this.stops = [
      hear(this.email, (kept) => {
        this.own = kept;
      }),
      hear(everybody, (kept) => {
        this.shared = kept;
      }),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.known.clear();
    this.own = this.shared = none;
  }

  /** Whether the server has said what somebody keeps. What is not known cannot be changed. */
  isKnown(owner: string): boolean {
    return this.known.has(owner);
  }

  /** Whether all that can be suggested is known. */
  get isComplete(): boolean {
    return this.isKnown(this.email) && this.isKnown(everybody);
  }

  /** pictures are all of an owner's, in base64. */
  async pictures(owner: string): Promise<Texts> {
    return (await this.read(owner)) ?? {};
  }

  /** picture is the file that goes with a quick reply; undefined where somebody took it away meanwhile. */
  async picture({ owner, name }: Pictured): Promise<File | undefined> {
    const found = entry(await this.pictures(owner), name);
    if (!found) return undefined;
    const bytes = Uint8Array.from(atob(found), (c) => c.charCodeAt(0));
    return new File([bytes], `${name}.jpg`, { type: 'image/jpeg' });
  }
}

/** Row is a quick reply while it is edited. */
export interface Row {
  name: string;
  text: string;
  /** its picture in base64, and what that shows; empty without one */
  picture: string;
  alt: string;
}

/** What is wrong with one. */
export type RowFault = 'name' | 'reserved' | 'text' | 'twice' | 'long' | 'many' | 'large' | 'pictures';

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** written is what is kept of rows, without those that are empty. */
export function written(rows: Row[]): Kept {
  const of = (some: Row[], what: (r: Row) => string): Texts =>
    Object.fromEntries(some.map((r) => [r.name.trim(), what(r)]));
  const all = filled(rows);
  const pictured = all.filter((r) => r.picture !== '');
  return {
    replies: of(all, (r) => r.text.trim()),
    captions: of(pictured, (r) => r.alt.trim()),
    pictures: of(pictured, (r) => r.picture),
  };
}

/** rowsOf are rows for what somebody keeps, with those of their pictures that are known, in the order of their names. */
export const rowsOf = ({ replies, pictures: captions }: Shelf, pictures: Texts): Row[] =>
  Object.entries(replies)
    .map(([name, text]) => ({
      name,
      text,
      picture: (Object.hasOwn(captions, name) && entry(pictures, name)) || '',
      alt: entry(captions, name) ?? '',
    }))
    .sort((a, b) => a.name.localeCompare(b.name));

const entry = (all: Texts, name: string): string | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

const filled = (rows: Row[]): Row[] =>
  rows.filter((r) => r.name.trim() !== '' || r.text.trim() !== '' || r.picture !== '');

/** A map in the database has no such names. */
const reserved = /^__.*__$/s;

/**
 * faultIn is the first thing that is wrong with rows, and in which. more are rows that others have
 * added meanwhile: there is one limit for all.
 */
export function faultIn(rows: Row[], more: Row[] = []): { at: number; fault: RowFault } | undefined {
  const names = new Set(more.map((r) => r.name));
  for (const [at, row] of rows.entries()) {
    const [name, text] = [row.name.trim(), row.text.trim()];
    if (name === '' && text === '' && row.picture === '') continue;
    if (name === '') return { at, fault: 'name' };
    if (reserved.test(name)) return { at, fault: 'reserved' };
    if (text === '' && row.picture === '') return { at, fault: 'text' };
    if (names.has(name)) return { at, fault: 'twice' };
    if (bytes(text) > bounds.quickReplyText) return { at, fault: 'long' };
    names.add(name);
  }
  const last = rows.length - 1;
  const all = [...rows, ...more];
  if (names.size > bounds.quickReplies) return { at: last, fault: 'many' };
  if (all.filter((r) => r.picture !== '').length > bounds.quickPictures)
    return { at: last, fault: 'pictures' };
  const size = bytes(filled(all).reduce((sum, r) => sum + r.text.trim(), ''));
  return size > bounds.quickReplyBytes ? { at: last, fault: 'large' } : undefined;
}

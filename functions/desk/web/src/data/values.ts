// Values that are what they should be: a field that is missing or of another type is
// the zero value of its own.

import { type DocumentData, type DocumentSnapshot, Timestamp } from 'firebase/firestore';

export type Fields = Record<string, unknown>;

export const isFields = (v: unknown): v is Fields => typeof v === 'object' && v !== null && !Array.isArray(v);
export const fields = (v: unknown): Fields => (isFields(v) ? v : {});
export const text = (v: unknown): string => (typeof v === 'string' ? v : '');
export const whole = (v: unknown): number => (typeof v === 'number' && Number.isFinite(v) ? v : 0);
export const yes = (v: unknown): boolean => v === true;
export const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : []);
export const texts = (v: unknown): string[] => list(v).filter((x) => typeof x === 'string');

/** Read makes a value of a field. */
export type Read<T> = (v: unknown) => T;

/** word is a word, or the given default. */
export const word =
  <T extends string>(otherwise: T): Read<T> =>
  (v) =>
    (text(v) || otherwise) as T;

export const listOf =
  <T>(of: Read<T>): Read<T[]> =>
  (v) =>
    list(v).map(of);

/** optional is undefined if there is no map. */
export const optional =
  <T>(of: Read<T>): Read<T | undefined> =>
  (v) =>
    isFields(v) ? of(v) : undefined;

type Made<S> = { [K in keyof S]: S[K] extends Read<infer T> ? T : never };

/**
 * record reads the fields that are named of a document, or of a map in one, that the
 * functions keep with the fields G. Others than those it cannot name.
 */
export const record =
  <G>() =>
  <S extends { [K in keyof S]: K extends keyof G ? Read<G[K]> : never }>(shape: S): Read<Made<S>> => {
    const all = Object.entries<Read<unknown>>(shape);
    return (v) => {
      const from = fields(v);
      return Object.fromEntries(all.map(([name, read]) => [name, read(from[name])])) as Made<S>;
    };
  };

/** Go's zero time is in the year 1. A double holds the microseconds that the database has. */
export const time = (v: unknown): number =>
  v instanceof Timestamp ? Math.max(0, v.seconds * 1000 + v.nanoseconds / 1e6) : 0;

/** stamp is the time as the database has it. */
export function stamp(ms: number): Timestamp {
  const micros = Math.round(ms * 1000);
  return new Timestamp(Math.floor(micros / 1e6), (micros % 1e6) * 1000);
}

export function mapOf<T>(v: unknown, of: (x: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fields(v)).map(([k, x]) => [k, of(x)]));
}

/** by reads a map of values by their names. */
export const by =
  <T>(of: Read<T>): Read<Record<string, T>> =>
  (v) =>
    mapOf(v, of);

export const data = (snap: DocumentSnapshot<DocumentData>): Fields =>
  snap.data({ serverTimestamps: 'estimate' }) ?? {};

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

export const data = (snap: DocumentSnapshot<DocumentData>): Fields =>
  snap.data({ serverTimestamps: 'estimate' }) ?? {};

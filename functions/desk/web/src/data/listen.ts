import {
  type DocumentData,
  type DocumentReference,
  type DocumentSnapshot,
  type FirestoreError,
  getDocFromServer,
  getDocsFromServer,
  onSnapshot,
  type Query,
} from 'firebase/firestore';
import { Decoded } from './decoded.js';

/**
 * How many documents the database was asked for, which is what it bills. What the
 * local cache answers costs nothing.
 */
export const cost = { reads: 0, writes: 0 };

export type Stop = () => void;

/** Denied is an error's code when the rules do not allow something, or no longer do. */
export const isDenied = (e: unknown): boolean => (e as FirestoreError)?.code === 'permission-denied';

/**
 * all calls f with the documents of a query, now and whenever they change, and failed
 * once if that ends. live says whether the server has confirmed them, or they are from
 * the local cache.
 */
export function all<T>(
  q: Query<DocumentData>,
  decode: (snap: DocumentSnapshot<DocumentData>) => T,
  f: (values: T[], live: boolean) => void,
  failed: (e: FirestoreError) => void = () => {},
): Stop {
  const decoded = new Decoded(decode);
  return onSnapshot(
    q,
    { includeMetadataChanges: true },
    (snap) => {
      if (!snap.metadata.fromCache) {
        // A change that is our own comes without being read.
        cost.reads += snap.docChanges().filter((c) => !c.doc.metadata.hasPendingWrites).length;
      }
      f(decoded.take(snap), !snap.metadata.fromCache);
    },
    failed,
  );
}

/** one is the same for one document; f gets undefined while it is not there. */
export function one<T>(
  ref: DocumentReference<DocumentData>,
  decode: (snap: DocumentSnapshot<DocumentData>) => T,
  f: (value: T | undefined, live: boolean) => void,
  failed: (e: FirestoreError) => void = () => {},
): Stop {
  let seen = '';
  return onSnapshot(
    ref,
    { includeMetadataChanges: true },
    (snap) => {
      const text = JSON.stringify(snap.data() ?? null);
      if (!snap.metadata.fromCache && text !== seen) cost.reads++;
      seen = text;
      f(snap.exists() ? decode(snap) : undefined, !snap.metadata.fromCache);
    },
    failed,
  );
}

/** once reads the documents of a query, as the server has them: a page of the local cache could have holes. */
export async function once<T>(
  q: Query<DocumentData>,
  decode: (snap: DocumentSnapshot<DocumentData>) => T,
): Promise<T[]> {
  const snap = await getDocsFromServer(q);
  cost.reads += Math.max(1, snap.size);
  return snap.docs.map(decode);
}

/** document reads one document, as the server has it, or nothing if it is not there. */
export async function document<T>(
  ref: DocumentReference<DocumentData>,
  decode: (snap: DocumentSnapshot<DocumentData>) => T,
): Promise<T | undefined> {
  const snap = await getDocFromServer(ref);
  cost.reads++;
  return snap.exists() ? decode(snap) : undefined;
}

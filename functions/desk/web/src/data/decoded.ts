import type { DocumentData, QueryDocumentSnapshot, QuerySnapshot } from 'firebase/firestore';

type Snapshot = Pick<QuerySnapshot<DocumentData>, 'docs' | 'docChanges'>;

/**
 * Decoded is the documents of a list as values. A list comes whole whenever something in it
 * changes; only what has changed is decoded again, and the rest stays the same values.
 */
export class Decoded<T> {
  private readonly values = new Map<string, T>();

  constructor(private readonly decode: (doc: QueryDocumentSnapshot<DocumentData>) => T) {}

  /** take is the values of a list, in its order; the lists have to come one after the other, as changes are told. */
  take(list: Snapshot): T[] {
    for (const { type, doc } of list.docChanges({ includeMetadataChanges: true })) {
      if (type === 'removed') this.values.delete(doc.ref.path);
      else this.values.set(doc.ref.path, this.decode(doc));
    }
    return list.docs.map((doc) => this.values.get(doc.ref.path) as T);
  }
}

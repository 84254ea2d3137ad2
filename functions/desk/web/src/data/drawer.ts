// What a browser keeps of an agent's work: drafts, replies that are not sent yet, what was
// read. It is in a database and not in localStorage, where what is removed stays in the
// browser's files until it happens to be written over; a database that is deleted is gone.

import { within } from './within.js';

/** How the databases of drawers begin. */
export const drawers = 'desk/';

const store = 'kept';

/** How long a database is waited for that another tab holds, in milliseconds. */
const patience = 1_000;

/** How long one's own is: the browser may still be deleting the one before. */
const longest = 5_000;

/** Drawer is used like localStorage, and is the same in all tabs: it tells of changes in others as window does. */
export class Drawer extends EventTarget {
  private readonly values = new Map<string, string>();
  private readonly tabs: BroadcastChannel;

  private constructor(
    private readonly name: string,
    private readonly db: IDBDatabase | undefined,
  ) {
    super();
    this.tabs = new BroadcastChannel(name);
    this.tabs.onmessage = ({ data }) => this.heard(data.key, data.value);
    // Another tab deletes it.
    if (db) db.onversionchange = () => this.close();
  }

  /** open opens what is kept for somebody. Where a browser keeps nothing, it is empty, and lasts as long as the page. */
  static async open(email: string): Promise<Drawer> {
    const opening = opened(drawers + email);
    const db = await within(longest, opening);
    if (!db) opening.then((late) => late.close()).catch(() => {});
    const drawer = new Drawer(drawers + email, db);
    await within(longest, drawer.load());
    return drawer;
  }

  private async load(): Promise<void> {
    const kept = this.db?.transaction(store).objectStore(store);
    if (!kept) return;
    const [keys, values] = await Promise.all([done(kept.getAllKeys()), done(kept.getAll())]);
    for (const [i, key] of keys.entries()) this.values.set(String(key), values[i]);
  }

  get length(): number {
    return this.values.size;
  }

  key(index: number): string | null {
    return [...this.values.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.values.set(key, value);
    this.write(key, value);
  }

  removeItem(key: string): void {
    this.values.delete(key);
    this.write(key, undefined);
  }

  private write(key: string, value: string | undefined): void {
    try {
      this.tabs.postMessage({ key, value });
      const writing = this.db?.transaction(store, 'readwrite');
      const kept = writing?.objectStore(store);
      if (value === undefined) kept?.delete(key);
      else kept?.put(value, key);
      writing?.commit(); // now, and not when the page has time: it may be about to end
    } catch {
      // It was closed: only comfort is lost.
    }
  }

  private heard(key: string, value: string | undefined): void {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    this.dispatchEvent(Object.assign(new Event('storage'), { key }));
  }

  close(): void {
    this.values.clear();
    this.tabs.close();
    this.db?.close();
  }

  /** destroy closes it and deletes what is kept, from the disk, too. */
  async destroy(): Promise<void> {
    this.close();
    await remove(this.name);
  }
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return done(request);
}

/** remove deletes a database. One that is held by a tab that sleeps is deleted when that tab wakes or ends. */
const remove = (name: string): Promise<unknown> => within(patience, done(indexedDB.deleteDatabase(name)));

/**
 * clear empties a database that is not ours. Firebase holds it in other tabs, which keeps it
 * from being deleted, and a deletion that waits keeps everybody from opening it again.
 */
async function clear(name: string): Promise<void> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction?.abort(); // it is gone meanwhile
  const db = await done(request);
  const stores = [...db.objectStoreNames];
  if (stores.length > 0) {
    const writing = db.transaction(stores, 'readwrite');
    await Promise.all(stores.map((name) => done(writing.objectStore(name).clear())));
  }
  db.close();
}

/** What is kept for whoever uses this browser: how the desk looks and sounds, nothing of anybody's work. */
const isTaste = (key: string): boolean => key.startsWith('browser/') || key === 'desk-language';

/** empty deletes all that this browser stores of the desk but for taste, also what other agents left. */
export async function empty(): Promise<void> {
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  await Promise.all(
    databases.map(({ name = '' }) =>
      name.startsWith(drawers) ? remove(name) : within(patience, clear(name)),
    ),
  );
  for (const name of (await globalThis.caches?.keys().catch(() => [])) ?? []) await caches.delete(name);
  for (const key of Object.keys(localStorage)) if (!isTaste(key)) localStorage.removeItem(key);
}

/** signOut has the browser itself delete all that it has of this origin, caches and other tabs' stores too. */
export async function signOut(): Promise<void> {
  const taste = Object.entries(localStorage).filter(([key]) => isTaste(key));
  await fetch('/sign-out', { method: 'POST', signal: AbortSignal.timeout(3_000) }).catch(() => {});
  await empty(); // where there was no connection, or the browser does not know how
  for (const [key, value] of taste) localStorage.setItem(key, value);
}

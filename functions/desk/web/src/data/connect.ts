import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  type Firestore,
  initializeFirestore,
  memoryLocalCache,
  terminate,
} from 'firebase/firestore';
import type { Settings } from '../settings.js';

/** Who signed in, as the database will see it. */
export interface Person {
  /** the roster's spelling: lower case */
  email: string;
  verified: boolean;
  /** whether the settings want a second factor that this sign-in does not have */
  half?: boolean;
  /** the identity provider's id */
  id: string;
}

/** claims are what a token says of somebody who signed in with Google. */
export const claims = (p: Person) => ({
  sub: p.id,
  email: p.email,
  email_verified: p.verified,
  firebase: { sign_in_provider: 'google.com' as const, identities: {} },
});

/**
 * Connection is the database. What it has sent stays in memory, as long as something shows
 * it, and is gone with the page: a machine keeps no conversations, whoever takes it away.
 * A cache on the disk would spare the reads of a reload, and could show a conversation
 * without the database; the page itself does not open without a connection either.
 */
export interface Connection {
  app: FirebaseApp;
  db: Firestore;
  close(): Promise<void>;
}

/**
 * keepNothingFetched has the browser store no answer, whatever its server says of that. The
 * database's library fetches documents as a stream, which a browser would put among its files.
 */
export function keepNothingFetched(page: Pick<typeof globalThis, 'fetch'>): void {
  const { fetch } = page;
  page.fetch = (what, how) => fetch.call(globalThis, what, { ...how, cache: 'no-store' });
}

const hostAndPort = (address: string): [string, number] => {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at), Number(address.slice(at + 1))];
};

/** One app, and so one connection, for each name. */
export function newApp(settings: Settings, name?: string): FirebaseApp {
  const { project, apiKey, authDomain } = settings;
  return initializeApp({ projectId: project, apiKey: apiKey || 'local', authDomain }, name);
}

/** connect opens the database. as is who the emulator is to take this client for; the app's sign-in says it else. */
export function connect(settings: Settings, app: FirebaseApp, as?: Person): Connection {
  const db = initializeFirestore(
    app,
    { localCache: memoryLocalCache(), ignoreUndefinedProperties: true },
    settings.database,
  );
  const emulator = settings.emulators?.firestore;
  if (emulator) {
    const token = as && claims(as);
    connectFirestoreEmulator(db, ...hostAndPort(emulator), token ? { mockUserToken: token } : {});
  }
  // The app stays: signing out needs it.
  return { app, db, close: () => terminate(db) };
}

import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  clearIndexedDbPersistence,
  connectFirestoreEmulator,
  type Firestore,
  initializeFirestore,
  persistentLocalCache,
  persistentMultipleTabManager,
  terminate,
} from 'firebase/firestore';
import type { Settings } from '../settings.js';

/** Who signed in, as the database will see it. */
export interface Person {
  /** the roster's spelling: lower case */
  email: string;
  verified: boolean;
  /** the identity provider's id; the local cache keeps what each person wrote apart by it */
  id: string;
}

/** Connection is the database, with a cache that survives a reload and a dead line. */
export interface Connection {
  app: FirebaseApp;
  db: Firestore;
  /** close disconnects; forget also wipes the conversations stored on this machine. */
  close(forget: boolean): Promise<void>;
}

const hostAndPort = (address: string): [string, number] => {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at), Number(address.slice(at + 1))];
};

/** One app, and so one cache, for each name. */
export function newApp(settings: Settings, name?: string): FirebaseApp {
  const { project, apiKey, authDomain } = settings;
  return initializeApp({ projectId: project, apiKey: apiKey || 'local', authDomain }, name);
}

/** connect opens the database. as is who the emulator is to take this client for; the app's sign-in says it else. */
export function connect(settings: Settings, app: FirebaseApp, as?: Person): Connection {
  const db = initializeFirestore(
    app,
    {
      localCache: persistentLocalCache({ tabManager: persistentMultipleTabManager() }),
      ignoreUndefinedProperties: true,
    },
    settings.database,
  );
  const emulator = settings.emulators?.firestore;
  if (emulator) {
    const token = as && { sub: as.id, email: as.email, email_verified: as.verified };
    connectFirestoreEmulator(db, ...hostAndPort(emulator), token ? { mockUserToken: token } : {});
  }
  return {
    app,
    db,
    async close(forget) {
      await terminate(db);
      // Another tab may hold it open; then that one wipes it.
      if (forget) await clearIndexedDbPersistence(db).catch(() => {});
      // The app stays: signing out needs it.
    },
  };
}

// Who works here: sign-in by Identity Platform.

import type { FirebaseApp } from 'firebase/app';
import {
  type Auth,
  browserPopupRedirectResolver,
  connectAuthEmulator,
  GoogleAuthProvider,
  indexedDBLocalPersistence,
  initializeAuth,
  onIdTokenChanged,
  sendEmailVerification,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signInWithPopup,
  signOut,
  type User,
} from 'firebase/auth';
import type { Settings } from '../settings.js';
import type { Person } from './connect.js';

const person = (user: User): Person => ({
  email: user.email ?? '',
  verified: user.emailVerified,
  id: user.uid,
});

/** People is the identity provider. */
export class People {
  private readonly auth: Auth;

  /** withWindows is whether Google's window can be opened, which takes a script that only one page allows. */
  constructor(settings: Settings, app: FirebaseApp, language: string, withWindows: boolean) {
    this.auth = initializeAuth(app, {
      persistence: indexedDBLocalPersistence,
      ...(withWindows ? { popupRedirectResolver: browserPopupRedirectResolver } : {}),
    });
    this.auth.languageCode = language;
    const emulator = settings.emulators?.auth;
    if (emulator) connectAuthEmulator(this.auth, `http://${emulator}`, { disableWarnings: true });
  }

  /** watch reports who is signed in, now and whenever that changes. */
  watch(f: (p: Person | undefined) => void): () => void {
    return onIdTokenChanged(this.auth, (user) => f(user ? person(user) : undefined));
  }

  async google(): Promise<void> {
    await signInWithPopup(this.auth, new GoogleAuthProvider());
  }

  async email(address: string, password: string): Promise<void> {
    await signInWithEmailAndPassword(this.auth, address.trim(), password);
  }

  async resetPassword(address: string): Promise<void> {
    await sendPasswordResetEmail(this.auth, address.trim());
  }

  async sendVerification(): Promise<void> {
    if (this.auth.currentUser) await sendEmailVerification(this.auth.currentUser);
  }

  /**
   * verified checks whether the address has been verified by now. The token is renewed
   * first: whoever watches hears of the address when it says so, too.
   */
  async verified(): Promise<boolean> {
    const user = this.auth.currentUser;
    if (!user) return false;
    await user.getIdToken(true);
    await user.reload();
    return user.emailVerified;
  }

  /** token is what the function that keeps the files is asked with. */
  async token(): Promise<string> {
    return (await this.auth.currentUser?.getIdToken()) ?? '';
  }

  leave(): Promise<void> {
    return signOut(this.auth);
  }
}

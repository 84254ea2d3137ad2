// Who works here: sign-in by Identity Platform.

import type { FirebaseApp } from 'firebase/app';
import {
  type Auth,
  browserPopupRedirectResolver,
  connectAuthEmulator,
  GoogleAuthProvider,
  getMultiFactorResolver,
  indexedDBLocalPersistence,
  initializeAuth,
  type MultiFactorError,
  type MultiFactorResolver,
  multiFactor,
  onIdTokenChanged,
  sendEmailVerification,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  signInWithPopup,
  signOut,
  TotpMultiFactorGenerator,
  type User,
} from 'firebase/auth';
import type { Settings } from '../settings.js';
import type { Person } from './connect.js';

/** Key is what an authenticator app makes codes with. */
export interface Key {
  /** for somebody to type, in groups of four */
  text: string;
  /** for an app on the same device to open */
  address: string;
  /** confirm adds it to the account, if the code is the app's */
  confirm: (code: string) => Promise<void>;
}

const typed = (code: string): string => code.replace(/\s/g, '');

const isApp = (factor: { factorId: string }): boolean =>
  factor.factorId === TotpMultiFactorGenerator.FACTOR_ID;

/** isHalf says whether somebody has given a password and no code, as the token tells the rules. */
async function isHalf(user: User): Promise<boolean> {
  try {
    const { signInProvider, signInSecondFactor } = await user.getIdTokenResult();
    return signInProvider === 'password' && signInSecondFactor !== TotpMultiFactorGenerator.FACTOR_ID;
  } catch {
    return false; // there is no connection to renew the token with, and nothing is read without one
  }
}

/** People is the identity provider. */
export class People {
  private readonly auth: Auth;
  /** a sign-in that waits for its code */
  private begun: MultiFactorResolver | undefined;

  /** withWindows is whether Google's window can be opened, which takes a script that only one page allows. */
  constructor(
    private readonly settings: Settings,
    app: FirebaseApp,
    language: string,
    withWindows: boolean,
  ) {
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
    return onIdTokenChanged(this.auth, async (user) => {
      const known = user ? await this.person(user) : undefined;
      if (this.auth.currentUser === user) f(known);
    });
  }

  private async person(user: User): Promise<Person> {
    const half = this.settings.secondFactor && (await isHalf(user));
    return { email: user.email ?? '', verified: user.emailVerified, id: user.uid, half };
  }

  google(): Promise<boolean> {
    return this.first(() => signInWithPopup(this.auth, new GoogleAuthProvider()));
  }

  email(address: string, password: string): Promise<boolean> {
    return this.first(() => signInWithEmailAndPassword(this.auth, address.trim(), password));
  }

  /** first signs in, and says whether that is all: an account that has a second factor waits for its code. */
  private async first(signIn: () => Promise<unknown>): Promise<boolean> {
    this.begun = undefined;
    try {
      await signIn();
      return true;
    } catch (e) {
      if ((e as { code?: string }).code !== 'auth/multi-factor-auth-required') throw e;
      const begun = getMultiFactorResolver(this.auth, e as MultiFactorError);
      if (!begun.hints.some(isApp)) throw e;
      this.begun = begun;
      return false;
    }
  }

  /** second ends a sign-in by the code that the agent's app shows. */
  async second(code: string): Promise<void> {
    const app = this.begun?.hints.find(isApp);
    if (app)
      await this.begun?.resolveSignIn(TotpMultiFactorGenerator.assertionForSignIn(app.uid, typed(code)));
  }

  /** newKey makes the key for the signed-in agent's app. */
  async newKey(): Promise<Key> {
    const user = this.auth.currentUser as User;
    const factors = multiFactor(user);
    const secret = await TotpMultiFactorGenerator.generateSecret(await factors.getSession());
    return {
      text: secret.secretKey.replace(/.{4}(?=.)/g, '$& '),
      address: secret.generateQrCodeUrl(encodeURIComponent(user.email ?? ''), 'Frontdesk'),
      confirm: (code) =>
        factors.enroll(TotpMultiFactorGenerator.assertionForEnrollment(secret, typed(code)), 'app'),
    };
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

import type { FirebaseApp } from 'firebase/app';
import { connect, newApp, type Person } from '../data/connect.js';
import { type Candidate, candidates, unsigned } from '../data/local.js';
import type { People } from '../data/people.js';
import type { Settings } from '../settings.js';
import { Address } from './address.js';
import type { Clock } from './clock.js';
import { Commands } from './commands.js';
import { Desk } from './desk.js';
import { Keep, Model } from './model.js';
import { Notices } from './notices.js';

/** Where a visitor stands: starting, choosing how to come in, proving an address, at the desk. */
export type Stage = 'starting' | 'sign-in' | 'unverified' | 'desk';

/** Office is the signed-in agent, if any, and signing in and out. */
export class Office extends Model {
  stage: Stage = 'starting';
  desk: Desk | undefined;
  person: Person | undefined;
  people: People | undefined;
  /** the demo's agents, on one's own machine */
  candidates: Candidate[] = [];
  readonly address: Address;
  readonly notices = new Notices();
  readonly commands = new Commands();
  /** what this browser stores for whoever uses it: sound, the colour scheme */
  readonly keep: Keep;

  private app: FirebaseApp | undefined;

  constructor(
    readonly settings: Settings,
    private readonly clock: Clock,
    private readonly window: Window & typeof globalThis,
    private readonly languageCode: string,
  ) {
    super();
    this.address = new Address(window);
    this.keep = new Keep('browser/', window.localStorage);
  }

  /** Whether anybody may sit here by saying who they are. */
  get local(): boolean {
    return this.settings.signIn.includes('agents');
  }

  async open(): Promise<void> {
    if (this.local) {
      this.candidates = await candidates(this.settings);
      // Of this tab, so that two agents can sit side by side.
      const email = this.window.sessionStorage.getItem('agent') ?? '';
      if (this.candidates.some((c) => c.email === email)) this.sit(email);
      else this.enter('sign-in');
      return;
    }
    const { People } = await import('../data/people.js');
    this.app = newApp(this.settings);
    this.people = new People(this.settings, this.app, this.languageCode);
    this.people.watch((p) => this.signedIn(p));
  }

  /** sit is how a demo agent comes in. */
  sit(email: string): void {
    this.window.sessionStorage.setItem('agent', email);
    const person = { email, verified: true, id: `id-of-${email}` };
    // An app of one's own, and so a cache of one's own: tabs may have other agents.
    this.start(person, newApp(this.settings, email), async () => unsigned(person));
  }

  private signedIn(person: Person | undefined): void {
    const before = this.person;
    this.person = person;
    if (!person) {
      if (!this.desk) this.enter('sign-in');
      return;
    }
    if (!person.verified) {
      this.enter('unverified');
      return;
    }
    if (this.desk && before?.id === person.id) return; // only a newer token
    if (this.app) this.start(person, this.app, () => this.people?.token() ?? Promise.resolve(''));
  }

  private start(person: Person, app: FirebaseApp, token: () => Promise<string>): void {
    this.person = person;
    const connection = connect(this.settings, app, this.local ? person : undefined);
    this.desk = new Desk(this.settings, this.clock, connection, person, token, this.window.localStorage);
    const { desk } = this;
    const stop = desk.watch(() => {
      if (!desk.dismissed) return;
      stop();
      // An agent who is off the roster must keep no conversations on this machine.
      desk.stop(true).catch(() => {});
    });
    desk.start();
    this.enter('desk');
  }

  /** Whether the list of commands is open. */
  palette = false;

  openPalette(on = true): void {
    this.palette = on;
    this.changed();
  }

  /** Whether the dialog is open in which an agent writes to a customer first. */
  beginning = false;

  begin(on = true): void {
    this.beginning = on;
    this.changed();
  }

  private enter(stage: Stage): void {
    this.stage = stage;
    this.changed();
  }

  /** leave signs out: others see the agent offline, and no conversations stay on this machine. */
  async leave(): Promise<void> {
    const { desk } = this;
    if (desk?.connected && !desk.dismissed) await within(2_000, desk.orders.leave());
    await desk?.stop(true).catch(() => {});
    this.window.sessionStorage.removeItem('agent');
    await this.people?.leave();
    // A new page: its memory holds nothing of the previous agent.
    this.window.location.assign('/');
  }
}

/** within waits for something that need not happen, but not for long. */
const within = (ms: number, p: Promise<unknown>): Promise<unknown> =>
  Promise.race([p.catch(() => {}), new Promise((resolve) => setTimeout(resolve, ms))]);

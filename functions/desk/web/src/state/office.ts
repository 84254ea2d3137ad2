import type { FirebaseApp } from 'firebase/app';
import { connect, newApp, type Person } from '../data/connect.js';
import { Drawer, empty, signOut } from '../data/drawer.js';
import { type Candidate, candidates, unsigned } from '../data/local.js';
import type { People } from '../data/people.js';
import { within } from '../data/within.js';
import type { Settings } from '../settings.js';
import { Address, format, parse, signInPath } from './address.js';
import type { Clock } from './clock.js';
import { Commands } from './commands.js';
import { Desk } from './desk.js';
import { Idle } from './idle.js';
import { Keep, Model } from './model.js';
import { Notices } from './notices.js';

/** Where a visitor stands: starting, choosing how to come in, proving an address, adding a second factor, at the desk. */
export type Stage = 'starting' | 'sign-in' | 'unverified' | 'half' | 'desk';

/**
 * Why an agent who was at the desk is not any more: nobody used it, somebody signed out in
 * another tab, or the roster knows them no longer, or no longer as a supervisor.
 */
export type Ending = '' | 'idle' | 'elsewhere' | 'removed' | 'role';
const endings: Ending[] = ['idle', 'elsewhere', 'removed', 'role'];

/** What the tabs of a browser tell each other: that an agent is signed out. */
interface News {
  email: string;
  ending: Ending;
}

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
  readonly idle: Idle;
  /** why the agent who was here has to sign in again */
  ending: Ending = '';

  private readonly tabs = new BroadcastChannel('desk');
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
    this.idle = new Idle(settings.idleTimeout * 1000, this.keep, window, () => this.leave('idle'));
    this.tabs.onmessage = ({ data }) => this.told(data);
  }

  /** Whether anybody may sit here by saying who they are. */
  get local(): boolean {
    return this.settings.signIn.includes('agents');
  }

  async open(): Promise<void> {
    this.starting = setTimeout(() => this.late(), patienceAtStart);
    this.idle.hold(this.address.page.name === 'wall');
    this.address.watch(() => this.idle.hold(this.address.page.name === 'wall'));
    if (this.idle.away && this.address.page.name !== 'wall') {
      // Before anything is shown, and before anybody's sign-in is found.
      await (this.local ? empty() : signOut());
      this.window.sessionStorage.removeItem('agent');
      this.ending = 'idle';
    }
    if (this.local) {
      this.candidates = await candidates(this.settings);
      // Of this tab, so that two agents can sit side by side.
      const email = this.window.sessionStorage.getItem('agent') ?? '';
      if (this.candidates.some((c) => c.email === email)) await this.sit(email);
      else this.enter('sign-in');
      return;
    }
    const { People } = await import('../data/people.js');
    this.app = newApp(this.settings);
    this.people = new People(this.settings, this.app, this.languageCode, this.signingIn);
    this.people.watch((p) => this.signedIn(p));
  }

  private starting: ReturnType<typeof setTimeout> | undefined;
  /** Whether the start takes so long that it may never end. */
  slow = false;

  /**
   * late begins a new page, once: a store of this browser's that another page is just deleting
   * may never answer this one.
   */
  private late(): void {
    const { sessionStorage, location } = this.window;
    if (sessionStorage.getItem(startedAgain)) {
      this.slow = true;
      this.changed();
      return;
    }
    sessionStorage.setItem(startedAgain, 'yes');
    location.reload();
  }

  /** started ends the wait for the start. */
  private started(): void {
    clearTimeout(this.starting);
    this.slow = false;
    this.window.sessionStorage.removeItem(startedAgain);
  }

  /** sit is how a demo agent comes in. */
  async sit(email: string): Promise<void> {
    this.window.sessionStorage.setItem('agent', email);
    const person = { email, verified: true, id: `id-of-${email}` };
    // An app of one's own: tabs may have other agents.
    await this.start(person, newApp(this.settings, email), async () => unsigned(person));
  }

  private signedIn(person: Person | undefined): void {
    const before = this.person;
    this.person = person;
    if (!person) {
      if (this.signingIn) this.enter('sign-in');
      else if (!this.desk) this.goTo('sign-in');
      else if (!this.leaving) void this.leave(); // the account is gone, or was signed out behind our back
      return;
    }
    if (!person.verified) {
      this.enter('unverified');
      return;
    }
    if (person.half) {
      this.enter('half');
      return;
    }
    if (this.signingIn) {
      this.goTo('desk');
      return;
    }
    if (this.desk && before?.id === person.id) return; // only a newer token
    if (this.app) void this.start(person, this.app, () => this.people?.token() ?? Promise.resolve(''));
  }

  /** Whether this is the page to sign in on: the only one with a script of Google's, and nothing of a conversation. */
  private get signingIn(): boolean {
    return this.window.location.pathname === signInPath;
  }

  /** goTo goes to the page to sign in on, or to the one that was asked for at first. */
  private goTo(where: 'sign-in' | 'desk'): void {
    const { location, sessionStorage } = this.window;
    // With the filters of a link that somebody shared.
    if (where === 'sign-in') sessionStorage.setItem('wanted', location.pathname + location.hash);
    const [path = '/', hash] = (sessionStorage.getItem('wanted') ?? '/').split('#');
    const wanted = format(parse(path)) + (hash ? `#${hash}` : '');
    if (where === 'desk') sessionStorage.removeItem('wanted');
    location.replace(where === 'sign-in' ? because(signInPath, this.ending) : wanted);
  }

  private async start(person: Person, app: FirebaseApp, token: () => Promise<string>): Promise<void> {
    this.person = person;
    const drawer = await Drawer.open(person.email);
    if (this.person !== person) return drawer.close(); // meanwhile somebody else came, or nobody
    const connection = connect(this.settings, app, this.local ? person : undefined);
    const desk = new Desk(this.settings, this.clock, connection, person, token, drawer);
    this.desk = desk;
    const stop = desk.watch(() => {
      if (!desk.dismissed && !desk.demoted) return;
      stop();
      void this.reduced(desk, desk.me !== undefined || drawer.length > 0);
    });
    this.idle.start();
    desk.start();
    this.enter('desk');
  }

  /**
   * reduced takes from the page and from the machine what the agent may not read any more.
   * Whoever worked here is signed out for it: what a page deletes stays in the browser's files
   * until it tidies them up, and what the browser deletes for a sign-out is gone.
   */
  private async reduced(desk: Desk, worked: boolean): Promise<void> {
    if (worked && !this.local) return this.leave(desk.demoted ? 'role' : 'removed');
    this.idle.stop();
    this.silence();
    if (desk.demoted) this.enter('starting');
    await within(patience, desk.stop(true));
    if (desk.demoted) this.window.location.reload(); // the new page reads what the agent still may
  }

  /** Whether the list of commands is open. */
  palette = false;

  openPalette(on = true): void {
    this.palette = on;
    this.changed();
  }

  /** the conversation that the agent has just taken, until it is there to be answered */
  taken = '';

  /** take opens a conversation that the agent has just taken, to write in it. */
  take(id: string): void {
    this.taken = id;
    this.address.go({ name: 'conversation', id });
    this.changed();
  }

  /** Whether the list of shortcuts is open. */
  keys = false;

  openKeys(on = true): void {
    this.keys = on;
    this.changed();
  }

  /** Whether the dialog is open in which an agent writes to a customer first. */
  beginning = false;

  begin(on = true): void {
    this.beginning = on;
    this.changed();
  }

  private enter(stage: Stage): void {
    if (stage === 'sign-in') {
      const said = new URLSearchParams(this.window.location.search).get('ended');
      this.ending = endings.find((e) => e === said) ?? this.ending;
    }
    if (stage !== 'starting') this.started();
    this.stage = stage;
    this.changed();
  }

  private leaving = false;

  /** leave signs out, in all tabs: others see the agent offline, and nothing of their work stays on this machine. */
  async leave(ending: Ending = ''): Promise<void> {
    if (this.leaving) return;
    this.leaving = true;
    const { desk, person } = this;
    this.clear();
    const news: News = { email: person?.email ?? '', ending: ending || 'elsewhere' };
    this.tabs.postMessage(news);
    if (desk?.connected && !desk.dismissed) await within(2_000, desk.orders.leave());
    await this.ended(desk);
    if (!this.local) await within(patience, signOut());
    this.restart(ending);
  }

  /** told ends what another tab has ended: that one wipes the machine as soon as this one holds nothing any more. */
  private async told({ email, ending }: News): Promise<void> {
    if (this.leaving || email !== this.person?.email) return;
    this.leaving = true;
    this.clear();
    await this.ended(this.desk);
    this.restart(ending);
  }

  /** ended lets go of all that this page holds, and of its sign-in, which would be back otherwise. What another tab holds may never answer. */
  private async ended(desk: Desk | undefined): Promise<void> {
    await within(patience, desk?.stop(true));
    await within(patience, this.people?.leave());
  }

  /** clear takes everything from the screen, and what the system shows for the desk. */
  private clear(): void {
    this.started(); // what ends has limits of its own
    this.idle.stop();
    this.silence();
    this.enter('starting');
  }

  /** what the system shows for the desk: names of customers, and what they wrote */
  private readonly shown = new Set<Pick<Notification, 'close'>>();

  /** shows has the office close what the system shows, when the agent leaves. */
  shows(notification: Pick<Notification, 'close' | 'addEventListener'>): void {
    this.shown.add(notification);
    notification.addEventListener('close', () => this.shown.delete(notification));
  }

  private silence(): void {
    for (const notification of this.shown) notification.close();
    this.shown.clear();
  }

  /** restart begins a new page, whose memory holds nothing of the agent before. */
  private restart(ending: Ending): void {
    this.tabs.close();
    this.window.sessionStorage.removeItem('agent');
    this.window.location.assign(because(this.local ? '/' : '/sign-in', ending));
  }
}

const startedAgain = 'started-again';

/** How long a start may take, in milliseconds. */
const patienceAtStart = 20_000;

/** because is a page's address with why the agent has to sign in again: nothing stored outlasts a sign-out. */
const because = (path: string, ending: Ending): string => (ending === '' ? path : `${path}?ended=${ending}`);

/** How long anything may take that ends what an agent had here, in milliseconds; undoing has two seconds of it. */
const patience = 5_000;

import { type DocumentData, type DocumentSnapshot, doc } from 'firebase/firestore';
import { type Configuration, configuration } from '../data/configuration.js';
import type { Connection, Person } from '../data/connect.js';
import type { Agent, Conversation, Message } from '../data/documents.js';
import * as documents from '../data/documents.js';
import type { Drawer } from '../data/drawer.js';
import { Files } from '../data/files.js';
import type { FirstWord } from '../data/firstword.js';
import * as listen from '../data/listen.js';
import { Mask } from '../data/mask.js';
import { type Ask, newId, Orders } from '../data/orders.js';
import * as queries from '../data/queries.js';
import { finder } from '../data/searchqueries.js';
import { type Setting, setting } from '../data/settings.js';
import { within } from '../data/within.js';
import { defaults, supervisors } from '../data/words.gen.js';
import { type Limits, limitsOf, type Settings } from '../settings.js';
import { leaves, whoIs } from './actions.js';
import { Alerts } from './alerts.js';
import type { Clock } from './clock.js';
import { Day } from './day.js';
import { Inbox } from './inbox.js';
import { Mentions } from './mentions.js';
import { Missed } from './missed.js';
import { Keep, Model } from './model.js';
import { Outbox } from './outbox.js';
import { titleOf } from './overview.js';
import { Presence } from './presence.js';
import { Queues } from './queues.js';
import { QuickReplies } from './quickreplies.js';
import { Receipts } from './receipts.js';
import { name, Roster } from './roster.js';
import { Search } from './search.js';
import { senders } from './senders.js';
import { Thread } from './thread.js';
import { Undo } from './undo.js';
import { dayIn } from './zone.js';

const leads = (a: Agent | undefined): boolean => supervisors.some((role) => role === a?.role);

/** How many conversations stay live: going back to one is free. */
const openThreads = 5;

/** Desk is everything for one agent who has signed in. */
export class Desk extends Model {
  me: Agent | undefined;
  config: Configuration | undefined;
  /** whether the database answers */
  connected = false;
  /** whether the agent is not on the roster, or no longer */
  dismissed = false;
  /** whether the agent supervises no longer, so that what this page has is too much */
  demoted = false;
  /** whether there was no answer yet, for so long that there is no connection */
  unreachable = false;

  readonly keep: Keep;
  readonly orders: Orders;
  readonly outbox: Outbox;
  /** what can still be taken back */
  readonly undo: Undo;
  readonly inbox: Inbox;
  private readonly receipts: Receipts;
  readonly missed: Missed;
  readonly queues: Queues;
  readonly presence: Presence;
  readonly roster: Roster;
  readonly files: Files;
  readonly search: Search;
  readonly day: Day;
  readonly quick: QuickReplies;
  readonly mentions: Mentions;
  readonly alerts: Alerts;

  private file: DocumentSnapshot<DocumentData> | undefined;
  /** what supervisors set over the configuration */
  daily: Setting[] = [];
  private readonly threads = new Map<string, Thread>();
  private stops: listen.Stop[] = [];

  constructor(
    readonly settings: Settings,
    clock: Clock,
    readonly connection: Connection,
    readonly person: Person,
    token: () => Promise<string>,
    private readonly drawer: Drawer,
  ) {
    super();
    const { db } = connection;
    this.now = clock.product;
    const who = person.email;
    this.keep = new Keep('', drawer);
    this.orders = new Orders(
      db,
      who,
      () => this.name,
      clock.now, // which the rules know; functions are told the other one
      () => this.config?.mask ?? new Mask(),
    );
    this.outbox = new Outbox(this.orders, this.keep, this.now, drawer);
    this.undo = new Undo(
      {
        act: (c, ask, id) => this.orders.act(c, ask, id),
        reply: (c, id, draft) => this.orders.reply(c, id, draft),
        mint: newId,
      },
      this.keep,
      this.now,
      () => this.connected,
      globalThis.window,
    );
    this.inbox = new Inbox(db, who, this.keep);
    this.receipts = new Receipts(who, this.keep, (c, of) => this.act(c, { kind: 'read', of }));
    this.missed = new Missed(this.inbox, this.keep, this.now);
    this.queues = new Queues(db);
    this.presence = new Presence(
      this.orders,
      settings.heartbeat,
      settings.lease,
      clock,
      globalThis.window,
      this.keep,
    );
    this.roster = new Roster(db, this.now);
    this.day = new Day(db, who, this.now, (ms) => dayIn(ms, this.config?.zone ?? ''));
    this.quick = new QuickReplies(
      who,
      (owner, heard, failed) =>
        listen.one(doc(db, 'quickReplies', owner), documents.quickReplies, heard, failed),
      (owner) => listen.document(doc(db, 'quickPictures', owner), documents.quickPictures),
    );
    this.mentions = new Mentions(db, who, {
      saw: (id) => this.orders.saw(id),
      called: (id) => this.inbox.find(id)?.called,
      read: (id) => this.calledOf(id),
    });
    this.alerts = new Alerts(db, who);
    this.search = new Search({
      finder: finder(db),
      email: who,
      supervises: () => this.supervises,
      queues: () => this.me?.queues ?? [],
      mine: () => this.inbox.all,
      waiting: () => this.queues.names.flatMap((q) => this.queues.items(q) ?? []),
    });
    this.files = new Files(token, (name) => this.orders.clean({ name }).name);
  }

  /** The time as the server has it. */
  readonly now: () => number;

  get email(): string {
    return this.person.email;
  }

  get name(): string {
    return this.me ? name(this.me) : this.email;
  }

  get supervises(): boolean {
    return leads(this.me);
  }

  get administers(): boolean {
    return this.me?.role === 'admin';
  }

  start(): void {
    const { db } = this.connection;
    const failed = (e: unknown) => {
      if (listen.isDenied(e)) this.dismiss();
    };
    this.stops = [
      listen.one(doc(db, 'agents', this.email), documents.agent, (a, live) => this.known(a, live), failed),
      listen.one(
        doc(db, 'config', 'current'),
        (snap) => snap,
        (snap) => this.configured({ file: snap }),
        failed,
      ),
      listen.all(queries.settings(db, this.now()), setting, (daily) => this.configured({ daily })),
    ];
    this.inbox.hides = (id) => leaves(this.undo.of(id)?.action);
    this.inbox.start(failed);
    this.inbox.watch(() => this.heard());
    this.mentions.start();
    this.presence.start();
  }

  /** heard takes the end of a conversation back in which the customer has just written. */
  private heard(): void {
    for (const { conversation } of this.undo.list) {
      const c = this.inbox.find(conversation);
      if (c) this.undo.heard(conversation, c.lastCustomerAt);
    }
  }

  /** stop releases everything; forget also deletes what the browser keeps. */
  async stop(forget: boolean): Promise<void> {
    await within(2_000, this.undo.flush());
    for (const stop of this.stops) stop();
    for (const thread of this.threads.values()) thread.stop();
    this.threads.clear();
    this.presence.stop();
    this.inbox.stop();
    this.day.stop();
    this.mentions.stop();
    this.alerts.stop();
    this.queues.stop();
    this.quick.stop();
    this.files.forget();
    this.keep.end();
    await Promise.all([forget ? this.drawer.destroy() : this.drawer.close(), this.connection.close()]);
  }

  private known(agent: Agent | undefined, live: boolean): void {
    if (!agent && !live) {
      this.unreachable = true; // until it answers
      this.changed();
      return;
    }
    if (!agent || agent.role === '' || agent.role === 'none') {
      this.dismiss();
      return;
    }
    const before = this.me;
    if (before && leads(before) && !leads(agent)) {
      this.demoted = true;
      this.changed();
      return;
    }
    this.me = agent;
    this.alerts.listen(leads(agent));
    this.dismissed = false;
    if (before?.queues.some((q) => !agent.queues.includes(q)))
      for (const t of this.threads.values()) t.again();
    if (this.connected !== live) {
      this.connected = live;
      this.presence.connection(live);
      if (live) {
        this.outbox.resume().catch(() => {}); // the next connection asks again
        this.undo.resume();
      }
    }
    this.presence.known(agent);
    this.follow();
    for (const thread of this.threads.values()) thread.follow();
    this.changed();
  }

  private dismiss(): void {
    this.dismissed = true;
    this.changed();
  }

  /** configured takes in what Terraform wrote, or what supervisors set over it. */
  private configured(change: { file?: DocumentSnapshot<DocumentData> | undefined; daily?: Setting[] }): void {
    if ('file' in change) this.file = change.file;
    this.daily = change.daily ?? this.daily;
    this.config = this.file && configuration(this.file, this.daily, this.now());
    this.follow();
    this.changed();
  }

  /** follow listens to the queues that the agent serves; a supervisor's pages follow more. */
  private follow(): void {
    this.queues.follow(this.everyQueue ? this.allQueues : (this.me?.queues ?? []));
  }

  private everyQueue = false;

  private get allQueues(): string[] {
    return this.config?.queues.map((q) => q.name) ?? [];
  }

  /** watchEveryQueue is for the supervisors' page of queues. */
  watchEveryQueue(on: boolean): void {
    this.everyQueue = on && this.supervises;
    this.follow();
  }

  /** thread opens a conversation; the ones that were looked at longest ago are let go. */
  thread(id: string): Thread {
    const thread =
      this.threads.get(id) ??
      new Thread(
        this.connection.db,
        id,
        () => this.me && { ...whoIs(this), name: this.name },
        this.outbox,
        (of) => this.orders.opened(of),
      );
    this.threads.delete(id);
    this.threads.set(id, thread);
    thread.start();
    for (const [old, t] of this.threads) {
      if (this.threads.size <= openThreads) break;
      t.stop();
      this.threads.delete(old);
    }
    return thread;
  }

  /** Whether there is somebody in whose name the agent may write to a customer first. */
  get mayBegin(): boolean {
    return senders(this.config).length > 0 && (this.me?.queues.length ?? 0) > 0;
  }

  begin(word: FirstWord): Promise<string> {
    return this.orders.begin(word);
  }

  act(conversation: string, ask: Ask): Promise<void> {
    return this.orders.act(conversation, ask);
  }

  /** calledOf reads what everybody calls a customer, if this agent may read the conversation. */
  private async calledOf(id: string): Promise<string | undefined> {
    try {
      const c = await listen.document(doc(this.connection.db, 'conversations', id), documents.conversation);
      return c?.called;
    } catch (e) {
      if (listen.isDenied(e)) return undefined;
      throw e;
    }
  }

  /** seen records what the agent has before the eyes, and tells the customer if the agent has the session. */
  seen(c: Conversation, newest: Message | undefined): void {
    this.inbox.lookedAtNotes(c);
    this.mentions.looked(c.id);
    if (newest) this.inbox.looked(c, newest.sentAt);
    if (this.connected) this.receipts.read(c, newest);
  }

  /** For how long a conversation is offered to somebody, in milliseconds. */
  offerLasts(c: Conversation): number {
    return (this.config?.workstreams[c.workstream]?.offer ?? defaults.offer) * 1000;
  }

  limits(channel: string): Limits | undefined {
    return limitsOf(this.settings, channel);
  }

  /** What agents call a queue. */
  queueTitle(queue: string): string {
    return titleOf(this.config, queue);
  }

  /** A queue's name as customers see it. */
  queueName(queue: string): string {
    return this.config?.queues.find((q) => q.name === queue)?.displayName ?? queue;
  }
}

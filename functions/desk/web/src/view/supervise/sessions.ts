import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import { most } from '../../data/queries.js';
import { states } from '../../data/words.gen.js';
import { isLate, unansweredSince } from '../../state/overview.js';
import { name } from '../../state/roster.js';
import { Sessions } from '../../state/sessions.js';
import { number, recently, say, span } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { customerName, preview, stateWord } from '../../text/words.js';
import { channelMark } from '../channel.js';
import { found } from './order.js';
import { filter, Page, search } from './page.js';
import { type Column, named, Table } from './table.js';

interface Wanted {
  state: string;
  queue: string;
  owner: string;
  ownerName: string;
}

const everything: Wanted = { state: '', queue: '', owner: '', ownerName: '' };

/** All conversations: whose they are, how long they take, and what to do about it. */
class SessionsPage extends Page {
  static override properties: PropertyDeclarations = { wanted: { state: true }, typed: { state: true } };
  declare wanted: Wanted;
  declare typed: string;
  private sessions: Sessions | undefined;
  private readonly table = new Table<Conversation>(this, (c) => c.id, { by: 'last', down: true }, true);

  constructor() {
    super();
    this.wanted = everything;
    this.typed = '';
    this.table.conversation = (c) => c.id;
  }

  protected override models() {
    return [this.desk, this.desk.roster, this.sessions];
  }

  protected override begin() {
    // After opening a conversation and coming back, the page is as it was.
    this.wanted = this.desk.keep.get('supervise/sessions', everything);
    const sessions = new Sessions(this.desk.connection.db);
    this.sessions = sessions;
    return [() => sessions.stop(), () => this.roster?.()];
  }

  private want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
    this.desk.keep.set('supervise/sessions', this.wanted);
  }

  protected override content(): TemplateResult {
    const { sessions } = this;
    const { state, queue, owner } = this.wanted;
    sessions?.follow({ state, queue, owner });
    return html`${this.filters()} ${sessions ? this.list(sessions) : nothing}`;
  }

  private filters(): TemplateResult {
    const t = say(supervise);
    const { wanted } = this;
    const all = states.map((s): [string, string] => [s, stateWord(s)]);
    return html`<div class="filters" role="search">
      ${filter(t.state, [['', t.everyState], ...all], wanted.state, (state) => this.want({ state }))}
      ${this.queueFilter(wanted.queue, (queue) => this.want({ queue }))}
      ${this.ownerFilter()}
      ${search(t.searchLoaded, this.typed, (typed) => {
        this.typed = typed;
      })}
    </div>`;
  }

  /** The agents are loaded when somebody wants to choose one. */
  private ownerFilter(): TemplateResult {
    const t = say(supervise);
    const { roster } = this.desk;
    const { owner, ownerName } = this.wanted;
    const all = roster.agents.map((a): [string, string] => [a.email, name(a)]);
    if (owner && !roster.find(owner)) all.push([owner, ownerName]);
    const leave = () => {
      this.roster?.();
      this.roster = undefined;
    };
    const come = () => {
      this.roster ??= roster.use();
    };
    const choose = (to: string) =>
      this.want({ owner: to, ownerName: all.find(([email]) => email === to)?.[1] ?? '' });
    return html`<div @focusin=${come} @focusout=${leave}>${filter(t.agent, [['', t.everyAgent], ...all], owner, choose)}</div>`;
  }
  private roster: (() => void) | undefined;

  private list(sessions: Sessions): TemplateResult {
    const t = say(supervise);
    if (sessions.problem) return html`<p class="bad" role="alert">${explain(sessions.problem)}</p>`;
    if (!sessions.loaded) return html`<p role="status">${t.loading}</p>`;
    const all = sessions.list;
    const rows = all.filter((c) => found(this.typed, c.called, c.preview, c.ownerName, c.owner));
    return html`<p class="dim">${t.shown(rows.length, all.length)}
        ${all.length > sessions.live ? t.liveOnly(sessions.live) : ''} ${this.typed && !sessions.whole ? t.loadedOnly : ''}</p>
      ${rows.length > 0 ? this.table.draw(t.sessions, this.columns(), rows) : html`<p>${t.noSessions}</p>`}
      ${
        sessions.whole
          ? nothing
          : html`<p class="footnote"><button ?disabled=${sessions.loading} @click=${() => this.tried(() => sessions.more())}>
              ${sessions.loading ? t.loading : t.more(most.sessions)}</button></p>`
      }`;
  }

  private columns(): Column<Conversation>[] {
    const t = say(supervise);
    const now = this.desk.now();
    return [
      {
        key: 'customer',
        title: t.customer,
        by: (c) => customerName(c.called),
        draw: (c) => this.customer(c),
      },
      {
        key: 'state',
        title: t.state,
        by: (c) => states.indexOf(c.state),
        draw: (c) => stateWord(c.state),
      },
      {
        key: 'queue',
        title: t.queue,
        by: (c) => this.queueTitle(c.queue),
        draw: (c) => named(this.queueTitle(c.queue)),
      },
      {
        key: 'agent',
        title: t.agent,
        by: (c) => c.ownerName || c.owner || undefined,
        draw: (c) => named(c.ownerName || c.owner || '–'),
      },
      { key: 'last', title: t.last, end: true, by: last, draw: (c) => recently(last(c), now) },
      { key: 'time', title: t.time, end: true, by: (c) => lasts(c, now), draw: (c) => this.time(c, now) },
      {
        key: 'unread',
        title: t.unread,
        end: true,
        by: (c) => c.unread,
        draw: (c) => (c.unread > 0 ? number(c.unread) : '–'),
      },
      { key: 'actions', title: t.actions, draw: (c) => this.buttons(c, this.possible(c)) },
    ];
  }

  private customer(c: Conversation): TemplateResult {
    return html`${this.link(c.id, named(customerName(c.called)))} ${channelMark(this.desk.settings, c.channel)}
      <small>${named(preview(c.preview, c.previewKind), 'dim')}</small>`;
  }

  private time(c: Conversation, now: number): TemplateResult {
    const t = say(supervise);
    const since = unansweredSince(c);
    const late = isLate(c, now);
    const waits = since > 0 && c.state !== 'open' && c.state !== 'offered';
    return html`<span class=${late ? 'bad' : ''}>${span(lasts(c, now))}</span>
      <small class=${late ? 'bad' : 'dim'}>${late ? t.overPromise : waits ? t.unanswered : t.times[c.state]}</small>`;
  }

  /** What is not live is read again. */
  protected override acted(id: string): void {
    void this.tried(() => this.sessions?.again(id) ?? Promise.resolve());
  }
}

const last = (c: Conversation): number => Math.max(c.lastCustomerAt, c.lastAgentAt);

/** For how long a session is as it is: the wait of a customer, the work of agents, the time since. */
function lasts(c: Conversation, now: number): number {
  const since = (at: number) => (at > 0 ? Math.max(0, now - at) : 0);
  if (unansweredSince(c) > 0) return since(unansweredSince(c));
  switch (c.state) {
    case 'active':
      return c.handled * 1000 + since(c.handlingSince);
    case 'parked':
      return since(c.parkedAt);
    case 'wrap-up':
      return since(c.endedAt);
    default:
      return since(c.closedAt);
  }
}

customElements.define('desk-sessions', SessionsPage);

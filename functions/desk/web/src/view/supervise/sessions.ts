import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ClosedSession, Conversation } from '../../data/documents.js';
import { most } from '../../data/queries.js';
import { finder } from '../../data/searchqueries.js';
import { wordsOf } from '../../data/searchwords.js';
import { states } from '../../data/words.gen.js';
import { bulkBounds, type Row } from '../../state/bulk.js';
import { Chosen } from '../../state/chosen.js';
import { shownIn } from '../../state/labels.js';
import { isLate, unansweredSince } from '../../state/overview.js';
import { Past, step } from '../../state/past.js';
import { matches } from '../../state/search.js';
import { isOver, nothingWanted, range, read, type Wanted, written } from '../../state/sessionfilter.js';
import { Sessions } from '../../state/sessions.js';
import { figures } from '../../text/figures.js';
import { language, listed, moment, number, recently, say, span } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { sessionList } from '../../text/sessionlist.js';
import { shell } from '../../text/shell.js';
import { supervise } from '../../text/supervise.js';
import { customerName, preview, stateWord } from '../../text/words.js';
import { channelMark } from '../channel.js';
import { type Deed, many } from './bulk.js';
import { sorted } from './order.js';
import { Page } from './page.js';
import './sessionbar.js';
import { type Column, named, Table } from './table.js';

/** All sessions: those that are open, live, and what can be done with several of them; and those that are over. */
class SessionsPage extends Page {
  static override properties: PropertyDeclarations = { wanted: { state: true }, chosen: { state: true } };
  declare wanted: Wanted;
  /** the conversations that something is to be done with */
  declare chosen: Chosen;
  private sessions: Sessions | undefined;
  private past: Past | undefined;
  private readonly open = new Table<Conversation>(this, (c) => c.id, { by: 'last', down: true }, true);
  private readonly over = new Table<ClosedSession>(this, (s) => s.id, { by: 'closed', down: true }, true);

  constructor() {
    super();
    this.wanted = nothingWanted;
    this.chosen = new Chosen();
    this.open.conversation = (c) => c.id;
    this.over.conversation = (s) => s.conversation;
  }

  protected override models() {
    return [this.desk, this.desk.roster, this.sessions, this.past];
  }

  protected override begin() {
    const { db } = this.desk.connection;
    const linked = location.hash.length > 1;
    // After opening a conversation and coming back, the page is as it was.
    this.want(
      linked ? read(location.hash) : { ...nothingWanted, ...this.desk.keep.get('supervise/list', {}) },
    );
    const sessions = new Sessions(db);
    const find = finder(db);
    this.sessions = sessions;
    this.past = new Past((asked, after, n) => find.closed({ all: true }, asked, after, n));
    const back = () => this.want(read(location.hash));
    window.addEventListener('hashchange', back);
    return [
      () => sessions.stop(),
      () => window.removeEventListener('hashchange', back),
      () => this.roster?.(),
    ];
  }

  /** want shows something else, and says so in the address, without what is searched for. */
  private readonly want = (wanted: Wanted): void => {
    this.wanted = wanted;
    this.chosen = new Chosen();
    this.desk.keep.set('supervise/list', wanted);
    const filters = written(wanted);
    history.replaceState(history.state, '', filters ? `#${filters}` : location.pathname);
  };

  protected override content(): TemplateResult {
    const { wanted, desk } = this;
    return html`<desk-sessionbar .desk=${desk} .wanted=${wanted} .want=${this.want} .said=${(text: string) => this.office.notices.done(text)}></desk-sessionbar>
      ${isOver(wanted) ? this.pastList() : this.openList()}`;
  }

  // ---- What is open

  private openList(): TemplateResult {
    const t = say(supervise);
    const { sessions, wanted } = this;
    if (!sessions) return html``;
    this.past?.again(); // more are over by the time that somebody comes back to those
    sessions.follow({ state: wanted.state, queue: wanted.queue, owner: wanted.agent });
    if (sessions.problem) return html`<p class="bad" role="alert">${explain(sessions.problem)}</p>`;
    if (!sessions.loaded) return html`<p role="status">${t.loading}</p>`;
    const all = sessions.list;
    const rows = all.filter(fitting(wanted));
    const narrowed = rows.length < all.length || wanted.text !== '';
    return html`<p class="dim" role="status">${t.shown(rows.length, all.length)}
        ${all.length > sessions.live ? t.liveOnly(sessions.live) : ''} ${narrowed && !sessions.whole ? t.loadedOnly : ''}</p>
      ${rows.length > 0 ? html`${this.bar(rows, (c) => c, ['assign', 'take', 'tag', 'close'])} ${this.open.draw(t.sessions, this.openColumns(), rows)}` : html`<p>${t.noSessions}</p>`}
      ${
        sessions.whole
          ? nothing
          : html`<p class="footnote"><button ?disabled=${sessions.loading} @click=${() => this.tried(() => sessions.more())}>
              ${sessions.loading ? t.loading : t.more(most.sessions)}</button></p>`
      }`;
  }

  /** What can be done with those that are chosen. */
  private bar<T extends { id: string }>(rows: T[], of: (row: T) => Row, deeds: Deed[]): TemplateResult {
    const t = say(sessionList);
    const chosen = rows.filter((c) => this.chosen.has(c.id)).map(of);
    const texts = { assign: t.assign, take: t.takeOver, tag: t.tagThem, close: t.closeThem };
    const possible = deeds.filter((d) => d !== 'tag' || this.tags);
    if (possible.length === 0) return html``;
    const some = rows.slice(0, bulkBounds.most);
    const all = chosen.length >= some.length;
    const choose = (e: Event) => {
      const { checked } = e.target as HTMLInputElement;
      this.chosen = new Chosen(new Set(checked ? some.map((c) => c.id) : []));
    };
    const deed = (d: Deed) =>
      html`<button type="button" ?disabled=${chosen.length === 0} @click=${() => this.does(d, chosen)}>${texts[d]}</button>`;
    return html`<div class="bulk" role="group" aria-label=${t.chosen(chosen.length)}>
      <label><input type="checkbox" .checked=${all} .indeterminate=${chosen.length > 0 && !all} @change=${choose} /> ${t.chooseAll(some.length)}</label>
      <span role="status">${t.chosen(chosen.length)} <span class="dim">${t.most(bulkBounds.most)}</span></span> <span class="dim range">${t.range}</span>
      ${possible.map(deed)}
    </div>`;
  }

  /** Whether there are tags. There is nothing else to do with what is over. */
  private get tags(): boolean {
    return (this.desk.config?.tags.length ?? 0) > 0;
  }

  /** The agents are loaded when somebody wants to choose one: each is billed. */
  private roster: (() => void) | undefined;

  private does(deed: Deed, chosen: Row[]): void {
    if (deed === 'assign') this.roster ??= this.desk.roster.use();
    const over = isOver(this.wanted);
    this.asking = many(deed, this.desk, chosen, (done, text, asked) => {
      this.chosen = this.chosen.without(done);
      if (over) this.past?.tagged(done, asked.of ?? '', asked.on ?? false);
      else for (const id of done) this.acted(id);
      if (text) this.office.notices.done(text);
    });
  }

  /** With Shift, by the mouse or the arrows, all from the last one to this one are chosen. */
  private tick(c: { id: string; called: string }): TemplateResult {
    const is = this.chosen.has(c.id);
    const click = (e: MouseEvent) => {
      this.chosen = e.shiftKey ? this.chosen.to(c.id, this.order) : this.chosen.toggled(c.id);
      (e.target as HTMLElement).focus();
    };
    const press = (e: KeyboardEvent) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[e.key];
      if (!e.shiftKey || !step) return;
      e.preventDefault();
      const next = this.order[this.order.indexOf(c.id) + step];
      if (next === undefined) return;
      this.chosen = this.chosen.to(c.id, this.order).to(next, this.order);
      void this.updateComplete.then(() => this.querySelector<HTMLElement>(`.tick[value="${next}"]`)?.focus());
    };
    // A press with Shift would mark the page's text, too.
    const down = (e: MouseEvent) => e.shiftKey && e.preventDefault();
    if (isOver(this.wanted) && !this.tags) return html``;
    return html`<input type="checkbox" class="tick" value=${c.id} .checked=${live(is)} ?disabled=${!is && this.chosen.full}
      aria-label=${say(sessionList).choose(customerName(c.called))} aria-keyshortcuts="Shift+ArrowDown Shift+ArrowUp"
      @mousedown=${down} @click=${click} @keydown=${press} />`;
  }

  /** The rows in the order in which they are shown. */
  private get order(): string[] {
    if (isOver(this.wanted)) {
      return sorted(this.past?.rows ?? [], this.pastColumns(), this.over.order).map((s) => s.id);
    }
    const rows = this.sessions?.list.filter(fitting(this.wanted)) ?? [];
    return sorted(rows, this.openColumns(), this.open.order).map((c) => c.id);
  }

  private openColumns(): Column<Conversation>[] {
    const t = say(supervise);
    const now = this.desk.now();
    return [
      {
        key: 'customer',
        title: t.customer,
        by: (c) => customerName(c.called),
        draw: (c) =>
          html`<div class="ticked">${this.tick(c)}<div>${this.customer(c.id, c.called, c.channel, preview(c.preview, c.previewKind))} ${this.labels(c)}</div></div>`,
      },
      { key: 'state', title: t.state, by: (c) => states.indexOf(c.state), draw: (c) => stateWord(c.state) },
      this.queueColumn(),
      this.agentColumn(),
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

  // ---- What is over

  private pastList(): TemplateResult {
    const t = say(supervise);
    const own = say(sessionList);
    const { past, wanted, desk } = this;
    if (!past || !desk.config) return html``;
    past.follow(wanted, range(wanted, desk.now(), desk.config.zone));
    if (past.problem) return html`<p class="bad" role="alert">${explain(past.problem)}</p>`;
    const { rows } = past;
    return html`<p class="dim" role="status">${past.loading ? t.loading : own.read(rows.length, past.cost, past.whole)}</p>
      ${rows.length > 0 ? html`${this.bar(rows, rowOf, ['tag'])} ${this.over.draw(t.sessions, this.pastColumns(), rows)}` : past.loading ? nothing : html`<p>${t.noSessions}</p>`}
      ${past.whole || past.loading ? nothing : html`<p class="footnote"><button @click=${() => past.more()}>${t.more(step.page)}</button></p>`}`;
  }

  private pastColumns(): Column<ClosedSession>[] {
    const t = say(supervise);
    const own = say(sessionList);
    return [
      {
        key: 'customer',
        title: t.customer,
        by: (s) => customerName(s.customer),
        draw: (s) =>
          html`<div class="ticked">${this.tick(rowOf(s))}<div>${this.customer(s.conversation, s.customer, s.channel, preview(s.preview, s.previewKind))} ${this.labels(s)}</div></div>`,
      },
      this.queueColumn(),
      this.agentColumn(),
      {
        key: 'opened',
        title: own.openedAt,
        end: true,
        by: (s) => s.openedAt,
        draw: (s) => moment(s.openedAt),
      },
      {
        key: 'closed',
        title: own.closedAt,
        end: true,
        by: (s) => s.closedAt,
        draw: (s) => moment(s.closedAt),
      },
      {
        key: 'wait',
        title: say(figures).lengths.firstWaits,
        end: true,
        by: (s) => s.firstWait,
        draw: (s) => span(s.firstWait * 1000),
      },
      {
        key: 'handled',
        title: own.handled,
        end: true,
        by: (s) => s.handled,
        draw: (s) => span(s.handled * 1000),
      },
      {
        key: 'outcome',
        title: own.outcome,
        by: (s) => s.outcome || undefined,
        draw: (s) => this.outcome(s.outcome),
      },
      {
        key: 'rating',
        title: t.rating,
        end: true,
        by: (s) => s.rating || undefined,
        draw: (s) => (s.rating > 0 ? t.points(s.rating) : '–'),
      },
    ];
  }

  private outcome(given: string): string {
    const known = this.desk.config?.outcomes.find((o) => o.name === given);
    return known ? shownIn(known, language.code).text : given || '–';
  }

  // ---- Both

  private customer(id: string, called: string, channel: string, text: string): TemplateResult {
    return html`${this.link(id, named(customerName(called)))} ${channelMark(this.desk.settings, channel)}
      <small>${named(text, 'dim')}</small>`;
  }

  private labels({ tags }: { tags: string[] }): TemplateResult | typeof nothing {
    if (tags.length === 0) return nothing;
    const all = this.desk.config?.tags ?? [];
    const texts = tags.map((tag) => {
      const known = all.find((l) => l.name === tag);
      return known ? shownIn(known, language.code).text : tag;
    });
    return html`<small>${say(sessionList).tag}${say(shell).colon}${listed(texts)}</small>`;
  }

  private queueColumn<T extends { queue: string }>(): Column<T> {
    const draw = ({ queue }: T) => named(this.queueTitle(queue));
    return { key: 'queue', title: say(supervise).queue, by: (c) => this.queueTitle(c.queue), draw };
  }

  private agentColumn<T extends { owner: string; ownerName: string }>(): Column<T> {
    const who = (c: T) => c.ownerName || c.owner;
    return {
      key: 'agent',
      title: say(supervise).agent,
      by: (c) => who(c) || undefined,
      draw: (c) => named(who(c) || '–'),
    };
  }
}

/** rowOf is a session that is over as something is done with it. */
const rowOf = (s: ClosedSession): Required<Row> => ({
  id: s.id,
  called: s.customer,
  conversation: s.conversation,
  session: s.session,
});

/** What of the filters the database does not compare where sessions are open. */
function fitting(w: Wanted): (c: Conversation) => boolean {
  const words = wordsOf(w.text);
  return (c) =>
    (w.channel === '' || c.channel === w.channel) &&
    (w.tag === '' || c.tags.includes(w.tag)) &&
    (w.outcome === '' || c.outcome === w.outcome) &&
    (words.length === 0 ||
      matches([...c.index.words, ...wordsOf(`${c.called} ${c.preview} ${c.ownerName}`)], words));
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

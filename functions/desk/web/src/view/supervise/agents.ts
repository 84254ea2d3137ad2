import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Agent, Conversation } from '../../data/documents.js';
import { most } from '../../data/queries.js';
import { presences } from '../../data/words.gen.js';
import { rights } from '../../state/entry.js';
import { isLent, own as rostered, Work } from '../../state/live.js';
import { isBySupervisor } from '../../state/presence.js';
import { name } from '../../state/roster.js';
import { entryTexts } from '../../text/entry.js';
import { listed, number, recently, say } from '../../text/language.js';
import { live } from '../../text/live.js';
import { explain } from '../../text/problem.js';
import { because } from '../../text/reason.js';
import { supervise } from '../../text/supervise.js';
import { customerName, presenceWord, roleWord } from '../../text/words.js';
import './changes.js';
import { add, edit, remove, suspend } from './entry.js';
import './holds.js';
import type { Ask } from './ask.js';
import { found } from './order.js';
import { filter, Page, search } from './page.js';
import { type Column, named, Table } from './table.js';
import { lentSays, today } from './today.js';

/** All agents, live, and the roster's entries. */
class AgentsPage extends Page {
  static override properties: PropertyDeclarations = {
    typed: { state: true },
    queue: { state: true },
    presence: { state: true },
  };
  declare typed: string;
  declare queue: string;
  declare presence: string;
  private work: Work | undefined;
  private readonly table = new Table<Agent>(this, (a) => a.email, { by: 'name', down: false }, true);

  constructor() {
    super();
    this.typed = this.queue = this.presence = '';
  }

  protected override models() {
    return [this.desk, this.desk.roster, this.work];
  }

  protected override begin() {
    const work = new Work(this.desk.connection.db);
    this.work = work;
    work.start();
    return [this.desk.roster.use(), () => work.stop()];
  }

  protected override content(): TemplateResult {
    const t = say(supervise);
    const { roster } = this.desk;
    if (roster.problem) return html`<p class="bad" role="alert">${explain(roster.problem)}</p>`;
    if (!roster.loaded) return html`<p role="status">${t.loading}</p>`;
    const rows = roster.everybody.filter((a) => this.isWanted(a));
    return html`${this.filters()}
      <p class="dim">${t.shown(rows.length, roster.everybody.length)} ${this.work?.cut ? say(live).heldCut(most.held) : nothing}</p>
      ${rows.length > 0 ? this.table.draw(t.agents, this.columns(), rows) : html`<p>${t.nobodyFound}</p>`}`;
  }

  private isWanted(a: Agent): boolean {
    return (
      (this.queue === '' || a.queues.includes(this.queue)) &&
      (this.presence === '' || this.desk.roster.presence(a) === this.presence) &&
      found(this.typed, a.displayName, a.email, ...Object.keys(a.skills), ...a.languages)
    );
  }

  private filters(): TemplateResult {
    const t = say(supervise);
    const { desk } = this;
    const all = presences.map((p): [string, string] => [p, presenceWord(p)]);
    return html`<div class="filters" role="search">
      ${search(t.search, this.typed, (typed) => {
        this.typed = typed;
      })}
      ${this.queueFilter(this.queue, (queue) => {
        this.queue = queue;
      })}
      ${filter(t.presence, [['', t.everyPresence], ...all], this.presence, (presence) => {
        this.presence = presence;
      })}
      <button class="primary" @click=${() => this.show(add(desk, this.done))}>${t.addAgent}</button>
    </div>`;
  }

  private columns(): Column<Agent>[] {
    const t = say(supervise);
    const { desk } = this;
    return [
      { key: 'name', title: t.name, by: name, draw: (a) => who(a) },
      {
        key: 'presence',
        title: t.presence,
        by: (a) => presences.indexOf(desk.roster.presence(a)),
        draw: (a) => this.presenceOf(a),
      },
      {
        key: 'load',
        title: t.loadHead,
        end: true,
        by: (a) => a.used,
        draw: (a) => this.load(a),
      },
      {
        key: 'answered',
        title: say(live).answered,
        end: true,
        by: (a) => this.work?.of(a.email).answeredAt || undefined,
        draw: (a) => this.answered(a),
      },
      { key: 'queues', title: t.queues, draw: (a) => this.queuesOf(a) },
      { key: 'skills', title: t.skills, draw: (a) => clipped(skillsOf(a)) },
      { key: 'actions', title: t.actions, draw: (a) => this.actions(a) },
    ];
  }

  private presenceOf(a: Agent): TemplateResult {
    const t = say(supervise);
    if (a.role === 'none') return html`<span class="suspended">${roleWord('none')}</span>`;
    const { roster, now } = this.desk;
    const seen = roster.presence(a);
    const since = roster.since(a);
    const more = [
      since > 0 ? t.since(recently(since, now())) : '',
      seen === 'busy' && a.presence === 'available' ? t.full : '',
      a.awayBy ? (isBySupervisor(a.awayBy) ? because(a.awayBy) : t.awayBy(because(a.awayBy))) : '',
    ].filter(Boolean);
    return html`<span class="dot ${seen}" aria-hidden="true"></span> ${presenceWord(seen)} ${clipped(more.join(', '), true)}`;
  }

  private load(a: Agent): TemplateResult {
    const { active = 0, offered = 0, wrapUp = 0 } = this.work?.of(a.email) ?? {};
    return html`${say(supervise).load(a.used, a.capacity)} <small class="dim">${say(live).holding(active, offered, wrapUp)}</small>`;
  }

  private answered(a: Agent): string {
    const at = this.work?.of(a.email).answeredAt ?? 0;
    return at > 0 ? recently(at, this.desk.now()) : '–';
  }

  /** The queues that are in force, and what the roster says where that is something else today. */
  private queuesOf(a: Agent): TemplateResult {
    if (!isLent(a, this.desk.now())) return clipped(this.titles(rostered(a)));
    return html`${clipped(this.titles(a))} <small class="lent"><strong>${say(live).forToday}</strong> ${lentSays(a, this.desk)}</small>`;
  }

  private titles(a: Agent): string {
    return listed(a.queues.map((q) => this.queueTitle(q)));
  }

  private actions(a: Agent): TemplateResult {
    const t = say(supervise);
    return html`<div class="buttons" role="group" aria-label=${name(a)}>
      <button @click=${() => this.show(this.details(a))}>${t.details}</button>
      ${this.may(a).edit && a.role !== 'none' ? html`<button @click=${() => this.show(today(this.desk, a, this.done))}>${say(live).changeToday}</button>` : nothing}
      ${this.may(a).edit ? html`<button @click=${() => this.show(edit(this.desk, rostered(a), this.done))}>${t.edit}</button>` : nothing}
    </div>`;
  }

  private may(a: Agent) {
    return rights({ email: this.desk.email, role: this.desk.me?.role ?? '' }, a);
  }

  private readonly done = (text: string) => this.office.notices.done(text);

  private show(asking: Ask): void {
    this.asking = asking;
  }

  private readonly linkTo = (c: Conversation) => this.link(c.id, named(customerName(c.called)));
  private readonly buttonsOf = (c: Conversation) => this.buttons(c, this.possible(c));

  /** What a row has no room for, and what the agent holds. */
  private details(a: Agent): Ask {
    const t = say(supervise);
    const { desk } = this;
    const none = t.none;
    const own = say(entryTexts);
    const may = this.may(a);
    return {
      title: name(a),
      body: () => html`<dl class="facts">
          <dt>${t.address}</dt><dd dir="auto">${a.email}</dd>
          <dt>${t.role}</dt><dd>${roleWord(a.role)}</dd>
          <dt>${t.presence}</dt><dd>${this.presenceOf(a)}</dd>
          <dt>${t.queues}</dt><dd>${a.queues.length > 0 || a.today ? this.queuesOf(a) : none}</dd>
          <dt>${t.skills}</dt><dd>${skillsOf(a) || none}</dd>
          <dt>${t.languages}</dt><dd>${listed(a.languages) || none}</dd>
        </dl>
        <desk-holds .desk=${desk} .agent=${a.email} .link=${this.linkTo} .buttons=${this.buttonsOf}></desk-holds>
        <div class="buttons">
          ${may.edit ? html`<button type="button" @click=${() => this.show(edit(desk, rostered(a), this.done))}>${t.edit}</button>` : nothing}
          ${may.suspend ? html`<button type="button" class="danger" @click=${() => this.show(suspend(desk, a, this.done))}>${own.suspend}</button>` : nothing}
          ${may.remove ? html`<button type="button" class="danger" @click=${() => this.show(remove(desk, a, this.done))}>${t.remove}</button>` : nothing}
        </div>
        <desk-changes .desk=${desk} .agent=${a.email}></desk-changes>`,
    };
  }
}

const who = (a: Agent): TemplateResult => html`${named(name(a))}
  <small>${named(a.role === 'agent' || a.role === 'none' ? a.email : `${a.email} · ${roleWord(a.role)}`, 'dim')}</small>`;

const skillsOf = (a: Agent): string =>
  listed(Object.entries(a.skills).map(([skill, level]) => `${skill} ${number(level)}`));

/** What may be long takes two lines of a row; a pointer sees the rest, and details have it all. */
const clipped = (text: string, dim = false): TemplateResult =>
  html`<span class="clip ${dim ? 'dim' : ''}" dir="auto" title=${text}>${text}</span>`;

customElements.define('desk-agents', AgentsPage);

import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { states } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import { sorted } from '../../state/labels.js';
import { choices } from '../../state/roster.js';
import {
  isOver,
  nothingWanted,
  read,
  type Span,
  spans,
  type Wanted,
  written,
} from '../../state/sessionfilter.js';
import { Views } from '../../state/views.js';
import { language, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { sessionList } from '../../text/sessionlist.js';
import { supervise } from '../../text/supervise.js';
import { stateWord } from '../../text/words.js';
import { View } from '../view.js';
import type { Ask } from './ask.js';
import { filter } from './page.js';
import { save } from './views.js';

/** The filters of the list of sessions, which combine, and the views that are kept of them. */
class SessionBar extends View {
  static override properties = {
    desk: { attribute: false },
    wanted: { attribute: false },
    want: { attribute: false },
    said: { attribute: false },
    asking: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare wanted: Wanted;
  declare want: (wanted: Wanted) => void;
  declare said: (text: string) => void;
  declare asking: Ask | undefined;
  declare problem: unknown;
  private views: Views | undefined;
  /** The agents are loaded when somebody wants to choose one: each is billed. */
  private roster: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { connection, email, orders } = this.desk;
    this.views = new Views(connection.db, email, (all) => orders.keepViews(all));
    this.views.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.views?.stop();
    this.roster?.();
    this.roster = undefined;
  }

  protected override models() {
    return [this.desk, this.desk?.roster, this.views];
  }

  private set(change: Partial<Wanted>): void {
    this.want({ ...this.wanted, ...change });
  }

  protected override render(): TemplateResult {
    const t = say(sessionList);
    const { wanted, asking } = this;
    const find = (e: Event) => {
      e.preventDefault();
      this.set({ text: String(new FormData(e.target as HTMLFormElement).get('text') ?? '').trim() });
    };
    const close = () => {
      this.asking = undefined;
    };
    return html`<form class="filters" role="search" @submit=${find}>
        ${this.whatFilters()} ${this.whoFilters()} ${isOver(wanted) ? this.overFilters() : nothing}
        <label>${t.search} <input name="text" type="search" autocomplete="off" spellcheck="false" .value=${wanted.text} /></label>
        <button>${t.find}</button>
        ${written(wanted, true) === '' ? nothing : html`<button type="button" @click=${() => this.want(nothingWanted)}>${t.clear}</button>`}
      </form>
      ${this.viewsPart()}
      ${this.problem ? html`<p class="bad" role="alert">${explain(this.problem)}</p>` : nothing}
      ${asking ? keyed(asking, html`<desk-ask .desk=${this.desk} .ask=${asking} @close=${close}></desk-ask>`) : nothing}`;
  }

  private whatFilters(): TemplateResult {
    const t = say(sessionList);
    const s = say(supervise);
    const { wanted, desk } = this;
    const all = states.map((state): [string, string] => [state, stateWord(state)]);
    const queues = desk.config?.queues.map((q): [string, string] => [q.name, desk.queueTitle(q.name)]) ?? [];
    // What only sessions that are over have is asked of no other.
    const state = (to: string) =>
      this.set({ state: to, ...(to === 'closed' ? {} : { rating: '', when: '', from: '', to: '' }) });
    return html`${filter(s.state, [['', t.everyOpen], ...all], wanted.state, state)}
      ${filter(s.queue, [['', s.everyQueue], ...queues], wanted.queue, (queue) => this.set({ queue }))}
      ${filter(t.channel, [['', t.everyChannel], ...this.channels()], wanted.channel, (channel) => this.set({ channel }))}`;
  }

  private channels(): [string, string][] {
    return this.desk.settings.channels.map((c) => [c.channel, c.title]);
  }

  private whoFilters(): TemplateResult {
    const t = say(sessionList);
    const s = say(supervise);
    const { wanted, desk } = this;
    const agents = choices(desk.roster.agents);
    if (wanted.agent && !desk.roster.find(wanted.agent))
      agents.push([wanted.agent, desk.roster.named(wanted.agent)]);
    const labels = (all: { name: string; text: string }[]) =>
      all.map((l): [string, string] => [l.name, l.text]);
    const tags = labels(sorted(desk.config?.tags ?? [], language.code));
    const outcomes = labels(sorted(desk.config?.outcomes ?? [], language.code));
    const come = () => {
      this.roster ??= desk.roster.use();
    };
    return html`<div @focusin=${come} @pointerdown=${come}>${filter(s.agent, [['', s.everyAgent], ...agents], wanted.agent, (agent) => this.set({ agent }))}</div>
      ${tags.length > 0 ? filter(t.tag, [['', t.everyTag], ...tags], wanted.tag, (tag) => this.set({ tag })) : nothing}
      ${outcomes.length > 0 ? filter(t.outcome, [['', t.everyOutcome], ...outcomes], wanted.outcome, (outcome) => this.set({ outcome })) : nothing}`;
  }

  private overFilters(): TemplateResult {
    const t = say(sessionList);
    const s = say(supervise);
    const { wanted } = this;
    const points = [1, 2, 3, 4, 5].map((n): [string, string] => [String(n), s.points(n)]);
    const when = ['' as Span, ...spans].map((span): [string, string] => [span, t.spans[span]]);
    const time = (field: 'from' | 'to', title: string) =>
      html`<label>${title} <input type="datetime-local" autocomplete="off" .value=${wanted[field]} @change=${(e: Event) => this.set({ [field]: (e.target as HTMLInputElement).value })} /></label>`;
    return html`${filter(s.rating, [['', s.everyRating], ...points], wanted.rating, (rating) => this.set({ rating }))}
      ${filter(t.when, when, wanted.when, (to) => this.set({ when: to as Span }))}
      ${wanted.when === 'range' ? html`${time('from', t.from)} ${time('to', t.to)}` : nothing}`;
  }

  // ---- Views

  private viewsPart(): TemplateResult {
    const t = say(sessionList);
    const { views, wanted } = this;
    const names = views?.names ?? [];
    const filters = written(wanted);
    const shown = names.find((n) => views?.all[n] === filters) ?? '';
    const choose = (chosen: string) => {
      if (chosen !== '') this.want(read(views?.all[chosen] ?? ''));
    };
    return html`<div class="filters views">
      ${names.length > 0 ? filter(t.views, [['', t.noView], ...names.map((n): [string, string] => [n, n])], shown, choose) : nothing}
      <button type="button" @click=${() => this.keep(filters)}>${t.saveView}</button>
      ${shown === '' ? nothing : html`<button type="button" @click=${() => this.drop(shown)}>${t.deleteView}</button>`}
      <button type="button" @click=${this.copy}>${t.copyLink}</button>
    </div>`;
  }

  private keep(filters: string): void {
    if (this.views) this.asking = save(this.views, filters, (n) => this.said(say(sessionList).saved(n)));
  }

  private async drop(view: string): Promise<void> {
    this.problem = undefined;
    try {
      await this.views?.remove(view);
      this.said(say(sessionList).deleted(view));
    } catch (e) {
      this.problem = e;
    }
  }

  /** copy has all in the link, and what is searched for too: who shares it wants it shared. */
  private readonly copy = async () => {
    const t = say(sessionList);
    const link = `${location.origin}${location.pathname}#${written(this.wanted, true)}`;
    await navigator.clipboard
      .writeText(link)
      .then(() => this.said(t.copied))
      .catch(() => this.said(t.copyFailed));
  };
}

customElements.define('desk-sessionbar', SessionBar);

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { format } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import { sorted } from '../state/labels.js';
import type { Office } from '../state/office.js';
import { name } from '../state/roster.js';
import { type Hit, marked, nothingWanted, type Wanted } from '../state/search.js';
import { language, moment, say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { search } from '../text/search.js';
import { customerName, preview } from '../text/words.js';
import { avatar } from './avatar.js';
import { channelMark } from './channel.js';
import { View } from './view.js';

type Time = keyof typeof days;

const day = 86_400_000;
const days = { ever: 0, today: 1, week: 7, month: 30, year: 365 };

/** What is searched for, and what was found: sessions that are open or over. */
class SearchPage extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    time: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare time: Time;
  private stop: (() => void) | undefined;

  constructor() {
    super();
    this.time = 'ever';
  }

  protected override models() {
    const { desk } = this;
    return [desk, desk?.search, desk?.roster]; // its code may come after the element
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>('input')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.stop = undefined;
  }

  protected override render(): TemplateResult {
    const t = say(search);
    const { wanted } = this.desk.search;
    return html`<main class="search" id="main" tabindex="-1">
      <h1>${t.title}</h1>
      <form role="search" @submit=${this.submit}>
        <input name="text" type="search" autocomplete="off" spellcheck="false" aria-label=${t.text} placeholder=${t.hint} .value=${wanted.text} />
        <button class="primary">${t.go}</button>
        <div class="filters">${this.filters()}</div>
      </form>
      ${this.results()}
    </main>`;
  }

  private filters(): TemplateResult {
    const t = say(search);
    const { desk } = this;
    const { queue, agent, tag } = desk.search.wanted;
    const tags = sorted(desk.config?.tags ?? [], language.code).map((l): [string, string] => [
      l.name,
      l.text,
    ]);
    const queues = desk.supervises
      ? (desk.config?.queues ?? [])
      : (desk.config?.queues ?? []).filter((q) => desk.me?.queues.includes(q.name));
    const known = desk.roster.loaded || !desk.me ? desk.roster.agents : [desk.me];
    const agents = known.map((a): [string, string] => [a.email, name(a)]);
    const times = Object.entries(t.times).map(([time, text]): [string, string] => [time, text]);
    return html`
      ${this.choice('queue', t.queue, [['', t.everyQueue], ...queues.map((q): [string, string] => [q.name, desk.queueTitle(q.name)])], queue)}
      ${this.choice('agent', t.agent, [['', t.everyAgent], ...agents], agent)}
      ${tags.length > 0 ? this.choice('tag', t.tag, [['', t.everyTag], ...tags], tag) : nothing}
      ${this.choice('time', t.when, times, this.time)}`;
  }

  private choice(field: string, title: string, options: [string, string][], chosen: string): TemplateResult {
    const changed = (e: Event) => (e.target as HTMLSelectElement).form?.requestSubmit();
    const used = field === 'agent' ? this.useRoster : undefined;
    return html`<label>${title} <select name=${field} @change=${changed} @focus=${used} @pointerdown=${used}>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select></label>`;
  }

  /** Everybody's names are read when somebody looks at them: each is billed. */
  private readonly useRoster = () => {
    this.stop ??= this.desk.roster.use();
  };

  private readonly submit = (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.target as HTMLFormElement);
    const said = (field: string) => String(form.get(field) ?? '');
    this.time = said('time') as Time;
    const span = days[this.time] ?? 0;
    const wanted: Wanted = {
      ...nothingWanted,
      text: said('text'),
      queue: said('queue'),
      agent: said('agent'),
      tag: said('tag'),
      from: span > 0 ? this.desk.now() - span * day : 0,
    };
    void this.desk.search.find(wanted);
  };

  private results(): TemplateResult {
    const t = say(search);
    const { search: s } = this.desk;
    const { hits } = s;
    const status = s.busy ? t.busy : !s.begun ? '' : hits.length > 0 ? t.found(hits.length, s.whole) : '';
    return html`<p class="dim" role="status">${status}</p>
      ${s.problem ? html`<p class="bad" role="alert">${explain(s.problem)}</p>` : nothing}
      ${s.begun ? nothing : html`<p class="dim">${t.begin}</p>`}
      ${s.begun && !s.busy && hits.length === 0 ? html`<p>${s.whole ? t.nothing : t.nothingYet}</p>` : nothing}
      <ul class="hits" aria-label=${t.results}>${repeat(
        hits,
        (h) => h.key,
        (h) => html`<li>${this.hit(h)}</li>`,
      )}</ul>
      ${s.begun && !s.busy && !s.whole ? html`<button @click=${() => s.more()}>${t.more}</button>` : nothing}`;
  }

  private hit(h: Hit): TemplateResult {
    const t = say(search);
    const page = { name: 'conversation', id: h.conversation } as const;
    const go = (e: Event) => {
      e.preventDefault();
      this.office.address.go(page);
    };
    const { words } = this.desk.search.terms;
    const line = this.desk.search.lineOf(h) || preview(h.preview, h.kind);
    return html`<a class="hit" href=${format(page)} @click=${go}>
      ${avatar(h.customer)}
      <span class="from"><strong dir="auto">${marks(customerName(h.customer), words)}</strong> ${channelMark(this.desk.settings, h.channel)}</span>
      <time>${h.open ? t.open : moment(h.at)}</time>
      <span class="line" dir="auto">${marks(line, words)}</span>
      <small class="dim"><bdi>${this.desk.queueTitle(h.queue)}</bdi>${h.agent ? html` · <bdi>${h.agent}</bdi>` : nothing}</small>
    </a>`;
  }
}

/** marks is a line with the words in it marked, as text. */
const marks = (line: string, words: string[]) =>
  marked(line, words).map((p) => (p.is ? html`<mark>${p.text}</mark>` : p.text));

customElements.define('desk-search', SearchPage);

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { QueueConfig } from '../../../data/configuration.js';
import type { Conversation } from '../../../data/documents.js';
import { fold } from '../../../state/commands.js';
import type { Desk } from '../../../state/desk.js';
import { nextOpen } from '../../../state/hours.js';
import { hasRoom, isThere } from '../../../state/overview.js';
import { type Choice, choices, type Purpose } from '../../../state/recipients.js';
import { name } from '../../../state/roster.js';
import { say, soon } from '../../../text/language.js';
import { explain } from '../../../text/problem.js';
import { thread } from '../../../text/thread.js';
import { presenceWord } from '../../../text/words.js';
import { Ticker, View } from '../../view.js';

/** How many agents are shown; more letters find the others. */
const most = 40;

/**
 * The field "agent" of a form. Agents who cannot take it come last, with the reason.
 * A list in which nobody can be chosen takes the focus itself, so that the keyboard scrolls it.
 */
class Picker extends View {
  static override properties = {
    desk: { attribute: false },
    about: { attribute: false },
    purpose: { attribute: false },
    typed: { state: true },
  };
  declare desk: Desk;
  declare about: Conversation;
  declare purpose: Purpose;
  declare typed: string;
  private stop: (() => void) | undefined;

  constructor() {
    super();
    this.typed = '';
    new Ticker(this, 5000); // leases end without anybody writing
  }

  protected override models() {
    return [this.desk.roster];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.desk.roster.use();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    const t = say(thread);
    const { roster } = this.desk;
    if (roster.problem) return html`<p class="problem" role="alert">${explain(roster.problem)}</p>`;
    const found = this.found;
    return html`<label>${t.findAgent} ${search(this.typed, (typed) => {
      this.typed = typed;
    })}</label>
      <fieldset class="options" tabindex=${found.some((c) => c.obstacle === '') ? nothing : 0}>
        <legend class="hidden">${t.agent}</legend>
        ${repeat(
          found.slice(0, most),
          (c) => c.agent.email,
          (c) => this.option(c),
        )}
        <p class="dim" role="status">${roster.loaded ? (found.length === 0 ? t.nobody : found.length > most ? t.more(found.length - most) : '') : t.loading}</p>
      </fieldset>`;
  }

  private get found(): Choice[] {
    const { desk, about, purpose } = this;
    const { roster } = desk;
    const wanted = fold(this.typed);
    return choices(roster.agents, (a) => roster.presence(a), about, purpose, desk.email).filter(({ agent }) =>
      fold(`${agent.displayName} ${agent.email}`).includes(wanted),
    );
  }

  private option({ agent: a, presence, serves, lacks, obstacle }: Choice): TemplateResult {
    const t = say(thread);
    const about = [
      obstacle === 'away' || obstacle === 'offline' ? '' : presenceWord(presence),
      t.load(a.used, a.capacity),
      serves ? '' : t.otherQueue,
      lacks.length > 0 ? t.lacks(lacks.join(', ')) : '',
      obstacle ? t.obstacles[obstacle] : '',
    ];
    return html`<label class=${obstacle ? 'option cannot' : 'option'}>
      <input type="radio" name="agent" value=${a.email} ?disabled=${obstacle !== ''} />
      <span class="dot ${presence}" aria-hidden="true"></span>
      <span class="grow"><bdi>${name(a)}</bdi><small>${about.filter(Boolean).join(' · ')}</small></span>
    </label>`;
  }
}

customElements.define('desk-agent-picker', Picker);

/** search is a field that finds while one types. */
export const search = (typed: string, set: (typed: string) => void): TemplateResult =>
  html`<input
    type="search"
    autocomplete="off"
    .value=${typed}
    @input=${(e: globalThis.Event) => set((e.target as HTMLInputElement).value)}
    @keydown=${(e: KeyboardEvent) => {
      if (e.key === 'Escape' && typed !== '') {
        e.preventDefault(); // the first Escape empties the field, the next one closes
        set('');
      }
    }}
  />`;

/** To where: queues and agents, one of which a transfer goes to. */
class Destination extends View {
  static override properties = {
    desk: { attribute: false },
    about: { attribute: false },
    to: { state: true },
    typed: { state: true },
  };
  declare desk: Desk;
  declare about: Conversation;
  declare to: 'queue' | 'agent';
  declare typed: string;

  private stop: (() => void) | undefined;

  constructor() {
    super();
    this.to = 'queue';
    this.typed = '';
    new Ticker(this, 15_000); // queues open and close
  }

  protected override models() {
    return [this.desk, this.desk.queues, this.desk.roster];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.desk.roster.use();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    const t = say(thread);
    const kind = (to: 'queue' | 'agent', label: string) =>
      html`<button type="button" aria-pressed=${this.to === to} @click=${() => {
        this.to = to;
      }}>${label}</button>`;
    // What waits is offered to nobody by hand, see the table of who may do what.
    const agents = this.about.state === 'active';
    return html`
      ${agents ? html`<div class="kinds" role="group" aria-label=${t.where}>${kind('queue', t.toQueue)}${kind('agent', t.toAgent)}</div>` : nothing}
      ${
        this.to === 'agent' && agents
          ? html`<desk-agent-picker .desk=${this.desk} .about=${this.about} .purpose=${'transfer'}></desk-agent-picker>`
          : this.queues()
      }
    `;
  }

  /** What somebody wants to know of a queue first: whether it is open, who is there, how many wait. */
  private facts(q: QueueConfig): string[] {
    const t = say(thread);
    const { desk } = this;
    const opens = q.hours ? nextOpen(q.hours, desk.now()) : desk.now();
    const open = opens !== undefined && opens <= desk.now();
    const waiting = desk.queues.items(q.name)?.length;
    const there = desk.roster.agents.filter((a) => a.queues.includes(q.name));
    const seen = there.map((agent) => ({ agent, presence: desk.roster.presence(agent) }));
    return [
      open ? t.isOpen : opens === undefined ? t.isClosed : t.opensAt(soon(opens, desk.now())),
      desk.roster.loaded && open ? t.areThere(seen.filter(isThere).length, seen.filter(hasRoom).length) : '',
      waiting === undefined ? '' : t.waitingThere(waiting),
    ].filter(Boolean);
  }

  private queues(): TemplateResult {
    const t = say(thread);
    const { desk, about } = this;
    const wanted = fold(this.typed);
    const all = (desk.config?.queues ?? []).filter(
      (q) => q.name !== about.queue && fold(`${q.displayName} ${q.name}`).includes(wanted),
    );
    return html`<label>${t.findQueue} ${search(this.typed, (typed) => {
      this.typed = typed;
    })}</label>
      <fieldset class="options">
        <legend class="hidden">${t.queue}</legend>
        ${repeat(
          all,
          (q) => q.name,
          (q) => html`<label class="option">
            <input type="radio" name="queue" value=${q.name} />
            <span class="grow"><bdi>${desk.queueTitle(q.name)}</bdi><small>${this.facts(q).join(' · ')}</small></span>
          </label>`,
        )}
        <p class="dim" role="status">${all.length === 0 ? t.noQueue : ''}</p>
      </fieldset>`;
  }
}

customElements.define('desk-destination-picker', Destination);

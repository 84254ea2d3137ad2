import { html, nothing, type TemplateResult } from 'lit';
import type { Item } from '../data/documents.js';
import { most } from '../data/queries.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { isLate, waitsSince } from '../state/overview.js';
import { say, span } from '../text/language.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import './day.js';
import { Ticker, View } from './view.js';

/** Where no conversation is open: what waits, for how long, and the next thing to do. */
class Empty extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  constructor() {
    super();
    new Ticker(this, 5_000); // waiting times
  }

  protected override models() {
    const { desk } = this;
    return [desk, desk.inbox, desk.queues, desk.presence, desk.undo];
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const queues = desk.queues.names.flatMap((q): [string, Item[]][] => {
      const items = desk.queues.items(q) ?? [];
      return items.length > 0 ? [[q, items]] : [];
    });
    return html`<div class="empty">
      ${this.heading(queues.length > 0)}
      ${queues.length > 0 ? html`<ul class="waits">${queues.map(([q, items]) => html`<li>${this.queue(q, items)}</li>`)}</ul>` : nothing}
      ${desk.presence.choice === 'available' ? nothing : this.comeBack()}
      <desk-day .desk=${desk}></desk-day>
    </div>`;
  }

  private heading(some: boolean): TemplateResult {
    const t = say(shell);
    const { offers, active } = this.desk.inbox;
    if (offers.length > 0) return html`<h1>${t.offersWait(offers.length)}</h1>`;
    if (active.length > 0) return html`<p>${t.chooseOne}</p>`;
    if (some) return html`<h1>${t.waitingNow}</h1>`;
    return html`<h1>${t.nothing}</h1><p>${t.nothingWhat}</p>`;
  }

  /** How many wait in a queue, and the one who is next. */
  private queue(queue: string, items: Item[]): TemplateResult {
    const t = say(shell);
    const now = this.desk.now();
    const title = this.desk.queueTitle(queue);
    const longest = Math.min(...items.map(waitsSince));
    const late = items.some((i) => isLate(i, now));
    const [first] = items;
    return html`<span>
        <bdi>${t.waitHere(items.length, title)}</bdi>${items.length < most.items ? nothing : '+'},
        ${t.longest} <strong class=${late ? 'bad' : ''}>${span(now - longest)}</strong>
      </span>
      ${first ? html`<button aria-label=${t.takeLongest(title)} @click=${() => this.take(first)}>${t.take}</button>` : nothing}`;
  }

  private comeBack(): TemplateResult {
    const t = say(shell);
    return html`<p>${t.notAvailable}</p>
      <div class="buttons">
        <button class="primary" @click=${() => this.try(this.desk.presence.choose('available'))}>${t.becomeAvailable}</button>
      </div>`;
  }

  private take(i: Item): Promise<void> {
    return this.try(
      this.desk.act(i.conversation, { kind: 'pick' }).then(() => this.office.take(i.conversation)),
    );
  }

  private async try(p: Promise<unknown>): Promise<void> {
    await p.catch((e) => this.office.notices.problem(explain(e)));
  }
}

customElements.define('desk-empty', Empty);

import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import * as documents from '../../data/documents.js';
import * as listen from '../../data/listen.js';
import * as queries from '../../data/queries.js';
import type { Desk } from '../../state/desk.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { stateWord } from '../../text/words.js';
import { View } from '../view.js';

/** An agent's sessions, live while they are shown. */
class Holds extends View {
  static override properties = {
    desk: { attribute: false },
    agent: { attribute: false },
    link: { attribute: false },
    buttons: { attribute: false },
    held: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare agent: string;
  declare link: (c: Conversation) => TemplateResult;
  declare buttons: (c: Conversation) => TemplateResult;
  declare held: Conversation[] | undefined;
  declare problem: unknown;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = listen.all(
      queries.owned(this.desk.connection.db, this.agent),
      documents.conversation,
      (held) => {
        this.held = held;
      },
      (e) => {
        this.problem = e;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    const t = say(supervise);
    const { held } = this;
    return html`<h3>${t.holds}${held && held.length > 0 ? ` (${held.length})` : ''}</h3>
      ${this.problem ? html`<p class="bad" role="alert">${explain(this.problem)}</p>` : nothing}
      ${held?.length === 0 ? html`<p class="dim">${t.holdsNothing}</p>` : nothing}
      ${held || this.problem ? nothing : html`<p role="status">${t.loading}</p>`}
      <ul class="items">${held?.map((c) => this.row(c))}</ul>`;
  }

  private row(c: Conversation): TemplateResult {
    return html`<li>
      <div class="who">
        ${this.link(c)}
        <span class="dim">${stateWord(c.state)} · <span dir="auto">${this.desk.queueTitle(c.queue)}</span></span>
      </div>
      ${this.buttons(c)}
    </li>`;
  }
}

customElements.define('desk-holds', Holds);

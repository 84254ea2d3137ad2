import { html, nothing, type TemplateResult } from 'lit';
import { type Presence, presences } from '../data/words.gen.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { elsewhere, say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import { presenceWord } from '../text/words.js';
import { Ticker, View } from './view.js';

/** How an agent is there: to choose, with how much of the capacity is used. */
class PresenceView extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  constructor() {
    super();
    new Ticker(this, 15_000); // a lease ends without anybody writing
  }

  protected override models() {
    return [this.desk, this.desk.presence];
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    const { presence, me, connected } = this.desk;
    const choose = (e: Event) => this.choose((e.target as HTMLSelectElement).value as Presence);
    return html`<label class="presence">
      <span class="dot ${connected ? presence.effective : 'offline'}" aria-hidden="true"></span>
      <span class="hidden">${t.presence}</span>
      <select @change=${choose} .value=${presence.choice}>
        ${presences.map((p) => html`<option value=${p} ?selected=${p === presence.choice}>${presenceWord(p)}</option>`)}
      </select>
      ${me ? html`<span class="load">${t.load(me.used, me.capacity)}</span>` : nothing}
    </label>`;
  }

  private async choose(p: Presence): Promise<void> {
    try {
      await this.desk.presence.choose(p);
    } catch (e) {
      this.office.notices.problem(explain(e));
    }
  }
}

customElements.define('desk-presence', PresenceView);

/** What the system made of the choice, where that is something else, and whose times are shown. */
class Standing extends View {
  static override properties = { desk: { attribute: false } };
  declare desk: Desk;

  constructor() {
    super();
    new Ticker(this, 15_000);
  }

  protected override models() {
    return [this.desk, this.desk.presence];
  }

  protected override render(): TemplateResult {
    const time = elsewhere(this.desk.now());
    return html`<span class="explained" role="status">${this.explained()}</span>
      ${time ? html`<span class="zone dim" title=${say(shell).zone}>${time}</span>` : nothing}`;
  }

  private explained(): string {
    const t = say(shell);
    const { presence, me, connected } = this.desk;
    const { choice, effective, awayBy } = presence;
    if (awayBy) return '';
    if (choice === 'available' && effective === 'busy' && me) return t.full(me.used, me.capacity);
    if (!connected || !presence.settled || effective === choice) return '';
    return `${presenceWord(choice)}; ${t.shownAs(presenceWord(effective))}`;
  }
}

customElements.define('desk-standing', Standing);

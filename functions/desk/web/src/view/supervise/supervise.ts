import { html, nothing, type TemplateResult } from 'lit';
import type { View as Name } from '../../state/address.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { say } from '../../text/language.js';
import { shell } from '../../text/shell.js';
import { View } from '../view.js';
import './agents.js';
import './alerts.js';
import './customers.js';
import './daily.js';
import './figures.js';
import './queues.js';
import './ratings.js';
import './sessions.js';

/** What supervisors see: one page a view. */
class Supervise extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    view: { attribute: false },
    of: { attribute: false },
  };
  declare office: Office;
  declare desk: Desk;
  declare view: Name;
  declare of: string;

  protected override models() {
    return [this.desk];
  }

  protected override render(): TemplateResult {
    return html`<main class="supervise">
      <h1 tabindex="-1">${say(shell).views[this.view]}</h1>
      ${this.page()}
    </main>`;
  }

  private page(): TemplateResult | typeof nothing {
    const { office, desk } = this;
    switch (this.view) {
      case 'alerts':
        return html`<desk-alerts .office=${office} .desk=${desk}></desk-alerts>`;
      case 'queues':
        return html`<desk-queues .office=${office} .desk=${desk}></desk-queues>`;
      case 'agents':
        return html`<desk-agents .office=${office} .desk=${desk}></desk-agents>`;
      case 'sessions':
        return html`<desk-sessions .office=${office} .desk=${desk}></desk-sessions>`;
      case 'figures':
        return html`<desk-figures .office=${office} .desk=${desk} .of=${this.of}></desk-figures>`;
      case 'ratings':
        return html`<desk-ratings .office=${office} .desk=${desk}></desk-ratings>`;
      case 'daily':
        return html`<desk-daily .office=${office} .desk=${desk}></desk-daily>`;
      case 'customers':
        if (!desk.administers) return nothing;
        return html`<desk-customers .office=${office} .desk=${desk} .of=${this.of}></desk-customers>`;
    }
  }
}

customElements.define('desk-supervise', Supervise);

import { html, type TemplateResult } from 'lit';
import type { View as Page } from '../../state/address.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { View } from '../view.js';

/** What supervisors see: one page a view. */
class Supervise extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    view: { attribute: false },
  };
  declare office: Office;
  declare desk: Desk;
  declare view: Page;

  protected override models() {
    return [this.desk];
  }

  protected override render(): TemplateResult {
    return html`<main>${this.view}</main>`;
  }
}

customElements.define('desk-supervise', Supervise);

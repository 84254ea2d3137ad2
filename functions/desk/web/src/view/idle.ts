import { html, nothing, type TemplateResult } from 'lit';
import type { Idle } from '../state/idle.js';
import { say, span } from '../text/language.js';
import { shell } from '../text/shell.js';
import { View } from './view.js';

/** Says a minute before that nobody seems to be there. */
class IdleView extends View {
  static override properties = { idle: { attribute: false } };
  declare idle: Idle;

  protected override models() {
    return [this.idle];
  }

  protected override render(): TemplateResult {
    const t = say(shell);
    const { idle } = this;
    // A screen reader says it once, and not every second.
    return html`<div role="alert">
      ${
        idle.warns
          ? html`<p class="banner problem">${t.idle} <span aria-hidden="true">${span(idle.left)}</span>
            <button @click=${idle.touch}>${t.stay}</button></p>`
          : nothing
      }
    </div>`;
  }
}

customElements.define('desk-idle', IdleView);

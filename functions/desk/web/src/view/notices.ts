import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Notices } from '../state/notices.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';
import { View } from './view.js';

/** News and problems, at the edge of the page; a screen reader says them. */
class NoticesView extends View {
  static override properties = { notices: { attribute: false } };
  declare notices: Notices;

  protected override models() {
    return [this.notices];
  }

  protected override render(): TemplateResult {
    return html`<div class="notices" role="log" aria-live="polite">
      ${repeat(
        this.notices.list,
        (n) => n.id,
        (n) => html`<p class=${n.kind} role=${n.kind === 'problem' ? 'alert' : 'status'}>
          <span dir="auto">${n.text}</span>
          <button class="icon" aria-label=${say(shell).close} @click=${() => this.notices.close(n.id)}>✕</button>
        </p>`,
      )}
    </div>`;
  }
}

customElements.define('desk-notices', NoticesView);

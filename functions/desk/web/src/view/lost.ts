import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';
import { kindWord } from '../text/words.js';
import { View } from './view.js';

/** Above the page: no connection, and replies that were refused, with their text. */
class Lost extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;

  protected override models() {
    return [this.desk, this.desk.outbox];
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const t = say(shell);
    const { lost, queued } = desk.outbox;
    return html`
      <div role="status">
        ${desk.connected ? nothing : html`<p class="banner">${queued > 0 ? t.offlineQueued(queued) : t.offline}</p>`}
      </div>
      <div role="alert">
        ${lost.map(
          (p) => html`<div class="banner problem">
            <p><strong>${t.lost}.</strong> ${t.lostWhy}</p>
            <blockquote dir="auto">${p.draft.text || p.draft.media?.name || kindWord(p.draft.kind ?? '')}</blockquote>
            <button @click=${() => navigator.clipboard?.writeText(p.draft.text)}>${t.copy}</button>
            <button @click=${() => this.office.address.go({ name: 'conversation', id: p.conversation })}>${t.open}</button>
            <button @click=${() => desk.outbox.discard(p.id)}>${t.discard}</button>
          </div>`,
        )}
      </div>
    `;
  }
}

customElements.define('desk-lost', Lost);

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../data/documents.js';
import { newId } from '../../data/orders.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { clock, say } from '../../text/language.js';
import { shell } from '../../text/shell.js';
import { customerName, kindWord, stateWord, statusWord } from '../../text/words.js';
import { View } from '../view.js';

/** One conversation: its history, and what can be done with it. */
class ThreadView extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    conversation: { attribute: false },
  };
  declare office: Office;
  declare desk: Desk;
  declare conversation: string;

  protected override models() {
    return [this.desk, this.desk.thread(this.conversation)];
  }

  protected override render(): TemplateResult {
    const thread = this.desk.thread(this.conversation);
    const c = thread.conversation;
    return html`
      <h1 dir="auto">${customerName(c?.context.displayName ?? '')}</h1>
      <button class="back" @click=${() => this.office.address.go({ name: 'desk' })}>${say(shell).back}</button>
      <p>${c ? stateWord(c.state) : nothing}</p>
      <ol class="history">
        ${repeat(
          thread.messages,
          (m) => m.id,
          (m) => this.message(m),
        )}
      </ol>
      <form @submit=${this.send}><textarea name="text" .value=${this.desk.draft(this.conversation)}></textarea><button>→</button></form>
    `;
  }

  private message(m: Message): TemplateResult {
    return html`<li class=${m.direction}>
      <p dir="auto">${m.text || kindWord(m.kind)}</p>
      <small>${clock(m.sentAt)} ${statusWord(m.status)}</small>
    </li>`;
  }

  private readonly send = (e: globalThis.Event) => {
    e.preventDefault();
    const area = this.querySelector('textarea');
    if (!area?.value.trim()) return;
    this.desk.outbox.send(this.conversation, newId(), { text: area.value });
    area.value = '';
  };
}

customElements.define('desk-thread', ThreadView);

import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../data/documents.js';
import type { Ask } from '../../data/orders.js';
import type { Desk } from '../../state/desk.js';
import { isEditable } from '../../state/note.js';
import { clock, say } from '../../text/language.js';
import { notes } from '../../text/note.js';
import { explain } from '../../text/problem.js';
import { Ticker, View } from '../view.js';

type Doing = '' | 'edit' | 'remove';

/** What is below a note: that it was edited, and for its author the buttons to change it. */
class NoteFoot extends View {
  static override properties = {
    desk: { attribute: false },
    conversation: { attribute: false },
    note: { attribute: false },
    doing: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare conversation: string;
  declare note: Message;
  declare doing: Doing;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.doing = '';
    this.busy = false;
    this.problem = '';
    new Ticker(this, 15_000); // the time to change it runs out
  }

  protected override render(): TemplateResult {
    const t = say(notes);
    const { note: m, desk } = this;
    const may = isEditable(m, desk.email, desk.now());
    const edited = m.editedAt > 0 && m.deletedAt === 0;
    return html`${edited ? html`<small class="dim">${t.edited(clock(m.editedAt))}</small>` : nothing}
      ${may && this.doing === '' ? this.buttons() : nothing}
      ${may && this.doing === 'edit' ? this.form() : nothing}
      ${may && this.doing === 'remove' ? this.question() : nothing}
      ${this.problem ? html`<p class="bad" role="alert">${this.problem}</p>` : nothing}`;
  }

  private buttons(): TemplateResult {
    const t = say(notes);
    return html`<button class="link" @click=${() => this.begin('edit')}>${t.edit}</button>
      <button class="link" @click=${() => this.begin('remove')}>${t.remove}</button>`;
  }

  private form(): TemplateResult {
    const t = say(notes);
    return html`<form class="edit-note" @submit=${this.save} @keydown=${this.leave}>
      <textarea name="text" rows="3" autocomplete="off" required aria-label=${t.text} .value=${this.note.text}></textarea>
      <div class="buttons">
        <button class="primary" ?disabled=${this.busy}>${t.save}</button>
        <button type="button" @click=${() => this.begin('')}>${t.cancel}</button>
      </div>
    </form>`;
  }

  private question(): TemplateResult {
    const t = say(notes);
    return html`<div class="buttons" role="group" aria-label=${t.sure} @keydown=${this.leave}>
      <span>${t.sure}</span>
      <button class="primary" ?disabled=${this.busy} @click=${() => this.ask({ kind: 'deleteNote', of: this.note.id })}>${t.remove}</button>
      <button @click=${() => this.begin('')}>${t.cancel}</button>
    </div>`;
  }

  /** begin shows a form or takes it away, and leaves the focus where it goes on. */
  private begin(doing: Doing): void {
    this.doing = doing;
    this.problem = '';
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('textarea, button')?.focus());
  }

  private readonly leave = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    this.begin('');
  };

  private readonly save = (e: Event) => {
    e.preventDefault();
    const text = String(new FormData(e.target as HTMLFormElement).get('text')).trim();
    if (text === '' || text === this.note.text) this.begin('');
    else void this.ask({ kind: 'editNote', of: this.note.id, text });
  };

  private async ask(what: Ask): Promise<void> {
    this.busy = true;
    try {
      await this.desk.act(this.conversation, what);
      this.begin('');
    } catch (e) {
      this.problem = explain(e);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('desk-note', NoteFoot);

// The editor of quick replies, which is loaded when somebody opens it.

import { html, nothing, type TemplateResult } from 'lit';
import { bounds } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import { everybody, faultIn, type Row, written } from '../../state/quickreplies.js';
import { say } from '../../text/language.js';
import { quick } from '../../text/quick.js';
import { Dialog } from '../dialog.js';
import { icons } from '../icon.js';

/** The quick replies that an agent keeps, and those that supervisors keep for everybody. */
class QuickDialog extends Dialog {
  static override properties = {
    ...Dialog.properties,
    desk: { attribute: false },
    text: { attribute: false },
    owner: { state: true },
    rows: { state: true },
  };
  declare desk: Desk;
  /** what the agent has written and might want to keep */
  declare text: string;
  declare owner: string;
  /** undefined as long as nothing was changed */
  declare rows: Row[] | undefined;

  constructor() {
    super();
    this.text = this.owner = '';
  }

  protected override models() {
    return [this.desk.quick];
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    this.desk.quick.start();
  }

  private get shown(): Row[] {
    const { own, shared } = this.desk.quick;
    const kept = Object.entries(this.owner === everybody ? shared : own);
    return (
      this.rows ?? kept.map(([name, text]) => ({ name, text })).sort((a, b) => a.name.localeCompare(b.name))
    );
  }

  protected override render(): TemplateResult {
    const t = say(quick);
    const { desk, busy, shown } = this;
    const owner = this.owner || desk.email;
    const whose = (of: string, label: string) =>
      html`<button type="button" aria-pressed=${owner === of} @click=${() => this.turn(of)}>${label}</button>`;
    const full = shown.length >= bounds.quickReplies;
    return html`<dialog class="question quick" aria-labelledby="quick" @close=${this.closed}>
      <form @submit=${this.submit} aria-busy=${busy}>
        <h2 id="quick">${t.title}</h2>
        ${
          desk.supervises
            ? html`<div class="kinds" role="group" aria-label=${t.whose}>${whose(desk.email, t.own)}${whose(everybody, t.shared)}</div>`
            : nothing
        }
        <p class="dim">${owner === everybody ? t.sharedWhat : t.ownWhat} ${t.names}</p>
        <div class="rows">
          ${shown.map((row, i) => this.row(row, i))}
          ${shown.length === 0 ? html`<p class="dim">${t.none}</p>` : nothing}
        </div>
        <div class="buttons is-start">
          <button type="button" ?disabled=${full} @click=${() => this.add('')}>${icons.add} ${t.add}</button>
          ${this.text && !full ? html`<button type="button" @click=${() => this.add(this.text)}>${t.keepThis}</button>` : nothing}
        </div>
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" @click=${this.close}>${t.cancel}</button>
          <button class="primary" ?disabled=${busy}>${busy ? t.saving : t.save}</button>
        </div>
      </form>
    </dialog>`;
  }

  private row(row: Row, i: number): TemplateResult {
    const t = say(quick);
    const change = (fields: Partial<Row>) => {
      this.rows = this.shown.map((other, j) => (j === i ? { ...other, ...fields } : other));
      this.problem = '';
    };
    const remove = () => {
      this.rows = this.shown.filter((_, j) => j !== i);
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('.is-start button')?.focus());
    };
    return html`<div class="quick-row">
      <input
        dir="auto"
        autocomplete="off"
        maxlength=${bounds.quickReplyName}
        aria-label=${t.name(i + 1)}
        placeholder=${t.name(i + 1)}
        .value=${row.name}
        @input=${(e: Event) => change({ name: (e.target as HTMLInputElement).value })}
      />
      <textarea
        rows="2"
        dir="auto"
        autocomplete="off"
        aria-label=${t.text(i + 1)}
        placeholder=${t.text(i + 1)}
        .value=${row.text}
        @input=${(e: Event) => change({ text: (e.target as HTMLTextAreaElement).value })}
      ></textarea>
      <button type="button" class="icon" aria-label=${t.remove(row.name || String(i + 1))} title=${t.remove(row.name || String(i + 1))} @click=${remove}>${icons.close}</button>
    </div>`;
  }

  private turn(owner: string): void {
    this.owner = owner;
    this.rows = undefined;
    this.problem = '';
  }

  private add(text: string): void {
    this.rows = [...this.shown, { name: '', text }];
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>('.quick-row:last-of-type input')?.focus(),
    );
  }

  private readonly submit = (e: Event) => {
    e.preventDefault();
    const wrong = faultIn(this.shown);
    if (wrong) {
      this.problem = say(quick).faults[wrong.fault](wrong.at + 1);
      this.querySelectorAll<HTMLElement>('.quick-row input')[wrong.at]?.focus();
      return;
    }
    void this.attempt(async () => {
      await this.desk.orders.keep(this.owner || this.desk.email, written(this.shown));
      return true;
    });
  };
}

customElements.define('desk-quick', QuickDialog);

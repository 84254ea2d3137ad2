// The editor of quick replies, which is loaded when somebody opens it.

import { html, nothing, type TemplateResult } from 'lit';
import type { QuickReplies as Shelf } from '../../data/documents.js';
import { bounds } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import { everybody, faultIn, type Row, rowsOf, written } from '../../state/quickreplies.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { quick } from '../../text/quick.js';
import { Dialog } from '../dialog.js';
import { icons } from '../icon.js';
import { shrunk } from '../shrink.js';

/** The quick replies that an agent keeps, and those that supervisors keep for everybody. */
class QuickDialog extends Dialog {
  static override properties = {
    ...Dialog.properties,
    desk: { attribute: false },
    text: { attribute: false },
    owner: { state: true },
    rows: { state: true },
    pictures: { state: true },
  };
  declare desk: Desk;
  /** what the agent has written and might want to keep */
  declare text: string;
  declare owner: string;
  /** undefined as long as nothing was changed */
  declare rows: Row[] | undefined;
  /** the pictures of an owner; undefined as long as they are not known */
  declare pictures: Record<string, string> | undefined;

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

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (!this.rows) void this.look();
  }

  private get of(): string {
    return this.owner || this.desk.email;
  }

  private get kept(): Shelf {
    const { own, shared } = this.desk.quick;
    return this.of === everybody ? shared : own;
  }

  /** Whether it is not known yet what is to be shown. What is being edited is. */
  private get loading(): boolean {
    const pictured = Object.keys(this.kept.pictures).length > 0;
    return !this.rows && (!this.desk.quick.isKnown(this.of) || (pictured && !this.pictures));
  }

  private looks = '';

  /** look reads the pictures, once for the same names. */
  private async look(): Promise<void> {
    const names = Object.keys(this.kept.pictures).sort();
    const wanted = JSON.stringify([this.of, names]);
    if (names.length === 0 || this.looks === wanted) return;
    this.looks = wanted;
    try {
      const found = await this.desk.quick.pictures(this.of);
      if (this.looks === wanted && !this.rows) this.pictures = found;
    } catch (e) {
      this.problem = explain(e);
    }
  }

  private get stored(): Row[] {
    return rowsOf(this.kept, this.pictures ?? {});
  }

  private get shown(): Row[] {
    return this.rows ?? this.stored;
  }

  /** What others have added since the editing began. */
  private get added(): Row[] {
    const names = new Set((this.began ?? this.stored).map((r) => r.name));
    const pictured = (r: Row): Row =>
      Object.hasOwn(this.kept.pictures, r.name) ? { ...r, picture: 'any' } : r;
    return this.stored.filter((r) => !names.has(r.name)).map(pictured);
  }

  protected override render(): TemplateResult {
    const t = say(quick);
    const { desk, busy, shown, of: owner } = this;
    const problem = this.problem || (desk.quick.problem ? explain(desk.quick.problem) : '');
    const whose = (of: string, label: string) =>
      html`<button type="button" aria-pressed=${owner === of} @click=${() => this.turn(of)}>${label}</button>`;
    const { loading } = this;
    const full = loading || shown.length >= bounds.quickReplies;
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
          ${loading ? html`<p role="status">${t.loading}</p>` : shown.map((row, i) => this.row(row, i))}
          ${!loading && shown.length === 0 ? html`<p class="dim">${t.none}</p>` : nothing}
        </div>
        <div class="buttons is-start">
          <button type="button" ?disabled=${full} @click=${() => this.add('')}>${icons.add} ${t.add}</button>
          ${this.text && !full ? html`<button type="button" @click=${() => this.add(this.text)}>${t.keepThis}</button>` : nothing}
        </div>
        <p class="problem" role="alert">${problem}</p>
        <div class="buttons">
          <button type="button" @click=${this.close}>${t.cancel}</button>
          <button class="primary" ?disabled=${busy || loading}>${busy ? t.saving : t.save}</button>
        </div>
      </form>
    </dialog>`;
  }

  private row(row: Row, i: number): TemplateResult {
    const t = say(quick);
    const change = (fields: Partial<Row>) => {
      this.edit(this.shown.map((other, j) => (j === i ? { ...other, ...fields } : other)));
      this.problem = '';
    };
    const remove = () => {
      this.edit(this.shown.filter((_, j) => j !== i));
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
      <span class="does">
        ${row.picture ? nothing : this.chooser(i, change)}
        <button type="button" class="icon" aria-label=${t.remove(row.name || String(i + 1))} title=${t.remove(row.name || String(i + 1))} @click=${remove}>${icons.close}</button>
      </span>
      ${row.picture ? this.picture(row, i, change) : nothing}
    </div>`;
  }

  private chooser(i: number, change: (fields: Partial<Row>) => void): TemplateResult {
    const label = say(quick).addPicture(i + 1);
    const choose = (e: Event) =>
      ((e.currentTarget as Element).nextElementSibling as HTMLInputElement | null)?.click();
    return html`<button type="button" class="icon" aria-label=${label} title=${label} @click=${choose}>${icons.picture}</button>
      <input type="file" accept="image/*" hidden @change=${(e: Event) => this.chosen(e, i, change)} />`;
  }

  private async chosen(e: Event, i: number, change: (fields: Partial<Row>) => void): Promise<void> {
    const [file] = (e.target as HTMLInputElement).files ?? [];
    if (!file) return;
    try {
      change({ picture: await shrunk(file, bounds.quickPicture) });
      await this.updateComplete;
      this.querySelectorAll('.quick-row')[i]?.querySelector<HTMLElement>('.quick-picture input')?.focus();
    } catch {
      this.problem = say(quick).noPicture(file.name);
    }
  }

  private picture(row: Row, i: number, change: (fields: Partial<Row>) => void): TemplateResult {
    const t = say(quick);
    return html`<div class="quick-picture">
      <img src="data:image/jpeg;base64,${row.picture}" alt="" />
      <input
        dir="auto"
        autocomplete="off"
        maxlength=${bounds.quickPictureAlt}
        aria-label=${t.alt(i + 1)}
        placeholder=${t.alt(i + 1)}
        .value=${row.alt}
        @input=${(e: Event) => change({ alt: (e.target as HTMLInputElement).value })}
      />
      <button type="button" class="icon" aria-label=${t.removePicture(i + 1)} title=${t.removePicture(i + 1)} @click=${() => change({ picture: '', alt: '' })}>${icons.close}</button>
    </div>`;
  }

  private turn(owner: string): void {
    this.owner = owner;
    this.rows = this.began = this.pictures = undefined;
    this.looks = '';
    this.problem = '';
  }

  /** What was there when the editing began: only what differs from it is written. */
  private began: Row[] | undefined;

  private edit(rows: Row[]): void {
    this.began ??= this.stored;
    this.rows = rows;
  }

  private add(text: string): void {
    this.edit([...this.shown, { name: '', text, picture: '', alt: '' }]);
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>('.quick-row:last-of-type input')?.focus(),
    );
  }

  private readonly submit = (e: Event) => {
    e.preventDefault();
    const wrong = faultIn(this.shown, this.added);
    if (wrong) {
      this.problem = say(quick).faults[wrong.fault](wrong.at + 1);
      this.querySelectorAll<HTMLElement>('.quick-row input')[wrong.at]?.focus();
      return;
    }
    void this.attempt(async () => {
      await this.desk.orders.keep(this.of, written(this.began ?? this.shown), written(this.shown));
      return true;
    });
  };
}

customElements.define('desk-quick', QuickDialog);

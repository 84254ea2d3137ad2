// The dialog in which an agent writes to a customer first.

import { html, nothing, type TemplateResult } from 'lit';
import type { FirstWord } from '../data/firstword.js';
import { StartRefused } from '../data/orders.js';
import { bounds, type StartPurpose, startPurposes } from '../data/words.gen.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { type Gap, gap, type Sender, senders } from '../state/senders.js';
import { language, say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { start } from '../text/start.js';
import { thread } from '../text/thread.js';
import { Dialog } from './dialog.js';

/** What of the form a refusal is about, where that is something to change. */
const about: Record<string, Gap> = {
  'start.notANumber': 'number',
  'start.unreachable': 'number',
  'start.noPurpose': 'purpose',
  'reply.empty': 'text',
  'reply.long': 'text',
};

class StartDialog extends Dialog {
  static override properties = {
    ...Dialog.properties,
    office: { attribute: false },
    desk: { attribute: false },
    wrong: { state: true },
    sender: { state: true },
    there: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  /** the field that the problem is about */
  declare wrong: Gap | undefined;
  /** which of the senders writes */
  declare sender: number;
  /** the conversation that there is already */
  declare there: string;

  constructor() {
    super();
    this.sender = 0;
    this.there = '';
  }

  protected override models() {
    return [this.desk];
  }

  protected override render(): TemplateResult {
    const t = say(start);
    const { busy } = this;
    return html`<dialog class="question start" aria-labelledby="start" @close=${this.closed}>
      <form @submit=${this.submit} aria-busy=${busy} novalidate>
        <h2 id="start">${t.start}</h2>
        ${this.from()}
        <label>${t.number}
          <input name="number" type="tel" inputmode="tel" autocomplete="off" maxlength=${bounds.number} dir="ltr"
            aria-invalid=${this.invalid('number')} aria-describedby="start-number start-problem" /></label>
        <p class="note" id="start-number">${this.numberWhat()}</p>
        ${this.trouble('number')}
        ${this.queues()}
        <fieldset class="boxes" role="radiogroup" aria-invalid=${this.invalid('purpose')} aria-describedby="start-problem">
          <legend>${t.purpose}</legend>
          ${startPurposes.map(
            (p) =>
              html`<label class="option"><input type="radio" name="purpose" value=${p} /> ${t.purposes[p]}</label>`,
          )}
        </fieldset>
        ${this.trouble('purpose')}
        <label>${t.text}
          <textarea name="text" rows="4" dir="auto" autocomplete="off" aria-invalid=${this.invalid('text')} aria-describedby="start-text start-problem"></textarea></label>
        <p class="note" id="start-text">${t.textWhat}</p>
        ${this.trouble('text')} ${this.trouble(undefined)}
        <div class="hidden" role="status">${busy ? t.checking : nothing}</div>
        <div class="buttons">
          <button type="button" @click=${this.close}>${say(thread).cancel}</button>
          ${this.there ? html`<button type="button" @click=${() => this.go(this.there)}>${t.open}</button>` : nothing}
          <button class="primary" ?disabled=${busy}>${busy ? t.checking : t.send}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** What is wrong, below the field that it is about, or at the end. */
  private trouble(field: Gap | undefined): TemplateResult | typeof nothing {
    if (this.wrong !== field || !this.problem) return nothing;
    return html`<p class="problem" id="start-problem" role="alert">${this.problem}</p>`;
  }

  private invalid(field: Gap): 'true' | typeof nothing {
    return this.wrong === field ? 'true' : nothing;
  }

  private get senders(): Sender[] {
    return senders(this.desk.config);
  }

  private from(): TemplateResult {
    const all = this.senders;
    const choose = (e: Event) => {
      this.sender = Number((e.target as HTMLSelectElement).value);
    };
    if (all.length < 2)
      return html`<p class="note" dir="auto">${say(start).fromOnly(all[0]?.title ?? '')}</p>`;
    return html`<label>${say(start).from}
      <select @change=${choose}>${all.map((s, i) => html`<option value=${i} ?selected=${i === this.sender}>${s.title}</option>`)}</select></label>`;
  }

  private numberWhat(): string {
    const country = this.senders[this.sender]?.country ?? '';
    if (country === '') return say(start).numberWhat;
    const names = new Intl.DisplayNames([language.code], { type: 'region' });
    return say(start).numberOf(names.of(country) ?? country);
  }

  private queues(): TemplateResult {
    const { desk } = this;
    const all = desk.me?.queues ?? [];
    if (all.length < 2) return html`<input type="hidden" name="queue" value=${all[0] ?? ''} />`;
    return html`<label>${say(start).queue}
      <select name="queue">${all.map((q) => html`<option value=${q}>${desk.queueTitle(q)}</option>`)}</select></label>`;
  }

  private readonly submit = (e: SubmitEvent) => {
    e.preventDefault();
    const form = new FormData(e.target as HTMLFormElement);
    const field = (name: string) => String(form.get(name) ?? '');
    const sender = this.senders[this.sender];
    if (!sender) return;
    const word: FirstWord = {
      account: sender.account,
      brandAgent: sender.brandAgent,
      queue: field('queue'),
      number: field('number').trim(),
      text: field('text'),
      purpose: field('purpose') as StartPurpose,
    };
    this.there = '';
    const missing = gap(word);
    if (missing) this.point(missing, say(start).missing[missing]);
    else void this.begin(word);
  };

  private async begin(word: FirstWord): Promise<void> {
    this.wrong = undefined;
    await this.attempt(
      async () => {
        this.go(await this.desk.begin(word));
        return false; // it is closed
      },
      (e) => this.refused(e),
    );
    if (this.wrong) this.lead(this.wrong);
  }

  /** refused says why, and what can be done about it here. */
  private refused(e: unknown): string {
    if (e instanceof StartRefused) {
      this.there = e.conversation;
      this.wrong = about[e.reason.code];
    }
    return explain(e);
  }

  private go(conversation: string): void {
    this.close();
    // Closing gave the focus back to where it was; the conversation takes it only from nowhere.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.office.address.go({ name: 'conversation', id: conversation });
  }

  /** point says what is wrong with a field, and goes there. */
  private point(field: Gap, problem: string): void {
    this.wrong = field;
    this.problem = problem;
    this.lead(field);
  }

  private readonly lead = (field: Gap) => this.querySelector<HTMLElement>(`[name=${field}]`)?.focus();
}

customElements.define('desk-start', StartDialog);

import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import type { Held } from '../state/undo.js';
import { say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import { undo } from '../text/undo.js';
import { icons } from './icon.js';
import { View } from './view.js';

/** News and problems, at the edge of the page, and what can be taken back; a screen reader says them. */
class NoticesView extends View {
  static override properties = { office: { attribute: false }, desk: { attribute: false } };
  declare office: Office;
  declare desk: Desk;
  private withdraw = () => {};

  protected override models() {
    return [this.office.notices, this.desk.undo];
  }

  protected override firstUpdated(): void {
    this.desk.undo.onProblem = (held, why, e) => {
      const t = say(undo);
      this.office.notices.problem(t.not[why](held.who, t.done[held.action], e ? explain(e) : ''));
    };
    this.withdraw = this.office.commands.offer('undo', () => {
      const last = this.desk.undo.list.at(-1);
      const label = say(undo).undo;
      return last ? [{ id: 'undo', label, run: () => this.takeBack(last) }] : [];
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.withdraw();
  }

  /** takeBack takes something back and shows what it was about. */
  private takeBack(held: Held): void {
    if (!this.desk.undo.take(held)) return;
    this.office.notices.done(say(undo).undone(held.who));
    this.office.address.go({ name: 'conversation', id: held.conversation });
  }

  /** Whoever is about to press the button has all the time there is. */
  private held(held: Held): TemplateResult {
    const t = say(undo);
    const { desk } = this;
    const pause = () => desk.undo.pause(held);
    const go = () => desk.undo.go(held);
    return html`<p class="held" role="status" @mouseenter=${pause} @mouseleave=${go} @focusin=${pause} @focusout=${go}>
      <span><strong>${t.done[held.action]}</strong> · <bdi>${held.who}</bdi></span>
      <button @click=${() => this.takeBack(held)}>${t.undo}</button>
    </p>`;
  }

  protected override render(): TemplateResult {
    return html`<div class="notices" role="log" aria-live="polite">
      ${repeat(
        this.desk.undo.list,
        (h) => h.id,
        (h) => this.held(h),
      )}
      ${repeat(
        this.office.notices.list,
        (n) => n.id,
        (n) => html`<p class=${n.kind} role=${n.kind === 'problem' ? 'alert' : 'status'}>
          <span dir="auto">${n.text}</span>
          <button class="icon" aria-label=${say(shell).close} @click=${() => this.office.notices.close(n.id)}>${icons.close}</button>
        </p>`,
      )}
    </div>`;
  }
}

customElements.define('desk-notices', NoticesView);

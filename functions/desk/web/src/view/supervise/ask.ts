import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../../state/desk.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { Dialog } from '../dialog.js';

/** Ask is a question over the page. */
export interface Ask {
  title: string;
  body: () => unknown;
  /** what the button says that does it; none where there is only something to read */
  confirm?: string;
  danger?: boolean;
  /** whether run validates the fields, rather than the browser */
  checks?: boolean;
  /** run does it. The dialog stays if that is false, or fails: then it says why. */
  run?: (form: FormData) => Promise<boolean>;
  explain?: (e: unknown) => string;
}

/** The dialog of one question. */
class AskView extends Dialog {
  static override properties = {
    ...Dialog.properties,
    desk: { attribute: false },
    ask: { attribute: false },
  };
  declare desk: Desk;
  declare ask: Ask;

  protected override render(): TemplateResult {
    const t = say(supervise);
    const { ask, busy } = this;
    return html`<dialog aria-labelledby="ask" @close=${this.closed}>
      <form ?novalidate=${ask.checks} @submit=${this.submit}>
        <h2 id="ask" dir="auto">${ask.title}</h2>
        ${ask.body()}
        <p class="bad" role="alert">${this.problem}</p>
        <div class="buttons">
          ${
            ask.confirm
              ? html`<button class=${ask.danger ? 'danger' : 'primary'} ?disabled=${busy}>${busy ? t.working : ask.confirm}</button>`
              : nothing
          }
          <button type="button" @click=${this.close}>${ask.confirm ? t.cancel : t.close}</button>
        </div>
      </form>
    </dialog>`;
  }

  private readonly submit = (e: SubmitEvent) => {
    e.preventDefault();
    const { ask, desk } = this;
    const form = new FormData(e.target as HTMLFormElement);
    void this.attempt(
      async () => {
        // A write without a connection is kept until there is one, which nobody would expect here.
        if (!desk.connected) throw Object.assign(new Error('offline'), { code: 'unavailable' });
        return (await ask.run?.(form)) ?? false;
      },
      (e) => ask.explain?.(e) || explain(e),
    );
  };
}

customElements.define('desk-ask', AskView);

// Loaded when something is asked for the first time, with what its forms consist of.

import { html, type TemplateResult } from 'lit';
import type { Desk } from '../../../state/desk.js';
import { say } from '../../../text/language.js';
import { thread } from '../../../text/thread.js';
import { Dialog } from '../../dialog.js';
import './picker.js';
import { act, hold, type Question } from './question.js';

/** The dialog of one question. */
class QuestionView extends Dialog {
  static override properties = {
    ...Dialog.properties,
    desk: { attribute: false },
    question: { attribute: false },
  };
  declare desk: Desk;
  declare question: Question;

  protected override render(): TemplateResult {
    const t = say(thread);
    const { question: q, busy } = this;
    return html`<dialog class="question" aria-labelledby="question" @close=${this.closed}>
      <form @submit=${this.submit} @input=${this.clear} @click=${this.clear} aria-busy=${busy}>
        <h2 id="question" dir="auto">${q.title}</h2>
        ${q.body()}
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" @click=${this.close}>${t.cancel}</button>
          <button class=${q.danger ? 'danger' : 'primary'} ?disabled=${busy}>${busy ? t.working : q.confirm}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** What was wrong may be right now. */
  private readonly clear = () => {
    this.problem = '';
  };

  private readonly submit = (e: SubmitEvent) => {
    e.preventDefault();
    const { question: q, desk } = this;
    const ask = q.ask(new FormData(e.target as HTMLFormElement));
    if (!ask) {
      this.problem = q.missing ?? say(thread).chooseOne;
      return;
    }
    void this.attempt(async () => {
      if (q.undo) await hold(desk, { ...q.undo, conversation: q.conversation, ask }, q.carriedOut);
      else {
        await act(desk, q.conversation, ask);
        q.carriedOut?.();
      }
      this.close();
      q.done();
      return false; // it is closed
    });
  };
}

customElements.define('desk-question', QuestionView);

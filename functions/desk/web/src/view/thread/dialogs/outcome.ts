import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation, Message } from '../../../data/documents.js';
import { type Action, leavesUnanswered } from '../../../state/actions.js';
import type { Desk } from '../../../state/desk.js';
import { outcomeOf, sorted } from '../../../state/labels.js';
import { language, say } from '../../../text/language.js';
import { tags as texts } from '../../../text/tags.js';
import { thread } from '../../../text/thread.js';
import { customerName } from '../../../text/words.js';
import { chip } from '../../chip.js';
import type { Question } from './question.js';
import { ask } from './questions.js';

/** The outcomes to choose from; without one where it is only asked for. */
const choices = (desk: Desk, required: boolean): TemplateResult =>
  html`<fieldset class="outcomes">
    <legend>${say(texts).outcome}</legend>
    ${sorted(desk.config?.outcomes ?? [], language.code).map(
      (s) =>
        html`<label><input type="radio" name="outcome" value=${s.name} ?required=${required} /> ${chip(s)}</label>`,
    )}
    ${required ? nothing : html`<label><input type="radio" name="outcome" value="" checked /> ${say(texts).noOutcome}</label>`}
  </fieldset>`;

/**
 * askOutcome makes the question how a session ended, if its end or the end of its wrap-up asks
 * for that. A customer whom that would leave without an answer is asked about in the same dialog.
 */
export function askOutcome(
  action: Action,
  desk: Desk,
  c: Conversation,
  history: Message[],
  done: () => void,
): Question | undefined {
  const needs = outcomeOf(action, c, desk.config);
  if (needs === 'none' || (action !== 'done' && action !== 'end')) return undefined;
  const unanswered = leavesUnanswered(action, c, history) ? ask('end', desk, c, done) : undefined;
  const radios = () => choices(desk, needs === 'required');
  return {
    title: say(texts).howEnded(customerName(c.called)),
    confirm: say(thread).actions[action],
    ...unanswered,
    conversation: c.id,
    done,
    undo: { action, who: customerName(c.called), heard: c.lastCustomerAt },
    body: () => html`${unanswered?.body() ?? nothing}${radios()}`,
    ask: (form) => {
      const of = String(form.get('outcome') ?? '');
      if (of === '' && needs === 'required') return undefined;
      return { kind: action === 'done' ? 'close' : 'end', ...(of !== '' && { of }) };
    },
    missing: say(texts).chooseOutcome,
  };
}

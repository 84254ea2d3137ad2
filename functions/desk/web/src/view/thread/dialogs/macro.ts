import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../../data/documents.js';
import type { Macro } from '../../../data/macros.js';
import type { Desk } from '../../../state/desk.js';
import { find, outcomeOf, shownIn } from '../../../state/labels.js';
import { type Plan, plan } from '../../../state/macros.js';
import { language, say } from '../../../text/language.js';
import { macros as texts } from '../../../text/macros.js';
import { tags } from '../../../text/tags.js';
import { thread } from '../../../text/thread.js';
import { customerName } from '../../../text/words.js';
import { chip, tagsOf } from '../../chip.js';
import { finalStep } from '../final.js';
import type { Question } from './question.js';

/** askMacro shows what a macro will do before it is done; it can be taken back for a while, as its last step can. */
export function askMacro(macro: Macro, desk: Desk, c: Conversation, done: () => void): Question {
  const p = plan(macro, c, desk);
  const who = customerName(c.called);
  // Refused at its last step, it would be done by half.
  const outcome = p.outcome || c.outcome;
  const needs = outcomeOf(macro.last, { ...c, outcome }, desk.config) === 'required';
  return {
    conversation: c.id,
    title: say(texts).title(shownIn(macro, language.code).text, who),
    confirm: say(texts).run,
    body: () => preview(p, desk, c),
    ask: () => (needs ? undefined : p.last),
    missing: say(tags).chooseOutcome,
    undo: { action: macro.last, who, heard: c.lastCustomerAt, steps: p.before },
    done,
  };
}

function preview(p: Plan, desk: Desk, c: Conversation): TemplateResult {
  const t = say(texts);
  const unanswered = p.macro.last === 'end' && p.text === '' && c.unansweredSince > 0;
  return html`<ol class="macro">
      ${p.text !== '' ? html`<li>${t.sends}<blockquote dir="auto">${p.text}</blockquote></li>` : nothing}
      ${p.tags.length > 0 ? html`<li>${t.tags} ${tagsOf(desk, p.tags).map((s) => chip(s))}</li>` : nothing}
      ${p.outcome !== '' ? html`<li>${t.outcome} ${chip(find(desk.config?.outcomes ?? [], p.outcome, language.code))}</li>` : nothing}
      <li>${finalStep(p.macro, desk)}</li>
    </ol>
    ${unanswered ? html`<p class="problem">${say(thread).endWhose(customerName(c.called))}</p>` : nothing}`;
}

import { html } from 'lit';
import type { Conversation } from '../../../data/documents.js';
import type { Ask } from '../../../data/orders.js';
import type { Desk } from '../../../state/desk.js';
import { priorities } from '../../../state/priority.js';
import type { Purpose } from '../../../state/recipients.js';
import { isUndoable } from '../../../state/undo.js';
import { say } from '../../../text/language.js';
import { thread } from '../../../text/thread.js';
import { customerName, preview, priorityWord } from '../../../text/words.js';
import type { Asked } from './needs.js';
import './picker.js';
import type { Question } from './question.js';

const field = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** The reason, for later readers; a preview of it is stored. */
const why = () =>
  html`<label>${say(thread).why} <textarea name="text" rows="2" maxlength="1000" dir="auto" autocomplete="off"></textarea></label>`;

const agents = (desk: Desk, about: Conversation, purpose: Purpose) =>
  html`<desk-agent-picker .desk=${desk} .about=${about} .purpose=${purpose}></desk-agent-picker>`;

/** levels are the priorities to choose from, and what it is now. */
const levels = (now: number): number[] =>
  [...new Set([...Object.values(priorities), now])].sort((a, b) => a - b);

type Part = Pick<Question, 'title' | 'confirm' | 'body' | 'ask' | 'danger'>;

/** ask makes the question of an action. */
export function ask(action: Asked, desk: Desk, about: Conversation, done: () => void): Question {
  const undo = isUndoable(action) && { action, who: customerName(about.called), heard: about.lastCustomerAt };
  return { ...parts[action](desk, about), conversation: about.id, done, ...(undo && { undo }) };
}

/** chosen is the field with the chosen agent. */
const chosen = (form: FormData, make: (agent: string) => Ask): Ask | undefined => {
  const agent = field(form, 'agent');
  return agent === '' ? undefined : make(agent);
};

const parts: Record<Asked, (desk: Desk, about: Conversation) => Part> = {
  transfer: (desk, about) => ({
    title: say(thread).transferWhom(customerName(about.called)),
    confirm: say(thread).actions.transfer,
    body: () =>
      html`<desk-destination-picker .desk=${desk} .about=${about}></desk-destination-picker>${why()}`,
    ask: (form) => {
      const queue = field(form, 'queue');
      const text = field(form, 'text');
      return queue !== ''
        ? { kind: 'transfer', queue, text }
        : chosen(form, (agent) => ({ kind: 'transfer', agent, text }));
    },
  }),
  consult: (desk, about) => ({
    title: say(thread).consultWhom(customerName(about.called)),
    confirm: say(thread).actions.consult,
    body: () => html`<p class="dim">${say(thread).consultWhat}</p>${agents(desk, about, 'consult')}`,
    ask: (form) => chosen(form, (agent) => ({ kind: 'consult', agent })),
  }),
  assign: (desk, about) => ({
    title: say(thread).assignWhom(customerName(about.called)),
    confirm: say(thread).actions.assign,
    body: () => html`<p class="dim">${say(thread).assignWhat}</p>${agents(desk, about, 'assign')}`,
    ask: (form) => chosen(form, (agent) => ({ kind: 'assign', agent })),
  }),
  close: (_, about) => ({
    title: say(thread).closeWhose(customerName(about.called)),
    confirm: say(thread).actions.close,
    danger: true,
    body: () => html`<p>${say(thread).closeWhat}</p>${why()}`,
    ask: (form) => ({ kind: 'close', text: field(form, 'text') }),
  }),
  end: (_, about) => ({
    title: say(thread).endWhose(customerName(about.called)),
    confirm: say(thread).endAnyway,
    danger: true,
    body: () => html`<p>${say(thread).endWhat}</p>
      <blockquote dir="auto">${preview(about.preview, about.previewKind)}</blockquote>`,
    ask: () => ({ kind: 'end' }),
  }),
  priority: (_, about) => ({
    title: say(thread).priorityOf(customerName(about.called)),
    confirm: say(thread).set,
    body: () =>
      html`<label>${say(thread).priority}
          <select name="priority">${levels(about.priority).map((n) => html`<option value=${n} ?selected=${n === about.priority}>${priorityWord(n)}</option>`)}</select></label>
        <p class="dim">${say(thread).priorityWhat}</p>`,
    ask: (form) => ({ kind: 'priority', priority: Number(field(form, 'priority')) }),
  }),
};

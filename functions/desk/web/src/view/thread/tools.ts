import { html, nothing, type TemplateResult } from 'lit';
import type { Limits } from '../../settings.js';
import { blankCard, mostCards } from '../../state/cards.js';
import type { Pad } from '../../state/pad.js';
import { compose } from '../../text/compose.js';
import { say } from '../../text/language.js';
import { icons } from '../icon.js';
import { addChoice, below } from './choices.js';
import type { Writing } from './writing.js';

/** Tools are what stands below the text that is written: what can be added to it, each one's button. */
export interface Tools {
  pad: Pad;
  writing: Writing;
  limits: Limits | undefined;
  /** whether nothing can be written */
  off: boolean;
  /** whether files may be sent here */
  attachments: boolean;
  emoji: boolean;
  toggleEmoji(): void;
  choose(): void;
}

/** tools are the buttons below a text. */
export function tools(given: Tools): TemplateResult {
  const t = say(compose);
  const { pad, limits, writing, off } = given;
  const tool = (sign: unknown, label: string, run: () => void, pressed?: boolean) =>
    html`<button type="button" class="icon" aria-label=${label} title=${label} aria-pressed=${pressed ?? nothing} ?disabled=${off} @click=${run}>${sign}</button>`;
  const reply = !pad.note;
  return html`
    ${tool(icons.smile, t.emoji, given.toggleEmoji, given.emoji)}
    ${reply ? tool(icons.attach, given.attachments ? t.attach : t.noAttachments, given.choose) : nothing}
    ${reply ? tool(icons.place, t.place, () => pad.set({ place: pad.place ?? { where: '', label: '' } })) : nothing}
    ${reply && limits && limits.choices > 0 ? tool(icons.choices, t.choices, () => addChoice(below(pad, limits))) : nothing}
    ${reply && mostCards(limits) > 0 ? tool(icons.cards, t.cards, () => begin(pad)) : nothing}
    ${reply && limits?.markup ? tool(icons.bold, t.bold, () => writing.mark('**')) : nothing}
    ${tool(icons.list, t.list, () => writing.list())}
    ${reply ? tool(icons.quick, t.quickReplies, writing.ask) : nothing}
  `;
}

/** begin begins the first card. */
function begin(pad: Pad): void {
  if (pad.cards.length === 0) pad.set({ cards: [blankCard] });
  setTimeout(() => document.querySelector<HTMLElement>('desk-cards .is-title input')?.focus());
}

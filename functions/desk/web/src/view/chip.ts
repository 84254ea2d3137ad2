import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../state/desk.js';
import { find, type Shown } from '../state/labels.js';
import { language, say } from '../text/language.js';
import { tags as texts } from '../text/tags.js';

/** How many tags a row of a list has room for. */
const room = 2;

/** chip is a tag or an outcome: its colour is a dot before its label, and never alone. */
export const chip = (s: Shown, more: unknown = nothing): TemplateResult =>
  html`<span class="chip" data-colour=${s.colour}><span class="dot" aria-hidden="true"></span><bdi>${s.text}</bdi>${more}</span>`;

/** tagsOf are the tags of something, in the language that the agent reads. */
export const tagsOf = (desk: Desk, names: string[]): Shown[] =>
  names.map((n) => find(desk.config?.tags ?? [], n, language.code));

/** rowTags are the first tags of a row in a list, and how many more there are. */
export function rowTags(desk: Desk, names: string[]): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  const all = tagsOf(desk, names);
  const more = all.slice(room);
  return html`<span class="chips" title=${all.map((s) => s.text).join(', ')}>
    <span class="hidden">${say(texts).tags}: </span>${all.slice(0, room).map((s) => chip(s))}
    ${more.length > 0 ? html`<small aria-label=${say(texts).more(more.length)}>+${more.length}</small>` : nothing}
  </span>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import { type Grade, grade } from '../state/promise.js';
import { say, span } from '../text/language.js';
import { shell } from '../text/shell.js';
import { icons } from './icon.js';

const signs: Record<Grade, TemplateResult | typeof nothing> = {
  '': nothing,
  ok: nothing,
  half: icons.wait,
  late: icons.late,
};

/** due is for how long somebody has waited, with the promise as a colour that grows, and a sign beside it. */
export function due(since: number, lateAt: number, now: number): TemplateResult {
  const t = say(shell);
  const is = grade(since, lateAt, now);
  return html`<time class="due ${is}">${signs[is]}<span class="hidden">${t.waitsFor} </span>${span(now - since)}${
    is === 'late' ? html`<span class="hidden">, ${t.overPromise}</span>` : nothing
  }</time>`;
}

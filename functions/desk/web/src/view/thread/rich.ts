import { html, nothing, type TemplateResult } from 'lit';
import { clip, linked, marked, type Span } from '../../state/body.js';
import { number, say } from '../../text/language.js';
import { thread } from '../../text/thread.js';

/** link opens in a new tab and reveals nothing about this page. */
export const link = (href: string, content: unknown): TemplateResult =>
  html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer">${content}</a>`;

function span(s: Span): unknown {
  let shown: unknown = s.text;
  if (s.italic) shown = html`<em>${shown}</em>`;
  if (s.bold) shown = html`<strong>${shown}</strong>`;
  return s.href ? link(s.href, html`<bdi>${shown}</bdi>`) : shown;
}

export const spans = (all: Span[]): unknown[] => all.map(span);

/** written is what somebody wrote, as text; expand asks for all of one that is cut. */
export function written(text: string, markup: boolean, expand?: () => void): TemplateResult {
  const t = say(thread);
  const shown = expand ? clip(text) : text;
  const parts = (markup ? marked(shown) : undefined) ?? linked(shown);
  return html`<p class="text" dir="auto">${spans(parts)}</p>${
    shown.length < text.length
      ? html`<button class="link" @click=${expand}>${t.showAll(number(text.length))}</button>`
      : nothing
  }`;
}

// Small charts. Bars have no text in them: what a chart says is written beside it, so
// that it grows with the letters, and stands in a table too.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Figures } from '../../data/documents.js';
import { number, say } from '../../text/language.js';
import { supervise } from '../../text/supervise.js';
import { named } from './table.js';

const hours = Array.from({ length: 24 }, (_, h) => String(h).padStart(2, '0'));

/** byHour is how many sessions opened in each hour of a day. */
export function byHour(counts: Record<string, number>): TemplateResult {
  const t = say(supervise);
  const of = (h: string) => counts[h] ?? 0;
  const most = Math.max(1, ...hours.map(of));
  const busiest = hours.find((h) => of(h) === most);
  const bar = (h: string, x: number) =>
    svg`<rect x=${x + 0.12} y=${100 - (100 * of(h)) / most} width="0.76" height=${(100 * of(h)) / most}></rect>`;
  const said = busiest ? t.byHourSays(t.hour(Number(busiest)), number(most)) : t.nothingYet;
  return html`<figure class="chart">
    <figcaption><h2>${t.byHour}</h2> <span class="dim">${said}</span></figcaption>
    <svg class="hours" viewBox="0 0 24 100" preserveAspectRatio="none" aria-hidden="true">${hours.map(bar)}</svg>
    <div class="axis dim" aria-hidden="true">${[0, 6, 12, 18].map((h) => html`<small>${t.hour(h)}</small>`)}</div>
    <details><summary>${t.asTable}</summary>
      <table><thead><tr><th scope="col">${t.hourHead}</th><th scope="col" class="end">${t.opened}</th></tr></thead>
        <tbody>${hours.map((h) => (of(h) > 0 ? html`<tr><th scope="row">${t.hour(Number(h))}</th><td class="end">${number(of(h))}</td></tr>` : nothing))}</tbody>
      </table>
    </details>
  </figure>`;
}

/** byQueue compares queues: of what came, how much was answered. The table below it has the numbers. */
export function byQueue(all: Figures[], name: (queue: string) => string): TemplateResult {
  const t = say(supervise);
  const most = Math.max(1, ...all.map((f) => f.opened));
  const row = (f: Figures) => html`<li>
    ${named(name(f.queue))}
    <svg viewBox="0 0 ${most} 1" preserveAspectRatio="none" aria-hidden="true">${svg`
      <rect width=${f.answered} height="1"></rect>
      <rect class="abandoned" x=${f.answered} width=${f.abandoned} height="1"></rect>`}</svg>
    <span class="dim">${t.answeredOf(f.answered, f.opened)}</span>
  </li>`;
  return html`<figure class="chart">
    <figcaption><h2>${t.byQueue}</h2>
      <span class="legend dim"><span class="swatch"></span> ${t.answered} <span class="swatch abandoned"></span> ${t.abandoned}</span></figcaption>
    <ul class="bars">${[...all].sort((a, b) => b.opened - a.opened).map(row)}</ul>
  </figure>`;
}

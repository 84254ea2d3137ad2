// Small charts. Bars have no text in them: what a chart says is written beside it, so
// that it grows with the letters, and stands in a table too.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Measures } from '../../data/measures.js';
import { figures } from '../../text/figures.js';
import { number, say } from '../../text/language.js';
import { styled } from '../styled.js';
import { named } from './table.js';

/** Bar is one of a chart: how many, what it is called, and what its axis calls it, if it has room for it. */
export interface Bar {
  n: number;
  title: string;
  short: string;
}

/** ceiling is the first round number that is not below one: 1, 2 or 5 with zeros. */
export function ceiling(n: number): number {
  const zeros = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return [1, 2, 5, 10].map((f) => f * zeros).find((c) => c >= n) ?? n;
}

/** columns are bars side by side, with both axes; the axis below names as many as fit. */
export function columns(title: string, head: string, bars: Bar[]): TemplateResult {
  const t = say(figures);
  const top = ceiling(Math.max(1, ...bars.map((b) => b.n)));
  const most = bars.reduce((a, b) => (b.n > a.n ? b : a), bars[0] ?? { n: 0, title: '', short: '' });
  const every = Math.max(1, Math.ceil(bars.length / 6));
  const bar = ({ n }: Bar, x: number) =>
    svg`<rect x=${x + 0.12} y=${100 - (100 * n) / top} width="0.76" height=${(100 * n) / top}></rect>`;
  const line = (y: number) => svg`<line x1="0" x2=${bars.length} y1=${y} y2=${y}></line>`;
  return html`<figure class="chart">
    <figcaption><h2>${title}</h2> <span class="dim">${most.n > 0 ? t.says(most.title, number(most.n)) : ''}</span></figcaption>
    <div class="plot" aria-hidden="true">
      <div class="scale dim">${[top, top / 2, 0].map((n) => html`<small>${Number.isInteger(n) ? number(n) : ''}</small>`)}</div>
      <svg class="hours" viewBox="0 0 ${Math.max(1, bars.length)} 100" preserveAspectRatio="none">${[0.5, 50, 99.5].map(line)}${bars.map(bar)}</svg>
      <div class="axis dim">${bars.map((b, i) =>
        i % every === 0
          ? html`<small ${styled({ 'inset-inline-start': `${(100 * i) / bars.length}%` })}>${b.short}</small>`
          : nothing,
      )}</div>
    </div>
    <details><summary>${t.asTable}</summary>
      <table><thead><tr><th scope="col">${head}</th><th scope="col" class="end">${t.opened}</th></tr></thead>
        <tbody>${bars.map((b) => html`<tr><th scope="row">${b.title}</th><td class="end">${number(b.n)}</td></tr>`)}</tbody>
      </table>
    </details>
  </figure>`;
}

/** The most bars that a comparison draws; the table below it has all. */
const compared = 12;

/** bars compares values: of what came, how much was answered. The table below it has the numbers. */
export function bars(title: string, all: { title: string; of: Measures }[]): TemplateResult {
  const t = say(figures);
  const most = Math.max(1, ...all.map(({ of }) => of.answered + of.abandoned));
  const row = ({ title, of }: { title: string; of: Measures }) => html`<li>
    ${named(title)}
    <svg viewBox="0 0 ${most} 1" preserveAspectRatio="none" aria-hidden="true">${svg`
      <rect width=${of.answered} height="1"></rect>
      <rect class="abandoned" x=${of.answered} width=${of.abandoned} height="1"></rect>`}</svg>
    <span class="dim">${t.answeredOf(of.answered, of.answered + of.abandoned)}</span>
  </li>`;
  const first = [...all].sort((a, b) => b.of.answered + b.of.abandoned - a.of.answered - a.of.abandoned);
  return html`<figure class="chart">
    <figcaption><h2>${title}</h2>
      <span class="legend dim"><span class="swatch"></span> ${t.answered} <span class="swatch abandoned"></span> ${t.abandoned}</span></figcaption>
    <ul class="bars">${first.slice(0, compared).map(row)}</ul>
  </figure>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import { step } from '../data/searchqueries.js';
import type { Desk } from '../state/desk.js';
import { day } from '../text/day.js';
import { number, percent, say, span } from '../text/language.js';
import { View } from './view.js';

/** What this agent did today, folded until somebody asks: each session is billed. */
class DayView extends View {
  static override properties = { desk: { attribute: false } };
  declare desk: Desk;

  protected override models() {
    return [this.desk.day];
  }

  protected override render(): TemplateResult {
    const { day: own } = this.desk;
    const t = say(day);
    const open = (e: Event) => {
      if (e.target !== e.currentTarget || !(e.target as HTMLDetailsElement).open) return;
      own.follow();
      void import('./own.js'); // most never look
    };
    return html`<details class="day" @toggle=${open}>
      <summary>${t.show}</summary>
      ${own.loaded ? html`${this.figures()} <desk-own .desk=${this.desk}></desk-own>` : nothing}
    </details>`;
  }

  private figures(): TemplateResult {
    const t = say(day);
    const f = this.desk.day.figures;
    const figure = (value: string, what: string) => html`<li><strong>${value}</strong> ${what}</li>`;
    if (f.closed === 0 && f.rated === 0) return html`<p>${t.none}</p>`;
    return html`<ul class="own-figures">
        ${figure(number(f.closed), t.closed(f.closed))}
        ${figure(number(f.answered), t.answered(f.answered))}
        ${f.answered > 0 ? figure(span(f.firstWait * 1000), t.firstWait) : nothing}
        ${f.answered > 0 ? figure(percent(f.within / f.answered), t.within) : nothing}
        ${f.closed > 0 ? figure(span(f.handled * 1000), t.handled) : nothing}
        ${f.rated > 0 ? figure(number(f.rating, 1), t.rating(f.rated)) : nothing}
      </ul>
      ${this.desk.day.full ? html`<p class="dim">${t.newest(step.own)}</p>` : nothing}`;
  }
}

customElements.define('desk-day', DayView);

import { html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../state/desk.js';
import { dateOf } from '../state/figures.js';
import { type Own, ownFigures } from '../state/own.js';
import { figures } from '../text/figures.js';
import { language, say } from '../text/language.js';
import { explain } from '../text/problem.js';
import { drawn, shown } from './supervise/measures.js';
import { View } from './view.js';

/** An agent's own figures of a month, beside the month before, folded until somebody asks. */
class OwnView extends View {
  static override properties = {
    desk: { attribute: false },
    own: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare own: Own | undefined;
  declare problem: unknown;

  protected override models() {
    return [];
  }

  protected override render(): TemplateResult {
    const t = say(figures);
    return html`<details class="own" @toggle=${this.opens}>
      <summary>${t.own}</summary>
      ${this.problem ? html`<p class="bad" role="alert">${explain(this.problem)}</p>` : nothing}
      ${this.own ? this.list(this.own) : nothing}
    </details>`;
  }

  private readonly opens = async (e: Event): Promise<void> => {
    const { desk } = this;
    if (!(e.target as HTMLDetailsElement).open) return;
    try {
      this.own = await ownFigures(desk.connection.db, desk.email, dateOf(desk.now(), language.zone));
    } catch (problem) {
      this.problem = problem;
    }
  };

  private list({ now, earlier }: Own): TemplateResult {
    const all = shown(true).filter((m) => m.of(now) || m.of(earlier) || m.more?.(now));
    if (all.length === 0) return html`<p>${say(figures).ownNone}</p>`;
    return html`<dl class="own-month">${all.map((m) => html`<div><dt>${m.title}</dt><dd>${drawn(m, now, earlier)}</dd></div>`)}</dl>`;
  }
}

customElements.define('desk-own', OwnView);

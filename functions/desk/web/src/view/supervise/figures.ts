import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Figures } from '../../data/documents.js';
import { most } from '../../data/queries.js';
import { Day, dateOf, isKept, moved, type Rates, rates, sum } from '../../state/figures.js';
import { Sessions } from '../../state/sessions.js';
import { dateTitle, language, number, percent, say, span } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { shell } from '../../text/shell.js';
import { supervise } from '../../text/supervise.js';
import { byHour, byQueue } from './charts.js';
import { Page } from './page.js';
import { type Column, Table } from './table.js';

/** What a day brought, from what is counted while it happens. */
class FiguresPage extends Page {
  static override properties: PropertyDeclarations = { chosen: { state: true } };
  /** an earlier day; empty is today, also when that becomes tomorrow */
  declare chosen: string;
  private day: Day | undefined;
  private offered: Sessions | undefined;
  private isNow = false;
  private readonly table = new Table<Figures>(this, (f) => f.queue, { by: 'opened', down: true });

  constructor() {
    super();
    this.chosen = '';
  }

  protected override models() {
    return [this.desk, this.desk.queues, this.day, this.offered];
  }

  protected override begin() {
    const { desk } = this;
    const { db } = desk.connection;
    const day = new Day(db);
    const offered = new Sessions(db);
    this.day = day;
    this.offered = offered;
    this.isNow = false;
    return [() => desk.watchEveryQueue(false), () => offered.stop(), () => day.stop()];
  }

  /** What is now is looked at for today only. */
  private follow(date: string): void {
    this.day?.follow(date);
    const now = this.chosen === '';
    if (now === this.isNow) return;
    this.isNow = now;
    this.desk.watchEveryQueue(now);
    if (now) this.offered?.follow({ state: 'offered' });
    else this.offered?.stop();
  }

  protected override content(): TemplateResult {
    const t = say(supervise);
    const today = dateOf(this.desk.now(), language.zone);
    const date = this.chosen || today;
    this.follow(date);
    const { figures, problem } = this.day ?? {};
    return html`${this.picker(date, today)}
      ${problem ? html`<p class="bad" role="alert">${explain(problem)}</p>` : nothing}
      ${!problem && !figures ? html`<p role="status">${t.loading}</p>` : nothing}
      ${figures ? this.filled(figures) : nothing}
      <p class="dim footnote">${t.figuresFoot}</p>`;
  }

  private picker(date: string, today: string): TemplateResult {
    const t = say(supervise);
    const choose = (d: string) => {
      this.chosen = d >= today || d === '' ? '' : d;
    };
    return html`<div class="filters dates">
      <button aria-label=${t.dayBefore} @click=${() => choose(moved(date, -1))}>‹</button>
      <label>${t.day} <input type="date" max=${today} .value=${date} @change=${(e: Event) => choose((e.target as HTMLInputElement).value)} /></label>
      <button aria-label=${t.dayAfter} ?disabled=${date >= today} @click=${() => choose(moved(date, 1))}>›</button>
      <button ?disabled=${date === today} @click=${() => choose('')}>${t.today}</button>
      <span aria-live="polite">${dateTitle(date)}</span>
    </div>`;
  }

  private filled(figures: Figures[]): TemplateResult {
    const t = say(supervise);
    const { measures } = this;
    const total = sum(figures);
    const name = (q: string) => this.queueTitle(q);
    const queue: Column<Figures> = {
      key: 'queue',
      title: t.queue,
      by: (f) => name(f.queue),
      draw: (f) => html`<span dir="auto">${name(f.queue)}</span>`,
    };
    return html`<dl class="tiles">${this.now()} ${figures.length > 0 ? measures.map((m) => tile(m.title, m.draw(total))) : nothing}</dl>
      ${
        figures.length === 0
          ? html`<p>${this.chosen ? t.nothingThen : t.nothingYet}</p>`
          : html`<div class="charts">${byHour(total.hours)} ${byQueue(figures, name)}</div>
            ${this.table.draw(t.byQueue, [queue, ...measures], figures)}`
      }`;
  }

  private now(): unknown {
    const t = say(supervise);
    const { desk, offered } = this;
    if (this.chosen !== '') return nothing;
    const lists = desk.config?.queues.map((q) => desk.queues.items(q.name)) ?? [];
    const cut = lists.some((l) => (l?.length ?? 0) >= most.items);
    const held = offered?.list.length ?? 0;
    return html`
      ${tile(t.waitingNow, lists.some((l) => !l) ? '…' : cut ? say(shell).moreThan(desk.queues.waiting) : number(desk.queues.waiting))}
      ${tile(t.offeredNow, !offered?.loaded ? '…' : offered.whole ? number(held) : say(shell).moreThan(held))}
    `;
  }

  /** What is shown of figures, of all together as of each queue. */
  private get measures(): Column<Figures>[] {
    const t = say(supervise);
    const count = (key: 'opened' | 'answered' | 'started' | 'closed'): Column<Figures> => ({
      key,
      title: t[key],
      end: true,
      by: (f) => f[key],
      draw: (f) => number(f[key]),
    });
    const rate = (
      key: keyof Rates,
      draw: (of: number, f: Figures) => unknown,
      none = '–',
    ): Column<Figures> => ({
      key,
      title: t[key],
      end: true,
      by: (f) => rates(f)[key],
      draw: (f) => {
        const of = rates(f)[key];
        return of === undefined ? none : draw(of, f);
      },
    });
    const length = (seconds: number) => span(seconds * 1000);
    return [
      count('opened'),
      count('answered'),
      rate('abandoned', (share, f) => html`${number(f.abandoned)} ${note(percent(share))}`),
      rate('firstWait', length),
      rate('level', (share, f) => html`${percent(share)} ${this.kept(f)}`),
      rate('handled', length),
      count('started'),
      count('closed'),
      rate('satisfaction', (of, f) => html`${t.outOf(number(of, 1))} ${note(t.ratings(f.rated))}`),
    ];
  }

  /** Whether a queue kept its promise; all together made none. */
  private kept(f: Figures): unknown {
    const t = say(supervise);
    const queue = this.desk.config?.queues.find((q) => q.name === f.queue);
    const kept = isKept(queue, f);
    return kept === undefined
      ? nothing
      : html`<small class=${kept ? 'good' : 'bad'}>${kept ? t.kept : t.missed}</small>`;
  }
}

const note = (text: string): TemplateResult => html`<small class="dim">${text}</small>`;

const tile = (title: string, value: unknown): TemplateResult =>
  html`<div><dt>${title}</dt><dd>${value}</dd></div>`;

customElements.define('desk-figures', FiguresPage);

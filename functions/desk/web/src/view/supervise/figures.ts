import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Measures } from '../../data/measures.js';
import { none } from '../../data/measures.js';
import { most } from '../../data/queries.js';
import { type Dimension, dateOf, dimensions, isKept } from '../../state/figures.js';
import { find } from '../../state/labels.js';
import { Sessions } from '../../state/sessions.js';
import {
  before,
  length,
  longest,
  type Range,
  read,
  Span,
  spans,
  type Wanted,
  written,
} from '../../state/span.js';
import { figures } from '../../text/figures.js';
import { dateRange, dateTitle, language, number, say, shortDate } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { shell } from '../../text/shell.js';
import { supervise } from '../../text/supervise.js';
import { channelTitle } from '../channel.js';
import { bars, columns } from './charts.js';
import { drawn, type Shown, shown } from './measures.js';
import { filter, Page } from './page.js';
import { type Column, named, Table } from './table.js';

/** Row is a queue, an agent, an hour…: now and in the range before. */
interface Row {
  value: string;
  now: Measures;
  before: Measures;
}

/** What a range of days brought, beside the range before. What is looked at stands in the address. */
class FiguresPage extends Page {
  static override properties: PropertyDeclarations = { of: { attribute: false } };
  /** the wish, as the address has it */
  declare of: string;
  private span: Span | undefined;
  private offered: Sessions | undefined;
  private isNow = false;
  private readonly table = new Table<Row>(this, (row) => row.value, { by: 'closed', down: true });

  constructor() {
    super();
    this.of = '';
  }

  protected override models() {
    return [this.desk, this.desk.queues, this.desk.roster, this.span, this.offered];
  }

  protected override begin() {
    const { desk } = this;
    const { db } = desk.connection;
    const span = new Span(db);
    const offered = new Sessions(db);
    this.span = span;
    this.offered = offered;
    this.isNow = false;
    return [() => desk.watchEveryQueue(false), () => offered.stop(), () => span.stop()];
  }

  private get wanted(): Wanted {
    return read(this.of);
  }

  private want(change: Partial<Wanted>): void {
    const wanted = { ...this.wanted, ...change };
    if (change.days) delete wanted.range;
    this.office.address.go({ name: 'supervise', view: 'figures', of: written(wanted) });
  }

  /** What is now is looked at for today only, and agents' names where agents are. */
  private follow(wanted: Wanted, today: string): void {
    this.span?.follow(wanted, today);
    if (wanted.by === 'agent') void this.desk.roster.know();
    const now = this.span?.range.from === today;
    if (now === this.isNow) return;
    this.isNow = now;
    this.desk.watchEveryQueue(now);
    if (now) this.offered?.follow({ state: 'offered' });
    else this.offered?.stop();
  }

  protected override content(): TemplateResult {
    const { wanted, span } = this;
    const today = dateOf(this.desk.now(), language.zone);
    this.follow(wanted, today);
    if (!span) return html``;
    return html`${this.picker(wanted, span.range, today)}
      ${span.problem ? html`<p class="bad" role="alert">${explain(span.problem)}</p>` : nothing}
      ${!span.problem && !span.loaded ? html`<p role="status">${say(supervise).loading}</p>` : nothing}
      ${span.loaded ? this.filled(span, wanted) : nothing}
      <p class="dim footnote">${say(figures).foot}</p>`;
  }

  private picker(wanted: Wanted, range: Range, today: string): TemplateResult {
    const t = say(figures);
    const days = (
      n: number,
    ) => html`<button type="button" aria-pressed=${String(!wanted.range && wanted.days === n)}
      @click=${() => this.want({ days: n })}>${t.days(n)}</button>`;
    const choose = (change: Partial<Range>) => {
      const next = { ...range, ...change };
      if (next.from === '' || next.to === '' || next.to > today) return;
      if (next.from > next.to) next[change.from ? 'to' : 'from'] = change.from ?? change.to ?? today;
      if (length(next) <= longest) this.want({ days: 0, range: next });
      else this.requestUpdate();
    };
    const date = (title: string, value: string, change: (value: string) => void) => html`<label>${title}
      <input type="date" max=${today} .value=${value} @change=${(e: Event) => change((e.target as HTMLInputElement).value)} /></label>`;
    const all = dimensions.map((d): [string, string] => [d, t.by[d]]);
    return html`<div class="filters dates">
        <div class="choice" role="group" aria-label=${t.span}>${spans.map(days)}</div>
        ${date(t.from, range.from, (from) => choose({ from }))} ${date(t.to, range.to, (to) => choose({ to }))}
        ${filter(t.grouped, all, wanted.by, (by) => this.want({ by: by as Dimension }))}
      </div>
      <p class="dim" aria-live="polite">${t.range(title(range), title(before(range)))}</p>`;
  }

  private filled(span: Span, wanted: Wanted): TemplateResult {
    const t = say(figures);
    const { total, earlier, range } = span;
    const now = span.values(range, wanted.by);
    const was = span.values(before(range), wanted.by);
    const rows = [...new Set([...now.keys(), ...was.keys()])].map((value) => ({
      value,
      now: now.get(value) ?? none(),
      before: was.get(value) ?? none(),
    }));
    // The page is drawn again every second, and the table only when something in it is another.
    const titles = rows.map((row) => this.titleOf(row.value, wanted.by)).join('\n');
    const table = guard([now, was, titles, this.table.order, language.code, this.desk.config], () =>
      this.table.draw(t.by[wanted.by], this.columns(wanted.by), rows),
    );
    const tiles = shown(false).map((m) => tile(m.title, drawn(m, total, earlier)));
    const some = rows.length > 0;
    return html`<dl class="tiles">${this.now(range)} ${some ? tiles : nothing}</dl>
      ${
        some
          ? html`${this.charts(span, wanted, rows)} <div class="wide" role="region" tabindex="0" aria-label=${t.by[wanted.by]}>
        ${table}</div>`
          : html`<p>${t.nothing}</p>`
      }`;
  }

  private charts(span: Span, { by }: Wanted, rows: Row[]): TemplateResult {
    const t = say(figures);
    const { daily } = span;
    const perDay = columns(
      t.perDay,
      t.day,
      daily.map(({ day, sum }) => ({ n: sum.opened, title: dateTitle(day), short: shortDate(day) })),
    );
    const hours = Array.from({ length: 24 }, (_, h) => String(h).padStart(2, '0'));
    const opened = (h: string) => rows.find((row) => row.value === h)?.now.opened ?? 0;
    const perHour = () =>
      columns(
        t.perHour,
        t.one.hour,
        hours.map((h) => ({ n: opened(h), title: t.hour(Number(h)), short: t.hour(Number(h)) })),
      );
    const compared = () =>
      bars(
        t.by[by],
        rows.map((row) => ({ title: this.titleOf(row.value, by), of: row.now })),
      );
    return html`<div class="charts">${daily.length > 1 ? perDay : nothing} ${by === 'hour' ? perHour() : compared()}</div>`;
  }

  private now(range: Range): unknown {
    const t = say(figures);
    const { desk, offered } = this;
    if (range.from !== this.span?.today) return nothing;
    const lists = desk.config?.queues.map((q) => desk.queues.items(q.name)) ?? [];
    const cut = lists.some((l) => (l?.length ?? 0) >= most.items);
    const held = offered?.list.length ?? 0;
    return html`
      ${tile(t.waitingNow, lists.some((l) => !l) ? '…' : cut ? say(shell).moreThan(desk.queues.waiting) : number(desk.queues.waiting))}
      ${tile(t.offeredNow, !offered?.loaded ? '…' : offered.whole ? number(held) : say(shell).moreThan(held))}
    `;
  }

  /** What a value is called. */
  private titleOf(value: string, by: Dimension): string {
    const t = say(figures);
    if (value === '') return t.others;
    switch (by) {
      case 'queue':
        return this.queueTitle(value);
      case 'agent':
        return this.desk.roster.called(value);
      case 'tag':
        return find(this.desk.config?.tags ?? [], value, language.code).text;
      case 'channel':
        return channelTitle(this.office.settings, value) || value;
      case 'hour':
        return t.hour(Number(value));
      default:
        return value;
    }
  }

  private columns(by: Dimension): Column<Row>[] {
    const t = say(figures);
    const first: Column<Row> = {
      key: 'value',
      title: t.one[by],
      by: (row) => (by === 'hour' ? row.value : this.titleOf(row.value, by)),
      draw: (row) => named(this.titleOf(row.value, by)),
      file: [[t.one[by], (row) => this.titleOf(row.value, by)]],
    };
    return [first, ...shown(by === 'agent').map((m) => this.column(m, by))];
  }

  private column(m: Shown, by: Dimension): Column<Row> {
    return {
      key: m.key,
      title: m.title,
      end: true,
      by: (row) => m.of(row.now),
      draw: (row) =>
        html`${drawn(m, row.now, row.before)} ${m.key === 'within' && by === 'queue' ? this.kept(row) : nothing}`,
      file: (m.file ?? [[m.title, m.of]]).map(([head, of]) => [head, (row) => of(row.now)]),
    };
  }

  /** Whether a queue kept its promise; all together made none. */
  private kept({ value, now }: Row): unknown {
    const t = say(supervise);
    const kept = isKept(
      this.desk.config?.queues.find((q) => q.name === value),
      now,
    );
    return kept === undefined
      ? nothing
      : html`<small class=${kept ? 'good' : 'bad'}>${kept ? t.kept : t.missed}</small>`;
  }
}

const title = (range: Range): string =>
  range.from === range.to ? dateTitle(range.from) : dateRange(range.from, range.to);

const tile = (title: string, value: unknown): TemplateResult =>
  html`<div><dt>${title}</dt><dd>${value}</dd></div>`;

customElements.define('desk-figures', FiguresPage);

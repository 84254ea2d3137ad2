import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { format } from '../../state/address.js';
import { figures } from '../../text/figures.js';
import { language, say } from '../../text/language.js';
import { supervise } from '../../text/supervise.js';
import { icons } from '../icon.js';
import { styled } from '../styled.js';
import { visible } from '../window.js';
import { csv, fileName, save, type Value } from './csv.js';
import { type Order, type Rank, type Sortable, sorted, turned } from './order.js';

export interface Column<T> extends Sortable<T> {
  title: string;
  draw: (row: T) => unknown;
  /** whether it is a number */
  end?: boolean;
  /** what a file has of it, by the titles of its columns there; what rows are sorted by without it */
  file?: [string, (row: T) => Value][];
}

/** named is a text of anybody's, on one line; what is written from the right stays at the cell's start. */
export const named = (text: string, classes = ''): TemplateResult =>
  html`<span class="name ${classes}"><span dir="auto">${text}</span></span>`;

/**
 * Table draws rows under heads that sort them. One that may be long draws only those in
 * sight, and learns how high each is when it is drawn. Its roles are written out: where it is cards, its elements are no
 * table for the browser, and still one for who hears it.
 */
export class Table<T> implements ReactiveController {
  private scroller: Element | null = null;
  private readonly heights = new Map<string, number>();
  private drawn: string[] = [];
  /** whether it is this table whose rows are on the page: a page may have one of several */
  private fresh = false;
  /** how often in a row it was drawn again because of its own heights */
  private again = 0;
  /** the conversation that a row is about: files link to its transcript */
  conversation: ((row: T) => string) | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly key: (row: T) => string,
    public order: Order,
    private readonly long = false,
  ) {
    host.addController(this);
  }

  private readonly redraw = () => this.host.requestUpdate();

  private readonly resized = () => {
    this.heights.clear();
    this.redraw();
  };

  hostConnected(): void {
    this.scroller = this.host.closest('desk-supervise');
    if (!this.long) return;
    this.scroller?.addEventListener('scroll', this.redraw, { passive: true });
    window.addEventListener('resize', this.resized);
  }

  hostDisconnected(): void {
    this.scroller?.removeEventListener('scroll', this.redraw);
    window.removeEventListener('resize', this.resized);
  }

  /** What was drawn has its height now. */
  hostUpdated(): void {
    if (!this.long || !this.fresh) return;
    this.fresh = false;
    const rows = [...this.host.querySelectorAll<HTMLElement>('tbody > tr:not(.space)')];
    const gap = rows[0] ? Number.parseFloat(getComputedStyle(rows[0]).marginBlockEnd) : 0;
    let news = false;
    for (const [i, key] of this.drawn.entries()) {
      const height = (rows[i]?.offsetHeight ?? 0) + gap;
      news ||= this.heights.get(key) !== height;
      this.heights.set(key, height);
    }
    // Heights that depend on what is drawn need never come to rest.
    this.again = news ? this.again + 1 : 0;
    if (news && this.again <= settling) this.redraw();
    else this.again = 0;
  }

  draw(
    caption: string,
    columns: Column<T>[],
    rows: T[],
    detail: (row: T) => TemplateResult | undefined = () => undefined,
  ): TemplateResult {
    const all = sorted(rows, columns, this.order);
    const { shown, above, below } = this.window(all);
    this.fresh = true;
    return html`<table role="table" class=${this.long ? 'fixed' : ''} aria-rowcount=${this.long ? all.length + 1 : nothing}>
      <caption class="hidden">${caption}</caption>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex=${this.long ? 1 : nothing}>${columns.map((c) => this.head(c))}</tr>
      </thead>
      <tbody role="rowgroup">
        ${space(above, columns.length)}
        ${repeat(
          shown,
          ({ row }) => this.key(row),
          ({ row, at }) => html`
            <tr role="row" aria-rowindex=${this.long ? at + 2 : nothing}>${columns.map((c, i) => cell(c, row, i === 0))}</tr>
            ${this.below(detail(row), columns.length)}
          `,
        )}
        ${space(below, columns.length)}
      </tbody>
    </table>
    ${all.length > 0 ? html`<p class="csv"><button type="button" @click=${() => this.save(caption, columns, all)}>${say(figures).csv}</button></p>` : nothing}`;
  }

  /** save makes a file of all rows, in the order in which they are shown. */
  private save(caption: string, columns: Column<T>[], rows: T[]): void {
    const { zone } = language;
    const cells = columns.flatMap(filed);
    const { conversation } = this;
    if (conversation) {
      const link = (row: T) => location.origin + format({ name: 'conversation', id: conversation(row) });
      cells.push([say(figures).link, link]);
    }
    const lines = rows.map((row) => cells.map(([, of]) => of(row)));
    const heads = cells.map(([head]) => head);
    save(fileName(caption, Date.now(), zone), csv(heads, lines, zone));
  }

  private head(c: Column<T>): TemplateResult {
    const mine = this.order.by === c.key;
    const turn = () => {
      this.order = turned(this.order, c.key);
      this.redraw();
    };
    const sort = mine ? (this.order.down ? 'descending' : 'ascending') : 'none';
    return html`<th role="columnheader" scope="col" class=${c.end ? 'end' : ''} aria-sort=${c.by ? sort : nothing}>
      ${
        c.by
          ? html`<button class="sort" title=${say(supervise).sort(c.title)} @click=${turn}>${c.title} ${mine ? icons.fold : nothing}</button>`
          : c.title
      }
    </th>`;
  }

  private below(content: TemplateResult | undefined, columns: number): unknown {
    if (!content) return nothing;
    return html`<tr role="row" class="detail"><td role="cell" colspan=${columns}>${content}</td></tr>`;
  }

  /** window is the rows to draw, and how much room the others take above and below them. */
  private window(all: T[]): { shown: { row: T; at: number }[]; above: number; below: number } {
    const rows = all.map((row, at) => ({ row, at }));
    if (!this.long) return { shown: rows, above: 0, below: 0 };
    const known = [...this.heights.values()];
    const usual = known.reduce((sum, h) => sum + h, 0) / known.length || guess;
    const { scroller } = this;
    const body = this.host.querySelector('tbody');
    const edge = scroller?.getBoundingClientRect().top ?? 0;
    const { entries, total } = visible(
      rows.map((r) => ({ ...r, key: '', height: this.heights.get(this.key(r.row)) ?? usual })),
      body ? edge - body.getBoundingClientRect().top : 0,
      scroller?.clientHeight || 800,
    );
    const shown = entries.map(({ entry }) => entry);
    const above = entries[0]?.top ?? 0;
    this.drawn = shown.map(({ row }) => this.key(row));
    return { shown, above, below: total - above - shown.reduce((sum, { height }) => sum + height, 0) };
  }
}

/** filed is a column as a file has it. What is sorted by an instant is one. */
function filed<T>(c: Column<T>): [string, (row: T) => Value][] {
  const { by } = c;
  if (c.file) return c.file;
  return by ? [[c.title, (row) => dated(by(row))]] : [];
}

/** Milliseconds since 1970 are no count of anything here. */
const dated = (rank: Rank): Value => (typeof rank === 'number' && rank > 1e12 ? { at: rank } : rank);

/** How often a table is drawn again until its heights are known. */
const settling = 5;

/** How high a row is taken to be before one was drawn, in pixels. */
const guess = 70;

const cell = <T>(c: Column<T>, row: T, first: boolean): TemplateResult =>
  first
    ? html`<th role="rowheader" scope="row">${c.draw(row)}</th>`
    : html`<td role="cell" class=${c.end ? 'end' : ''} data-label=${c.title}>${c.draw(row)}</td>`;

const space = (height: number, columns: number): unknown =>
  height > 0
    ? html`<tr class="space" aria-hidden="true"><td colspan=${columns} ${styled({ height: `${height}px` })}></td></tr>`
    : nothing;

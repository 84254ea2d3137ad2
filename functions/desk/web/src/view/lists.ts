import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ClosedSession } from '../data/documents.js';
import { most } from '../data/queries.js';
import type { Desk } from '../state/desk.js';
import type { Office } from '../state/office.js';
import { day } from '../text/day.js';
import { say } from '../text/language.js';
import { shell } from '../text/shell.js';
import { start } from '../text/start.js';
import { customerName } from '../text/words.js';
import { icons } from './icon.js';
import { headHeight, noteHeight, type Row, Rows } from './rows.js';
import { keyShortcut } from './shortcut.js';
import { Stable } from './stable.js';
import { styled } from './styled.js';
import { Ticker, View } from './view.js';
import { visible } from './window.js';

/** The lists at the side: offers, the agent's own conversations, the queues. */
class Lists extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    open: { attribute: false },
    folded: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare open: string;
  declare folded: Set<string>;
  private readonly stable = new Stable<Row>(() => () => html``);
  private scrolled = 0;
  private height = 800;
  private readonly resized = new ResizeObserver(([e]) => {
    this.height = e?.contentRect.height ?? this.height;
    this.requestUpdate();
  });

  private readonly redraw = () => this.requestUpdate();

  constructor() {
    super();
    this.folded = new Set(['closed/today', 'closed/week']); // read when it is looked at: each is billed
    new Ticker(this, 1000); // countdowns and waiting times
  }

  protected override models() {
    const { desk } = this;
    return [desk, desk.inbox, desk.missed, desk.queues, desk.undo, desk.day];
  }

  protected override firstUpdated(): void {
    const pane = this.querySelector('.lists');
    if (pane) this.resized.observe(pane);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('density', this.redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    removeEventListener('density', this.redraw);
  }

  protected override render(): TemplateResult {
    const { entries, total } = visible(this.stable.arrange(this.rows()), this.scrolled, this.height);
    const newest = this.desk.missed.list[0];
    return html`<div class="hidden" role="status" dir="auto">${newest ? say(shell).missedWho(customerName(newest.customer)) : nothing}</div>
      ${this.top()}
      <nav class="lists" aria-label=${say(shell).lists} @scroll=${this.follow} @keydown=${this.keys} @pointermove=${this.aim} @pointerleave=${this.release} @click=${this.release}>
      <div class="rows" role="list" ${styled({ height: `${total}px` })}>
        ${repeat(
          entries,
          ({ entry }) => entry.key,
          ({ entry, top }) =>
            html`<div role="listitem" class="row-at" ${styled({ top: `${top}px`, height: `${entry.height}px` })}>
              ${entry.draw()}
            </div>`,
        )}
      </div>
    </nav>
    <desk-standing .desk=${this.desk}></desk-standing>`;
  }

  /** What is above the lists, and stays there. */
  private top(): TemplateResult {
    const { office, desk } = this;
    const t = say(shell);
    const newest = desk.inbox.order === 'newest';
    const turn = () => desk.inbox.arrange(newest ? 'due' : 'newest');
    return html`<header class="list-head">
      <h2>${t.desk}</h2>
      <button class="icon" aria-pressed=${newest} title=${t.newestFirst} aria-label=${t.newestFirst} @click=${turn}>${icons.sort}</button>
      ${desk.mayBegin ? html`<button class="icon" title=${say(start).start} aria-label=${say(start).start} aria-keyshortcuts=${keyShortcut(office, 'begin')} @click=${() => office.begin()}>${icons.begin}</button>` : nothing}
      <desk-presence .office=${office} .desk=${desk}></desk-presence>
    </header>`;
  }

  private readonly follow = (e: globalThis.Event) => {
    this.scrolled = (e.target as HTMLElement).scrollTop;
    this.requestUpdate();
  };

  private readonly aim = (e: PointerEvent) => {
    if (e.pointerType === 'mouse') this.stable.aim();
  };

  private readonly release = () => {
    this.stable.release();
    this.requestUpdate();
  };

  /** Up and down go from row to row. */
  private readonly keys = (e: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    const all = [...this.querySelectorAll<HTMLElement>('a.row, button.fold')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    e.preventDefault();
    all[at + step]?.focus();
  };

  // ---- What there is

  private rows(): Row[] {
    const t = say(shell);
    const { inbox } = this.desk;
    const rows = this.drawn;
    return [
      ...this.section(
        'offers',
        t.offers,
        inbox.offers.map((c, i) => rows.offer(c, i === 0)),
      ),
      ...this.section(
        'missed',
        t.missed,
        this.desk.missed.list.map((m) => rows.missed(m)),
      ),
      ...this.section(
        'mine',
        t.mine,
        inbox.active.map((c) => rows.conversation(c)),
        true,
      ),
      ...this.section(
        'wrap-up',
        t.wrapUp,
        inbox.wrapUp.map((c) => rows.conversation(c)),
      ),
      ...this.section(
        'parked',
        t.parked,
        inbox.parked.map((c) => rows.conversation(c)),
      ),
      ...this.section(
        'reading',
        t.reading,
        inbox.reading.map((c) => rows.conversation(c)),
      ),
      ...this.desk.queues.names.flatMap((q) => this.queue(q)),
      ...this.closed(),
    ];
  }

  private get drawn(): Rows {
    return new Rows(this.office, this.desk, this.open);
  }

  private section(
    key: string,
    title: string,
    rows: Row[],
    always = false,
    count = String(rows.length),
  ): Row[] {
    if (rows.length === 0 && !always) return [];
    const open = !this.folded.has(key);
    const toggle = () => {
      this.folded = new Set(open ? [...this.folded, key] : [...this.folded].filter((k) => k !== key));
    };
    const head: Row = {
      key: `head/${key}`,
      height: headHeight,
      draw: () => html`<h2 class="head">
        <button class="fold" aria-expanded=${open} @click=${toggle}>
          <span dir="auto">${title}</span> <span class="count">${count}</span>${icons.fold}
        </button>
      </h2>`,
    };
    return [head, ...(open ? rows : [])];
  }

  /** What the agent worked on and is closed. */
  private closed(): Row[] {
    const t = say(day);
    const own = this.desk.day;
    const { drawn } = this;
    const shows = (part: string) => !this.folded.has(part);
    if (shows('closed/today') || shows('closed/week')) own.follow();
    const section = (part: string, title: string, sessions: ClosedSession[]) => {
      const rows = sessions.map((c) => drawn.closed(c));
      return this.section(part, title, rows, true, own.loaded ? String(rows.length) : '');
    };
    return [...section('closed/today', t.today, own.today), ...section('closed/week', t.week, own.earlier)];
  }

  private queue(queue: string): Row[] {
    const t = say(shell);
    const items = this.desk.queues.items(queue);
    const name = this.desk.queueTitle(queue);
    if (!items) return this.section(`queue/${queue}`, name, [], true, '…');
    const none: Row = {
      key: `none/${queue}`,
      height: noteHeight,
      draw: () => html`<p class="note">${t.queueEmpty}</p>`,
    };
    const { drawn } = this;
    const rows = items.length > 0 ? items.map((i) => drawn.item(i)) : [none];
    const count = items.length < most.items ? String(items.length) : t.moreThan(items.length);
    return this.section(`queue/${queue}`, name, rows, true, count);
  }
}

customElements.define('desk-lists', Lists);

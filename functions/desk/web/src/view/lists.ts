import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Conversation, Item } from '../data/documents.js';
import { most } from '../data/queries.js';
import { format } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import type { MissedOffer } from '../state/missed.js';
import type { Office } from '../state/office.js';
import { isLate, unansweredSince, waitsSince } from '../state/overview.js';
import { recently, say, span, tongue } from '../text/language.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import { start } from '../text/start.js';
import { customerName, preview } from '../text/words.js';
import { channelMark } from './channel.js';
import { keyShortcut } from './keys.js';
import { Stable } from './stable.js';
import { styled } from './styled.js';
import { hold, latest } from './thread/dialogs/question.js';
import { Ticker, View } from './view.js';
import { type Entry, visible } from './window.js';

interface Row extends Entry {
  draw: () => TemplateResult;
}

const heights = { head: 40, row: 88, offer: 188, missed: 68, note: 36 };

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

  constructor() {
    super();
    this.folded = new Set(['closed']); // read when it is looked at: each is billed
    new Ticker(this, 1000); // countdowns and waiting times
  }

  protected override models() {
    return [this.desk, this.desk.inbox, this.desk.missed, this.desk.queues, this.desk.undo];
  }

  protected override firstUpdated(): void {
    const pane = this.querySelector('.lists');
    if (pane) this.resized.observe(pane);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override render(): TemplateResult {
    const { entries, total } = visible(this.stable.arrange(this.rows()), this.scrolled, this.height);
    const newest = this.desk.missed.list[0];
    return html`<div class="hidden" role="status">${newest ? say(shell).missedWho(customerName(newest.customer)) : nothing}</div>
      ${this.desk.mayBegin ? html`<button class="begin" aria-keyshortcuts=${keyShortcut(this.office, 'begin')} @click=${() => this.office.begin()}>${say(start).start}</button>` : nothing}
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
    </nav>`;
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
    return [
      ...this.section(
        'offers',
        t.offers,
        inbox.offers.map((c, i) => this.offer(c, i === 0)),
      ),
      ...this.section(
        'missed',
        t.missed,
        this.desk.missed.list.map((m) => this.missedOffer(m)),
      ),
      ...this.section(
        'mine',
        t.mine,
        inbox.active.map((c) => this.conversation(c)),
        true,
      ),
      ...this.section(
        'wrap-up',
        t.wrapUp,
        inbox.wrapUp.map((c) => this.conversation(c)),
      ),
      ...this.section(
        'parked',
        t.parked,
        inbox.parked.map((c) => this.conversation(c)),
      ),
      ...this.section(
        'reading',
        t.reading,
        inbox.reading.map((c) => this.conversation(c)),
      ),
      ...this.desk.queues.names.flatMap((q) => this.queue(q)),
      ...this.closed(),
    ];
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
      height: heights.head,
      draw: () => html`<h2 class="head">
        <button class="fold" aria-expanded=${open} @click=${toggle}>
          <span dir="auto">${title}</span> <span class="count">${count}</span>
        </button>
      </h2>`,
    };
    return [head, ...(open ? rows : [])];
  }

  /** What the agent worked on and is closed. */
  private closed(): Row[] {
    const { inbox } = this.desk;
    const open = !this.folded.has('closed');
    if (open) inbox.lookBack();
    const rows = inbox.closed.map((c) => this.conversation(c));
    return this.section('closed', say(shell).closedByMe, rows, true, open ? String(rows.length) : '');
  }

  private queue(queue: string): Row[] {
    const t = say(shell);
    const items = this.desk.queues.items(queue);
    const name = this.desk.queueTitle(queue);
    if (!items) return this.section(`queue/${queue}`, name, [], true, '…');
    const none: Row = {
      key: `none/${queue}`,
      height: heights.note,
      draw: () => html`<p class="note">${t.queueEmpty}</p>`,
    };
    const rows = items.length > 0 ? items.map((i) => this.item(i)) : [none];
    const count = items.length < most.items ? String(items.length) : t.moreThan(items.length);
    return this.section(`queue/${queue}`, name, rows, true, count);
  }

  // ---- Rows

  private link(id: string, content: TemplateResult, classes = ''): TemplateResult {
    const go = (e: globalThis.Event) => {
      e.preventDefault();
      this.office.address.go({ name: 'conversation', id });
    };
    return html`<a
      class="row ${classes}"
      href=${format({ name: 'conversation', id })}
      aria-current=${id === this.open ? 'true' : nothing}
      @click=${go}
      >${content}</a
    >`;
  }

  /** Who writes, and through which channel. */
  private from(customer: string, channel: string, whole = false): TemplateResult {
    return html`<span class="from ${whole ? 'whole' : ''}">
      <span class="who" dir="auto" title=${customerName(customer)}>${customerName(customer)}</span>
      ${channelMark(this.desk.settings, channel)}
    </span>`;
  }

  private conversation(c: Conversation): Row {
    const t = say(shell);
    const now = this.desk.now();
    const unread = this.desk.inbox.unread(c);
    const notes = this.desk.inbox.newNotes(c);
    const at = Math.max(c.lastCustomerAt, c.lastAgentAt);
    const types = c.typingUntil > now;
    const content = () => html`
      ${this.from(c.called, c.channel)}
      ${waits(c, now) ?? html`<time>${at > 0 ? recently(at, now) : nothing}</time>`}
      <span class="what" dir="auto">${types ? html`<em>${t.typing}</em>` : preview(c.preview, c.previewKind)}</span>
      ${notes > 0 ? html`<small class="notes">${t.newNotes(notes)}</small>` : nothing}
      ${unread > 0 ? html`<span class="badge" role="img" aria-label=${t.unread(unread)}>${unread}</span>` : nothing}
    `;
    return {
      key: c.id,
      height: heights.row,
      draw: () =>
        this.link(c.id, content(), `${unread > 0 ? 'unread' : ''} ${notes > 0 ? 'unread noted' : ''}`),
    };
  }

  private offer(c: Conversation, first: boolean): Row {
    const t = say(shell);
    const left = c.offeredUntil - this.desk.now();
    const draw = () => html`<div class="offer">
      ${this.link(
        c.id,
        html`
          ${this.from(c.called, c.channel)}
          <span class="left" role="timer">${t.endsIn(span(left))}</span>
          <span class="what" dir="auto">${preview(c.preview, c.previewKind)}</span>
          <small class="facts">
            <bdi>${t.offeredBy(this.desk.queueTitle(c.queue))}</bdi>
            ${c.language ? html` · ${tongue(c.language)}` : nothing} · ${c.session > 1 ? t.returning : t.firstTime}
          </small>
          ${waits(c, this.desk.now()) ?? nothing}
        `,
      )}
      <div class="buttons">
        <button class="primary" aria-keyshortcuts=${first ? keyShortcut(this.office, 'accept') : nothing} @click=${() => this.act(c.id, 'accept')}>${t.accept}</button>
        <button @click=${() => this.decline(c)}>${t.decline}</button>
      </div>
    </div>`;
    return { key: c.id, height: heights.offer, draw };
  }

  private missedOffer(m: MissedOffer): Row {
    const t = say(shell);
    const { missed, queues } = this.desk;
    const draw = () => html`<div class="waiting">
      ${this.link(
        m.id,
        html`
          ${this.from(m.customer, m.channel, true)}
          <span class="what">${queues.has(m.id) ? t.stillWaits : t.waitsNoMore}</span>
          <time>${recently(m.at, this.desk.now())}</time>
        `,
      )}
      ${queues.has(m.id) ? html`<button @click=${() => this.act(m.id, 'pick')}>${t.take}</button>` : nothing}
      <button class="icon" aria-label=${t.close} @click=${() => missed.close(m.id)}>✕</button>
    </div>`;
    return { key: `missed/${m.id}`, height: heights.missed, draw };
  }

  private item(i: Item): Row {
    const t = say(shell);
    const now = this.desk.now();
    const draw = () => html`<div class="waiting">
      ${this.link(
        i.conversation,
        html`
          ${this.from(i.customer, i.channel)}
          <time class=${isLate(i, now) ? 'bad' : ''}><span class="hidden">${t.waitsFor}</span> ${span(now - waitsSince(i))}</time>
          <span class="what" dir="auto">${preview(i.preview, i.kind)}</span>
        `,
      )}
      <button @click=${() => this.act(i.conversation, 'pick')}>${t.take}</button>
    </div>`;
    return { key: `${i.queue}/${i.conversation}`, height: heights.row, draw };
  }

  private async decline(c: Conversation): Promise<void> {
    const ask = { kind: 'decline' as const };
    try {
      const { id: conversation, lastCustomerAt: heard } = c;
      await hold(this.desk, {
        conversation,
        who: customerName(c.called),
        action: 'decline',
        ask,
        heard,
        by: latest(c),
      });
    } catch (e) {
      this.office.notices.problem(explain(e));
    }
  }

  private async act(id: string, kind: 'accept' | 'pick'): Promise<void> {
    try {
      await this.desk.act(id, { kind });
      this.office.take(id);
    } catch (e) {
      this.office.notices.problem(explain(e));
    }
  }
}

/** waits is for how long a customer has waited for an answer, if one is owed. */
function waits(c: Conversation, now: number): TemplateResult | undefined {
  const since = unansweredSince(c);
  if (since === 0) return undefined;
  return html`<time class=${isLate(c, now) ? 'bad' : ''}><span class="hidden">${say(shell).waitsFor}</span> ${span(now - since)}</time>`;
}

customElements.define('desk-lists', Lists);

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Message } from '../../data/documents.js';
import { mayDiscard, mayRevoke, silence, whoIs } from '../../state/actions.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { earlierOf } from '../../state/reach.js';
import type { Thread } from '../../state/thread.js';
import { customer } from '../../text/customer.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { thread as texts } from '../../text/thread.js';
import { View } from '../view.js';
import { again } from './again.js';
import { Frame } from './frame.js';
import { drawn, ending } from './line.js';
import { chosen, eventsFor, isEcho, lines } from './lines.js';
import { type Around, aloud, outcome } from './message.js';
import { Position } from './position.js';

/** How far from an edge, in pixels, more is put on the page: about two screens. */
const near = 1600;

/** How many of the newest messages a screen reader may still have to say. */
const spoken = 3;

/** The history of a conversation: a part of it is on the page, around what is looked at. */
class History extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    thread: { attribute: false },
    problem: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare thread: Thread;
  declare problem: string;

  private frame = new Frame();
  private position = new Position(() => this.querySelector('.history'));
  private expanded = new Set<string>();
  private resent = new Set<string>();
  /** what is being discarded */
  private readonly withdrawn = new Set<string>();
  /** what is being taken back */
  private readonly revoked = new Set<string>();
  /** the newest message of others when the agent last looked at the end, and when this was last drawn */
  private lookedAt: string | undefined;
  private known: string | undefined;
  /** what came of the agent's own messages when this was last drawn */
  private outcomes: Map<string, string> | undefined;
  private news: { id: string; text: string }[] = [];
  private typing: ReturnType<typeof setTimeout> | undefined;
  private readonly resized = new ResizeObserver(() => this.position.settle());

  constructor() {
    super();
    this.problem = '';
  }

  protected override models() {
    return [this.desk, this.desk.roster, this.thread];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('focus', this.look);
    document.addEventListener('visibilitychange', this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('focus', this.look);
    document.removeEventListener('visibilitychange', this.look);
    this.resized.disconnect();
    clearTimeout(this.typing);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('thread')) this.begin();
    this.position.keep();
    this.hear();
    this.hearOutcomes();
  }

  /** begin shows another conversation, at its end. */
  private begin(): void {
    this.frame = new Frame();
    this.position.end = true;
    this.expanded = new Set();
    this.known = this.lookedAt = undefined;
    this.outcomes = undefined;
    this.news = [];
    this.problem = '';
  }

  protected override firstUpdated(): void {
    for (const part of this.querySelectorAll('.history, .history > ol')) this.resized.observe(part);
  }

  protected override updated(): void {
    this.position.restore();
    this.more();
    this.look();
    const { conversation } = this.thread;
    clearTimeout(this.typing);
    const left = (conversation?.typingUntil ?? 0) - this.desk.now();
    if (left > 0) this.typing = setTimeout(() => this.requestUpdate(), left + 50);
  }

  // ---- What is new

  /** hear finds what others wrote since this was last drawn, for a screen reader to say once. */
  private hear(): void {
    const before = this.known;
    this.known = this.newest;
    if (before === undefined || before === this.known) return;
    const name = this.thread.conversation?.called ?? '';
    const fresh = this.since(before).filter((m, i, all) => !isEcho(m, all[i - 1]));
    const add = fresh.map((m) => ({
      id: m.id,
      text: aloud(m, this.desk, name),
    }));
    this.news = [...this.news, ...add].slice(-spoken);
  }

  /** hearOutcomes finds which of the agent's own messages failed, or were taken back. */
  private hearOutcomes(): void {
    if (!this.thread.loaded) return;
    const before = this.outcomes;
    const mine = this.thread.messages.filter((m) => this.isMine(m));
    this.outcomes = new Map(mine.map((m) => [m.id, outcome(m)]));
    if (!before) return;
    for (const [id, text] of this.outcomes) {
      if (text === '' || !before.has(id) || before.get(id) === text) continue;
      this.news = [...this.news, { id: `outcome ${id} ${text}`, text }].slice(-spoken);
    }
  }

  /** The newest message of somebody else; undefined before there is anything. */
  private get newest(): string | undefined {
    const { thread } = this;
    return thread.loaded ? (thread.messages.findLast((m) => !this.isMine(m))?.id ?? '') : undefined;
  }

  /** What others wrote after one of their messages. */
  private since(id: string): Message[] {
    const { messages } = this.thread;
    const at = id === '' ? -1 : messages.findLastIndex((m) => m.id === id);
    return at < 0 && id !== '' ? [] : messages.slice(at + 1).filter((m) => !this.isMine(m));
  }

  private isMine(m: Message): boolean {
    return m.direction !== 'in' && m.author.email === this.desk.email;
  }

  private get atEnd(): boolean {
    return this.position.end && this.frame.newest(this.thread.messages);
  }

  /** look records that the agent can actually see the newest message. */
  private readonly look = () => {
    if (!this.atEnd || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    this.lookedAt = this.newest;
    const { conversation, lastFromCustomer } = this.thread;
    if (conversation) this.desk.seen(conversation, lastFromCustomer);
  };

  // ---- Moving

  /** toEnd shows the newest message. */
  toEnd(): void {
    this.frame.last();
    this.position.end = true;
    this.requestUpdate();
  }

  private readonly scrolled = () => {
    const was = this.position.end;
    this.position.follow();
    if (this.position.end && !this.frame.newest(this.thread.messages)) this.position.end = false;
    this.more();
    if (was !== this.position.end) this.requestUpdate();
  };

  /** more puts more on the page near the edge that the agent gets to. */
  private more(): void {
    const { messages } = this.thread;
    const { above, below, end } = this.position.room;
    // At the end older pages are read only to fill the screen: each is billed.
    if (end ? above === 0 : above < near) {
      if (!end && this.frame.up(messages)) this.requestUpdate();
      else if (!this.problem) void this.older();
    } else if (below < near && !end && this.frame.down(messages)) {
      this.requestUpdate();
    }
  }

  private readonly older = async () => {
    this.problem = '';
    try {
      await this.thread.older();
    } catch (e) {
      this.problem = explain(e);
    }
  };

  private readonly keys = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === 'End') this.toEnd();
    else if (e.key === 'Home') {
      this.frame.first(this.thread.messages);
      this.position.toTop();
      this.requestUpdate();
    } else return;
    e.preventDefault();
  };

  // ---- What it shows

  protected override render(): TemplateResult {
    const t = say(texts);
    const { thread } = this;
    const { messages } = thread;
    const [from, to] = this.frame.range(messages);
    const around = this.around(chosen(messages, from));
    const unseen = this.lookedAt === undefined ? 0 : this.since(this.lookedAt).length;
    return html`
      <div class="history" role="region" tabindex="0" aria-label=${t.history} @scroll=${this.scrolled} @keydown=${this.keys}>
        ${this.beginning(from)}
        <ol>
          ${repeat(
            lines(messages, from, to, eventsFor(thread.events, this.desk.supervises), thread.readings),
            (line) => line.key,
            (line) => html`<li data-key=${line.key} class="line-${line.kind}">${drawn(line, around)}</li>`,
          )}
        </ol>
        ${to === messages.length ? ending(this.thread, this.desk) : nothing}
      </div>
      ${
        this.atEnd
          ? nothing
          : html`<button class="newest" @click=${this.toEnd}>
              <span aria-hidden="true">↓</span> ${unseen > 0 ? t.newMessages(unseen) : t.toNewest}
            </button>`
      }
      <div class="hidden" role="log" aria-label=${t.news}>
        ${repeat(
          this.news,
          (n) => n.id,
          (n) => html`<p dir="auto">${n.text}</p>`,
        )}
      </div>
    `;
  }

  private around(taken: Map<string, Set<string>>): Around {
    const { desk, thread, expanded, resent } = this;
    const c = thread.conversation;
    return {
      desk,
      thread,
      expanded,
      resent,
      chosen: taken,
      speaks: !!c && silence(c, whoIs(desk), desk.limits(c.channel), desk.now()) === '',
      expand: (id) => {
        expanded.add(id);
        this.requestUpdate();
      },
      again: (m) => void this.again(m),
      copy: (m) => void navigator.clipboard?.writeText(m.text),
      discard: (m) => void desk.outbox.discard(m.id),
      withdraws: !!c && mayDiscard(c, whoIs(desk)),
      withdrawn: this.withdrawn,
      withdraw: (m) => void this.withdraw(m),
      revokes: !!c && mayRevoke(c, whoIs(desk), desk.limits(c.channel)),
      revoked: this.revoked,
      revoke: (m) => void this.revoke(m),
    };
  }

  /** withdraw discards a message that waits to be sent; the history then shows it as failed. */
  private async withdraw(m: Message): Promise<void> {
    this.withdrawn.add(m.id);
    this.requestUpdate();
    try {
      await this.desk.act(this.thread.id, { kind: 'discard', of: m.id });
      this.news = [...this.news, { id: `withdrawn ${m.id}`, text: say(texts).withdrawn }].slice(-spoken);
      // The button that had the focus goes.
      this.querySelector<HTMLElement>('.history')?.focus();
    } catch (e) {
      this.office.notices.problem(explain(e));
    }
    this.withdrawn.delete(m.id);
    this.requestUpdate();
  }

  /** revoke takes a message back; the history then says what came of it. */
  private async revoke(m: Message): Promise<void> {
    this.revoked.add(m.id);
    this.requestUpdate();
    try {
      await this.desk.act(this.thread.id, { kind: 'revoke', of: m.id });
      const { status } = this.thread.find(m.id) ?? m;
      if (status === m.status)
        this.news = [...this.news, { id: `revoked ${m.id}`, text: say(texts).takingBack }].slice(-spoken);
      this.querySelector<HTMLElement>('.history')?.focus();
    } catch (e) {
      this.revoked.delete(m.id);
      this.office.notices.problem(explain(e));
    }
    this.requestUpdate();
  }

  private async again(m: Message): Promise<void> {
    this.resent.add(m.id);
    try {
      await again(this.desk, this.thread.id, m);
      this.toEnd();
    } catch (e) {
      this.resent.delete(m.id);
      this.office.notices.problem(explain(e));
    }
    this.requestUpdate();
  }

  private beginning(from: number): TemplateResult {
    const t = say(texts);
    const { thread } = this;
    if (this.problem)
      return html`<div class="edge" role="alert">${this.problem} <button @click=${this.older}>${t.retry}</button></div>`;
    if (!thread.loaded || thread.loading) return html`<p class="edge" role="status">${t.loading}</p>`;
    if (from > 0 || !thread.whole)
      return html`<p class="edge"><button class="link" @click=${this.older}>${t.older}</button></p>`;
    const c = thread.conversation;
    const hidden = c ? earlierOf(c, whoIs(this.desk)).hidden : 0;
    if (c && hidden > 0)
      return html`<p class="edge">${say(customer).hidden(hidden, c.history === 'queues')}</p>`;
    return html`<p class="edge">${t.begins}</p>`;
  }
}

customElements.define('desk-history', History);

export type { History };

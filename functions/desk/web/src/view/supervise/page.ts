import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Conversation, Item } from '../../data/documents.js';
import { actions, whoIs } from '../../state/actions.js';
import { format, type Page as Where } from '../../state/address.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { look } from '../../state/sessions.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { thread } from '../../text/thread.js';
import { customerName } from '../../text/words.js';
import type { Asked } from '../thread/dialogs/needs.js';
import type { Question } from '../thread/dialogs/question.js';
import { ask } from '../thread/dialogs/questions.js';
import { Ticker, View } from '../view.js';
import type { Ask } from './ask.js';
import './ask.js';

/** Page is one of the supervisors' pages: it listens while it is there, and asks questions over itself. */
export abstract class Page extends View {
  static override properties: PropertyDeclarations = {
    office: { attribute: false },
    desk: { attribute: false },
    asking: { state: true },
    question: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare asking: Ask | undefined;
  declare question: Question | undefined;
  private stops: (() => void)[] | undefined;

  constructor() {
    super();
    new Ticker(this, 1000); // waiting times, and leases that end without anybody writing
  }

  /** begin listens; what it returns ends that. */
  protected abstract begin(): (() => void)[];
  protected abstract content(): TemplateResult;

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.stops && this.isConnected) this.stops = this.begin();
    super.willUpdate(changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops ?? []) stop();
    this.stops = undefined;
  }

  protected override render(): TemplateResult {
    const { desk, asking, question } = this;
    const close = (over: Ask | Question) => () => {
      if (this.asking === over) this.asking = undefined;
      if (this.question === over) this.question = undefined;
      this.refocus();
    };
    if (question) void import('../thread/seldom.js');
    return html`${this.content()}
      ${asking ? keyed(asking, html`<desk-ask .desk=${desk} .ask=${asking} @close=${close(asking)}></desk-ask>`) : nothing}
      ${question ? keyed(question, html`<desk-question .desk=${desk} .question=${question} @close=${close(question)}></desk-question>`) : nothing}`;
  }

  /** The browser gives the focus back to the button that opened the dialog, unless that is gone. */
  private refocus(): void {
    void this.updateComplete.then(() => {
      if (document.activeElement === document.body) this.closest('main')?.querySelector('h1')?.focus();
    });
  }

  /** link opens a conversation. */
  protected link(id: string, content: unknown): TemplateResult {
    return this.leadTo({ name: 'conversation', id }, content);
  }

  /** leadTo links to a page. */
  protected leadTo(page: Where, content: unknown): TemplateResult {
    const go = (e: Event) => {
      e.preventDefault();
      this.office.address.go(page);
    };
    return html`<a href=${format(page)} @click=${go}>${content}</a>`;
  }

  protected queueTitle(queue: string): string {
    return this.desk.queueTitle(queue);
  }

  /** queueFilter chooses a queue, or all. */
  protected queueFilter(chosen: string, choose: (queue: string) => void): TemplateResult {
    const all = this.desk.config?.queues.map((q): [string, string] => [q.name, this.queueTitle(q.name)]);
    const t = say(supervise);
    return filter(t.queue, [['', t.everyQueue], ...(all ?? [])], chosen, choose);
  }

  /** buttons are for what can be done with a conversation. One that only waits in a list is read first. */
  protected buttons(c: Conversation | Item, offered: Asked[], ...more: unknown[]): TemplateResult {
    const t = say(thread).actions;
    const who = customerName('customer' in c ? c.customer : c.called);
    return html`<div class="buttons" role="group" aria-label=${who}>${more}
      ${offered.map((a) => html`<button type="button" @click=${() => this.ask(a, c)}>${t[a]}…</button>`)}</div>`;
  }

  private ask(action: Asked, c: Conversation | Item): Promise<boolean> {
    return this.tried(async () => {
      const about = 'customer' in c ? await look(this.desk.connection.db, c.conversation) : c;
      if (!about) return this.office.notices.problem(`${say(thread).gone}. ${say(thread).goneWhat}`);
      const question = ask(action, this.desk, about, () => {
        if (!question.undo) this.office.notices.done(say(supervise).done(question.title));
      });
      question.carriedOut = () => this.acted(about.id);
      this.asking = undefined;
      this.question = question;
    });
  }

  /** acted is called after an action on a conversation. */
  protected acted(_: string): void {}

  /** What this supervisor can do here with a conversation. */
  protected possible(c: Conversation): Asked[] {
    return actions(c, whoIs(this.desk)).filter((a) => a === 'assign' || a === 'transfer' || a === 'close');
  }

  /** tried does something and says what went wrong, if that did. */
  protected async tried(f: () => Promise<unknown>): Promise<boolean> {
    try {
      await f();
      return true;
    } catch (e) {
      this.office.notices.problem(explain(e));
      return false;
    }
  }
}

/** filter is a choice of one of some values, each with its words. */
export function filter(
  title: string,
  options: [string, string][],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult {
  const changed = (e: Event) => choose((e.target as HTMLSelectElement).value);
  return html`<label>${title} <select @change=${changed}>
    ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
  </select></label>`;
}

/** search is a field that says at every key what is in it. */
export function search(title: string, typed: string, type: (typed: string) => void): TemplateResult {
  return html`<label>${title}
    <input type="search" autocomplete="off" .value=${typed} @input=${(e: Event) => type((e.target as HTMLInputElement).value)} /></label>`;
}

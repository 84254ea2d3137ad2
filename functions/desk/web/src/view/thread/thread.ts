import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import { isDenied } from '../../data/listen.js';
import type { Macro } from '../../data/macros.js';
import type { Ask } from '../../data/orders.js';
import { type Action, actions, leaves, notesFirst, whoIs } from '../../state/actions.js';
import { mayAskForHelp } from '../../state/alerts.js';
import type { Command } from '../../state/commands.js';
import type { Desk } from '../../state/desk.js';
import { outcomeOf, shownIn } from '../../state/labels.js';
import { macrosFor } from '../../state/macros.js';
import type { Office } from '../../state/office.js';
import type { Thread } from '../../state/thread.js';
import { isUndoable, type Undoable } from '../../state/undo.js';
import { alertTexts } from '../../text/alerts.js';
import { compose } from '../../text/compose.js';
import { language, say } from '../../text/language.js';
import { macros } from '../../text/macros.js';
import { explain } from '../../text/problem.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { customerName } from '../../text/words.js';
import { View } from '../view.js';
import './composer.js';
import type { Composer } from './composer.js';
import { needsMore } from './dialogs/needs.js';
import { act, hold, latest, type Question } from './dialogs/question.js';
import './head.js';
import './history.js';
import { Pad } from '../../state/pad.js';
import type { History } from './history.js';
import './panel.js';
import './tags.js';
import { icons } from '../icon.js';

/** One conversation: its history, and what can be done with it. */
class ThreadView extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    conversation: { attribute: false },
    busy: { state: true },
    problem: { state: true },
    question: { state: true },
    panel: { state: true },
    why: { state: true },
    quick: { state: true },
    over: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare conversation: string;
  declare busy: Action | '';
  declare problem: string;
  declare question: Question | undefined;
  declare panel: boolean;
  declare why: boolean;
  /** whether the quick replies that the agent keeps are edited */
  declare quick: boolean;
  /** whether a file is dragged over it */
  declare over: boolean;
  private thread: Thread | undefined;
  private readonly pads = new Map<string, Pad>();
  private listed = false;
  /** whether the conversation was opened before it was here */
  private arriving = false;
  private withdraw = () => {};

  constructor() {
    super();
    this.busy = '';
    this.problem = '';
    this.panel = this.why = this.quick = this.over = false;
  }

  protected override models() {
    return [this.office, this.desk, this.desk.inbox, this.desk.queues, this.desk.undo, this.thread];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.offer();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.withdraw();
  }

  protected override firstUpdated(): void {
    this.offer();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('conversation') || changed.has('desk')) {
      // Only here: a denied conversation is listened to again whenever it is opened.
      this.thread = this.desk.thread(this.conversation);
      this.pad.anew();
      this.problem = '';
      this.question = undefined;
      this.panel = this.why = this.quick = false;
    }
    this.comeBack();
    super.willUpdate(changed);
  }

  /** comeBack reads a conversation again that was gone and is in the lists again. */
  private comeBack(): void {
    const { desk, conversation } = this;
    const waits = desk.queues.names.some((q) =>
      desk.queues.items(q)?.some((i) => i.conversation === conversation),
    );
    const listed = waits || desk.inbox.find(conversation) !== undefined;
    if (listed && !this.listed && this.thread?.gone) this.thread.start();
    this.listed = listed;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const opened = changed.has('conversation');
    this.takeUp();
    this.arriving ||= opened;
    if (!this.arriving || !this.composer) return;
    this.arriving = false;
    // One that was not here yet takes no focus from what somebody has gone to meanwhile.
    if (opened || document.activeElement?.matches('body, desk-lists *')) void this.arrive();
  }

  /** takeUp puts the caret into a conversation that was taken, once it is this agent's, if nobody went elsewhere. */
  private takeUp(): void {
    const { office, desk, conversation } = this;
    const c = this.thread?.conversation;
    if (office.taken !== conversation || c?.state !== 'active' || c.owner !== desk.email) return;
    if (!this.composer) return;
    office.taken = '';
    if (document.activeElement?.matches('body, desk-lists *, desk-thread h1')) void this.arrive();
  }

  /** arrive puts the caret where one writes, unless that would open a keyboard on the screen. */
  private async arrive(): Promise<void> {
    await this.composer?.updateComplete;
    const area = this.querySelector<HTMLTextAreaElement>('.composer textarea');
    if (matchMedia('(pointer: coarse)').matches || document.querySelector('dialog[open]')) return;
    if (area && !area.readOnly) area.focus();
    else this.querySelector('h1')?.focus();
  }

  private get composer(): Composer | null {
    return this.querySelector<Composer>('desk-composer');
  }

  /** What an agent is about to write here; files that are on their way stay there. */
  private get pad(): Pad {
    const pad = this.pads.get(this.conversation) ?? new Pad(this.desk, this.conversation);
    this.pads.set(this.conversation, pad);
    return pad;
  }

  // ---- What it shows

  protected override render(): TemplateResult {
    const t = say(texts);
    const { thread, desk, office, pad } = this;
    const c = thread?.conversation;
    if (!thread || thread.gone || thread.problem) return this.gone(thread);
    if (!c) return html`<p class="starting" role="status">${t.loading}</p>`;
    pad.inclined = notesFirst(c, whoIs(this.desk));
    if (this.question || this.why || this.quick) void import('./seldom.js');
    return html`
      <div
        class="talk ${this.over ? 'is-over' : ''}"
        @dragover=${this.drag}
        @dragleave=${this.undrag}
        @drop=${this.drop}
      >
        <desk-thread-head
          .office=${office}
          .desk=${desk}
          .about=${c}
          .busy=${this.busy}
          .panel=${this.panel}
          @act=${(e: CustomEvent<Action>) => this.perform(e.detail)}
          @panel=${this.togglePanel}
          @why=${this.toggleWhy}
          @help=${this.askForHelp}
          @back=${this.back}
        ></desk-thread-head>
        <desk-tags .desk=${desk} .about=${c}></desk-tags>
        <div role="alert">${this.problem ? this.trouble() : nothing}</div>
        <desk-history .office=${office} .desk=${desk} .thread=${thread}></desk-history>
        <desk-composer .office=${office} .desk=${desk} .about=${c} .pad=${pad} @sent=${this.sent} @macro=${(e: CustomEvent<Macro>) => this.runMacro(e.detail)} @quick=${this.editQuick} @leave=${this.leaveText}></desk-composer>
      </div>
      <desk-panel class=${this.panel ? 'is-open' : ''} .desk=${desk} .thread=${thread} @close=${this.togglePanel} @why=${this.toggleWhy} @data=${this.toData} @keydown=${this.escapePanel}></desk-panel>
      ${this.question ? html`<desk-question .desk=${desk} .question=${this.question} @close=${this.answered}></desk-question>` : nothing}
      ${this.quick ? html`<desk-quick .desk=${desk} .text=${pad.note ? '' : pad.text.trim()} @close=${this.editQuick}></desk-quick>` : nothing}
      ${this.why ? html`<desk-why .desk=${desk} .thread=${thread} @close=${this.toggleWhy}></desk-why>` : nothing}
    `;
  }

  private trouble(): TemplateResult {
    const clear = () => {
      this.problem = '';
    };
    return html`<p class="banner problem">${this.problem} <button class="icon" aria-label=${say(shell).close} @click=${clear}>${icons.close}</button></p>`;
  }

  private gone(thread: Thread | undefined): TemplateResult {
    const t = say(texts);
    return html`<div class="empty">
      <h1 tabindex="-1">${thread?.gone ? t.gone : t.broken}</h1>
      <p>${thread?.gone ? t.goneWhat : explain(thread?.problem)}</p>
      <div class="buttons">
        <button class="primary" @click=${this.back}>${say(shell).back}</button>
        <button @click=${() => thread?.start()}>${t.retry}</button>
      </div>
    </div>`;
  }

  private readonly back = () => this.office.address.go({ name: 'desk' });

  private readonly sent = () => this.querySelector<History>('desk-history')?.toEnd();

  private readonly leaveText = () => this.querySelector<HTMLElement>('.history')?.focus();

  private readonly togglePanel = () => {
    this.panel = !this.panel;
    const to = this.panel ? 'desk-panel .shut' : 'desk-thread-head summary';
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(to)?.focus());
  };

  private readonly escapePanel = (e: KeyboardEvent) => {
    if (e.key === 'Escape' && this.panel) this.togglePanel();
  };

  private readonly toggleWhy = () => {
    this.why = !this.why;
  };

  private readonly toData = () => {
    this.office.address.go({ name: 'supervise', view: 'customers', of: this.conversation });
  };

  private readonly editQuick = () => {
    this.quick = !this.quick;
    if (!this.quick) this.composer?.focus();
  };

  /** askForHelp tells supervisors, once until one of them has heard it. */
  private readonly askForHelp = async () => {
    const c = this.thread?.conversation;
    if (!c) return;
    const t = say(alertTexts);
    try {
      await this.desk.orders.askForHelp(c.id, c.queue);
      this.office.notices.done(t.asked);
    } catch (e) {
      this.office.notices.problem(isDenied(e) ? t.askedBefore : explain(e));
    }
  };

  private readonly answered = () => {
    this.question = undefined;
  };

  // ---- What can be done

  private get macros(): Macro[] {
    const c = this.thread?.conversation;
    if (!c || this.desk.undo.of(c.id)) return [];
    return macrosFor(c, this.desk, '', language.code);
  }

  private get actions(): Action[] {
    const c = this.thread?.conversation;
    if (!c || this.thread?.gone || this.desk.undo.of(c.id)) return [];
    return actions(c, whoIs(this.desk));
  }

  /** askLater asks what has to be known first, once the dialog for that is here. */
  private async askLater(c: Conversation, question: () => Promise<Question | undefined>): Promise<void> {
    const asked = await question();
    if (c.id === this.conversation) this.question = asked;
  }

  private askPark(c: Conversation): Promise<void> {
    return this.askLater(c, async () => {
      const { askPark } = await import('./seldom.js');
      return askPark(this.desk, c, () => this.onward('park'));
    });
  }

  /** runMacro shows what a macro will do. */
  private runMacro(macro: Macro): void {
    const c = this.thread?.conversation;
    if (!c || this.busy || this.desk.undo.of(c.id)) return;
    void this.askLater(c, async () => {
      const { askMacro } = await import('./seldom.js');
      return askMacro(macro, this.desk, c, () => this.onward(macro.last));
    });
  }

  /** perform does what was asked for, or asks what has to be known first. */
  private perform(action: Action): void {
    const c = this.thread?.conversation;
    if (!c || this.busy) return;
    this.problem = '';
    if (this.desk.undo.of(c.id)) return;
    const history = this.thread?.messages ?? [];
    if (outcomeOf(action, c, this.desk.config) !== 'none')
      void this.askLater(c, async () => {
        const { askOutcome } = await import('./seldom.js');
        return askOutcome(action, this.desk, c, history, () => this.onward(action));
      });
    else if (needsMore(action, c, history))
      void this.askLater(c, async () => {
        const { ask } = await import('./seldom.js');
        return ask(action, this.desk, c, () => this.onward(action));
      });
    else if (action === 'decline') void this.decline(c);
    else if (action === 'park') void this.askPark(c);
    else if (isUndoable(action)) void this.holdBack(action, c);
    else void this.carryOut(action, { kind: action as Ask['kind'] });
  }

  private async decline(c: Conversation): Promise<void> {
    const { declineReason } = await import('./seldom.js');
    const of = await declineReason(this.desk, c, this.querySelector('desk-thread-head .acts'));
    if (of !== undefined) void this.holdBack('decline', c, of);
  }

  /** holdBack has something done that can be taken back for a while. */
  private async holdBack(action: Undoable, c: Conversation, of = ''): Promise<void> {
    const ask: Ask = { kind: action === 'done' ? 'close' : action, ...(of !== '' && { of }) };
    const who = customerName(c.called);
    try {
      await hold(this.desk, { conversation: c.id, who, action, ask, heard: c.lastCustomerAt, by: latest(c) });
      if (c.id === this.conversation) this.onward(action);
    } catch (e) {
      if (c.id === this.conversation) this.problem = explain(e);
    }
  }

  private async carryOut(action: Action, what: Ask): Promise<void> {
    const { conversation } = this;
    this.busy = action;
    try {
      await act(this.desk, conversation, what);
      if (conversation === this.conversation) this.onward(action);
    } catch (e) {
      if (conversation === this.conversation) this.problem = explain(e);
    } finally {
      this.busy = '';
    }
  }

  /** onward goes back where the conversation is probably somebody else's now. */
  private onward(action: Action): void {
    this.pad.anew();
    if (leaves(action) && !this.desk.supervises) this.back();
    else if (leaves(action)) return;
    else void this.arrive();
  }

  private offer(): void {
    this.withdraw = this.office.commands.offer('thread', () => this.commands());
  }

  private commands(): Command[] {
    const t = say(texts);
    const { pad } = this;
    const command = (id: string, label: string, run: () => void): Command => ({
      id: `thread/${id}`,
      label,
      run,
    });
    if (!this.thread?.conversation || this.thread.gone) return [];
    const note = () => {
      pad.set({ note: !pad.note });
      this.composer?.focus();
    };
    return [
      ...this.actions.map((a) => command(a, t.actions[a], () => this.perform(a))),
      ...this.macros.map((m) =>
        command(`macro/${m.name}`, say(macros).command(shownIn(m, language.code).text), () =>
          this.runMacro(m),
        ),
      ),
      command('note', pad.note ? t.writeReply : t.writeNote, note),
      command('panel', t.details, this.togglePanel),
      command('why', t.whyHere, this.toggleWhy),
      command('quick', say(compose).editReplies, this.editQuick),
      ...(mayAskForHelp(this.thread.conversation, this.desk.email)
        ? [command('help', say(alertTexts).ask, () => void this.askForHelp())]
        : []),
    ];
  }

  // ---- Files that are dropped

  private readonly drag = (e: DragEvent) => {
    if (!e.dataTransfer?.types.includes('Files')) return;
    e.preventDefault(); // or the browser opens the file instead of the desk
    this.over = true;
  };

  private readonly undrag = (e: DragEvent) => {
    if (!(e.currentTarget as Node).contains(e.relatedTarget as Node | null)) this.over = false;
  };

  private readonly drop = (e: DragEvent) => {
    this.over = false;
    const files = [...(e.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    e.preventDefault();
    this.composer?.add(files);
  };
}

customElements.define('desk-thread', ThreadView);

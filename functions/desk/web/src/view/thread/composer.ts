import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Conversation } from '../../data/documents.js';
import { mayNote, type Silence, silence, whoIs } from '../../state/actions.js';
import { marked } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import { compose } from '../../text/compose.js';
import { number, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { customerName } from '../../text/words.js';
import { View } from '../view.js';
import './emoji.js';
import type { Fault, Pad } from '../../state/pad.js';
import { type Asked, asked } from '../../state/quick.js';
import { addChoice, choiceEditor, uploads } from './extras.js';
import { icons } from './icon.js';
import { spans } from './rich.js';
import { insert, listbox, type Suggestion, suggestions } from './suggest.js';

/** How often, in milliseconds, the customer is told that the agent types. */
const typingEvery = 8000;

/** From which part of the limit on the length is counted. */
const worthCounting = 0.8;

/** What an agent writes with: replies for the customer, notes for colleagues. */
class Composer extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    about: { attribute: false },
    pad: { attribute: false },
    busy: { state: true },
    problem: { state: true },
    asked: { state: true },
    at: { state: true },
    emoji: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare about: Conversation;
  declare pad: Pad;
  declare busy: boolean;
  declare problem: string;
  declare asked: Asked | undefined;
  declare at: number;
  declare emoji: boolean;
  private typedAt = 0;
  private dismissed = -1;
  private roster: (() => void) | undefined;

  constructor() {
    super();
    this.busy = this.emoji = false;
    this.problem = '';
    this.at = 0;
  }

  protected override models() {
    return [this.desk, this.pad, this.desk.roster];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.roster?.();
    this.roster = undefined;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('pad')) {
      this.asked = undefined;
      this.problem = '';
      this.emoji = false;
      this.dismissed = -1;
    }
    if (this.asked?.mark === '@') this.roster ??= this.desk.roster.use();
  }

  protected override updated(): void {
    const { area } = this;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  }

  // ---- What may be written

  private get limits() {
    return this.desk.limits(this.about.channel);
  }

  private get silence(): Silence {
    return silence(this.about, whoIs(this.desk), this.limits, this.desk.now());
  }

  private get mayNote(): boolean {
    return mayNote(this.about, whoIs(this.desk));
  }

  private get fault(): Fault {
    return this.pad.fault(this.limits);
  }

  private get area(): HTMLTextAreaElement | null {
    return this.querySelector('textarea');
  }

  override focus(): void {
    this.area?.focus();
  }

  // ---- What it shows

  protected override render(): TemplateResult {
    const t = say(compose);
    const { pad, about, busy } = this;
    const who = customerName(about.context.displayName);
    const quiet = pad.note ? '' : this.silence;
    const found = this.asked ? suggestions(this.asked, about, this.desk) : [];
    const off = pad.note ? !this.mayNote : quiet !== '';
    return html`<form class="composer ${pad.note ? 'is-note' : ''}" @submit=${this.submit}>
      ${this.kinds(who)}
      ${quiet ? html`<p class="silence" id="silence">${t.silences[quiet](about.ownerName || about.owner)}</p>` : nothing}
      ${!pad.note && quiet === '' && about.owner !== this.desk.email ? html`<p class="dim">${t.stepIn}</p>` : nothing}
      ${pad.note ? nothing : html`${uploads(pad, this.limits)}${choiceEditor(pad, this.limits)}`}
      ${this.asked ? listbox(this.asked, found, this.at, (s) => this.put(s), this.asked.mark === '@' && !this.desk.roster.loaded) : nothing}
      ${this.emoji ? html`<desk-emoji @pick=${this.picked} @close=${this.closeEmoji}></desk-emoji>` : nothing}
      <textarea
        rows="1"
        dir="auto"
        aria-label=${pad.note ? t.noteLabel : t.replyTo(who)}
        placeholder=${off ? '' : pad.note ? t.noteHint : t.replyHint}
        aria-describedby="fault"
        aria-autocomplete="list"
        aria-controls=${this.asked ? 'suggestions' : nothing}
        aria-activedescendant=${found.length > 0 ? `suggestion-${this.at}` : nothing}
        ?disabled=${off || busy}
        .value=${live(pad.text)}
        @input=${this.type}
        @click=${this.seek}
        @keydown=${this.keys}
        @blur=${this.blurred}
        @paste=${this.paste}
      ></textarea>
      ${this.preview()}
      <p id="fault" class="problem" role="status">${this.problem || this.said}</p>
      ${this.tools(off)}
    </form>`;
  }

  /** Reply or note. */
  private kinds(who: string): TemplateResult {
    const t = say(compose);
    const { pad } = this;
    const kind = (note: boolean, label: unknown) =>
      html`<button type="button" aria-pressed=${pad.note === note} @click=${() => this.turn(note)}>${label}</button>`;
    return html`<div class="kinds" role="group" aria-label=${t.kinds}>
      ${kind(false, html`${t.reply}<span class="hidden"> (${who})</span>`)}
      ${this.mayNote || pad.note ? kind(true, t.note) : nothing}
    </div>`;
  }

  /** How the customer will see what is marked up. */
  private preview(): TemplateResult | typeof nothing {
    const { pad } = this;
    const parts = pad.markup && !pad.note && pad.text !== '' ? marked(pad.text.trim()) : undefined;
    return parts ? html`<p class="preview text" dir="auto" aria-hidden="true">${spans(parts)}</p>` : nothing;
  }

  /** What stands in the way, in words, where it is not plain to see. */
  private get said(): string {
    const t = say(compose);
    const { fault, pad } = this;
    const over = pad.text.trim().length - (this.limits?.text ?? Infinity);
    if (fault === 'long') return pad.note ? t.longNote : t.tooLong(over);
    return fault === 'markup' || fault === 'upload' || fault === 'choices' ? t.faults[fault] : '';
  }

  private tools(off: boolean): TemplateResult {
    const t = say(compose);
    const { pad, limits, about, office } = this;
    const tool = (sign: unknown, label: string, run: (e: globalThis.Event) => void, pressed?: boolean) =>
      html`<button type="button" class="icon" aria-label=${label} title=${label} aria-pressed=${pressed ?? nothing} ?disabled=${off} @click=${run}>${sign}</button>`;
    const by = office.keep.get<string>('sendBy', 'enter');
    const reply = !pad.note;
    return html`<div class="tools">
      ${tool(icons.smile, t.emoji, this.toggleEmoji, this.emoji)}
      ${reply ? tool(icons.attach, about.attachments ? t.attach : t.noAttachments, this.choose) : nothing}
      <input type="file" multiple hidden @change=${this.chosen} />
      ${reply && limits && limits.choices > 0 ? tool(icons.choices, t.choices, () => addChoice(pad)) : nothing}
      ${reply && limits?.markup ? tool('B', t.markup, () => pad.set({ markup: !pad.markup }), pad.markup) : nothing}
      ${reply ? tool('/', t.quickReplies, this.slash) : nothing}
      ${this.counter()}
      <button type="button" class="link by" @click=${this.changeKey}>${t.sendBy[by === 'ctrl' ? 'ctrl' : 'enter']}</button>
      <button class="primary" ?disabled=${off || this.busy || this.fault !== ''}>${pad.note ? t.save : this.fault === 'uploading' ? t.waiting : t.send}</button>
    </div>`;
  }

  private counter(): TemplateResult | typeof nothing {
    const { pad, limits } = this;
    const n = pad.text.trim().length;
    if (pad.note || !limits || n < limits.text * worthCounting) return html`<span class="grow"></span>`;
    return html`<span class="grow counter ${n > limits.text ? 'over' : ''}">${number(n)} / ${number(limits.text)}</span>`;
  }

  // ---- Writing

  private turn(note: boolean): void {
    this.pad.set({ note });
    this.problem = '';
    this.asked = undefined;
    void this.updateComplete.then(() => this.focus());
  }

  private readonly type = (e: globalThis.Event) => {
    this.pad.text = (e.target as HTMLTextAreaElement).value;
    this.problem = '';
    this.seek();
    this.signal();
  };

  /** seek finds what the text before the caret asks for. */
  private readonly seek = () => {
    const { area, pad } = this;
    if (!area || area.selectionStart !== area.selectionEnd) return;
    const found = asked(pad.text, area.selectionStart, pad.note ? '@' : '/');
    if (!found) this.dismissed = -1;
    this.asked = found?.from === this.dismissed ? undefined : found;
    this.at = 0;
  };

  /** signal tells the customer that the agent types, now and then. */
  private signal(): void {
    const { pad, desk, about } = this;
    const now = desk.now();
    const mine = about.state === 'active' && about.owner === desk.email;
    if (pad.note || !mine || !desk.connected || pad.text.trim() === '' || now - this.typedAt < typingEvery)
      return;
    this.typedAt = now;
    desk.orders.typing(about.id, true).catch(() => {}); // a courtesy
  }

  private readonly keys = (e: KeyboardEvent) => {
    if (e.isComposing) return;
    if (this.asked && this.suggestKey(e)) {
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    if (e.key !== 'Enter' || e.altKey) return;
    const ctrl = e.ctrlKey || e.metaKey;
    const sends = this.office.keep.get<string>('sendBy', 'enter') === 'ctrl' ? ctrl : !e.shiftKey;
    if (!sends) return;
    e.preventDefault();
    void this.send();
  };

  /** A key for the list of suggestions, while it is open. */
  private suggestKey(e: KeyboardEvent): boolean {
    const { asked: from } = this;
    const all = from ? suggestions(from, this.about, this.desk) : [];
    if (e.key === 'Escape') {
      this.dismissed = from?.from ?? -1;
      this.asked = undefined;
      return true;
    }
    if (all.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const chosen = all[this.at];
    if (step) {
      this.at = (this.at + step + all.length) % all.length;
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if ((e.key === 'Enter' || e.key === 'Tab') && !e.shiftKey && chosen) this.put(chosen);
    return step !== undefined || e.key === 'Enter' || e.key === 'Tab';
  }

  private put(s: Suggestion): void {
    const { area, asked: from } = this;
    if (!area || !from) return;
    this.caret(insert(this.pad, from, area.selectionStart, s));
    this.asked = undefined;
  }

  /** caret puts the caret somewhere once the text is there. */
  private caret(at: number): void {
    void this.updateComplete.then(() => {
      this.focus();
      this.area?.setSelectionRange(at, at);
    });
  }

  /** write puts something in where the caret is. */
  private write(text: string): void {
    const { pad } = this;
    const from = this.area?.selectionStart ?? pad.text.length;
    pad.text = pad.text.slice(0, from) + text + pad.text.slice(this.area?.selectionEnd ?? from);
    this.caret(from + text.length);
  }

  private readonly slash = () => {
    const before = this.pad.text.slice(0, this.area?.selectionStart ?? 0);
    this.write(before === '' || /\s$/.test(before) ? '/' : ' /');
    void this.updateComplete.then(this.seek);
  };

  private readonly blurred = () => {
    this.asked = undefined;
  };

  private readonly toggleEmoji = () => {
    this.emoji = !this.emoji;
  };

  private readonly closeEmoji = () => {
    this.emoji = false;
    this.focus();
  };

  private readonly picked = (e: CustomEvent<string>) => {
    this.emoji = false;
    this.write(e.detail);
  };

  private readonly changeKey = () => {
    const { keep } = this.office;
    keep.set('sendBy', keep.get<string>('sendBy', 'enter') === 'enter' ? 'ctrl' : 'enter');
    this.requestUpdate();
  };

  // ---- Files

  private readonly choose = () => this.querySelector<HTMLInputElement>('input[type="file"]')?.click();

  private readonly chosen = (e: globalThis.Event) => {
    const input = e.target as HTMLInputElement;
    this.add([...(input.files ?? [])]);
    input.value = ''; // the same file can be chosen again
  };

  private readonly paste = (e: ClipboardEvent) => {
    const files = [...(e.clipboardData?.files ?? [])];
    // What is copied from a document often comes as a picture, too.
    if (files.length === 0 || e.clipboardData?.getData('text/plain')) return;
    e.preventDefault();
    this.add(files);
  };

  /** add takes files in, from wherever they come. */
  add(files: File[]): void {
    if (files.length === 0) return;
    const t = say(compose);
    if (this.pad.note || this.silence !== '') {
      this.problem = t.noFilesHere;
      return;
    }
    const refused = this.pad.attach(files, this.about.attachments);
    const most = this.desk.settings.maxFile;
    this.problem = refused.map(({ file, why }) => t.unfit[why](file.name, most)).join(' ');
  }

  // ---- Sending

  private readonly submit = (e: globalThis.Event) => {
    e.preventDefault();
    void this.send();
  };

  private async send(): Promise<void> {
    const { pad } = this;
    if (this.busy || this.fault !== '' || (!pad.note && this.silence !== '')) return;
    if (pad.note && !this.desk.connected) {
      this.problem = say(compose).noteOffline;
      return;
    }
    this.busy = pad.note;
    this.problem = '';
    this.typedAt = 0;
    try {
      await pad.send();
      this.dispatchEvent(new CustomEvent('sent'));
    } catch (e) {
      this.problem = explain(e);
    }
    this.busy = false;
    await this.updateComplete;
    this.focus();
  }
}

customElements.define('desk-composer', Composer);

export type { Composer };

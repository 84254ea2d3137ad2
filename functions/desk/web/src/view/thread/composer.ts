import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Conversation } from '../../data/documents.js';
import { mayNote, type Silence, silence, whoIs } from '../../state/actions.js';
import { marked } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import type { Office } from '../../state/office.js';
import type { Fault, Pad } from '../../state/pad.js';
import type { Pictured } from '../../state/quickreplies.js';
import { compose } from '../../text/compose.js';
import { number, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { customerName } from '../../text/words.js';
import { View } from '../view.js';
import { below, choiceEditor, placeEditor } from './choices.js';
import { uploads } from './extras.js';
import { spans } from './rich.js';
import { listbox } from './suggest.js';
import { tools } from './tools.js';
import { Writing } from './writing.js';

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
    emoji: { state: true },
  };
  declare office: Office;
  declare desk: Desk;
  declare about: Conversation;
  declare pad: Pad;
  declare busy: boolean;
  declare problem: string;
  declare emoji: boolean;
  private readonly writing = new Writing(this, (p) => void this.illustrate(p));

  constructor() {
    super();
    this.busy = this.emoji = false;
    this.problem = '';
  }

  protected override models() {
    return [this.desk, this.pad, this.desk.roster, this.desk.quick];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    this.pad.formats = !!this.limits?.markup;
    if (changed.has('pad')) {
      this.writing.begin();
      this.problem = '';
      this.emoji = false;
    }
  }

  protected override updated(): void {
    const { area } = this.writing;
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

  override focus(): void {
    this.writing.area?.focus();
  }

  // ---- What it shows

  protected override render(): TemplateResult {
    const t = say(compose);
    const { pad, about, busy, writing, fault } = this;
    const who = customerName(about.called);
    const quiet = pad.note ? '' : this.silence;
    const { found } = writing;
    const off = pad.note ? !this.mayNote : quiet !== '';
    return html`<form class="composer ${pad.note ? 'is-note' : ''}" @submit=${this.submit}>
      ${this.kinds(who)}
      ${quiet ? html`<p class="silence" id="silence" role=${quiet === 'unsubscribed' ? 'alert' : nothing}>${t.silences[quiet](about.ownerName || about.owner)}</p>` : nothing}
      ${!pad.note && quiet === '' && about.owner !== this.desk.email ? html`<p class="dim">${t.stepIn}</p>` : nothing}
      ${pad.note ? nothing : html`<div class="extras">${uploads(pad, this.limits)}${placeEditor(pad)}${pad.cards.length > 0 ? this.cards() : nothing}${choiceEditor(below(pad, this.limits))}</div>`}
      ${listbox(writing, found, this.desk)}
      ${this.emoji ? html`<desk-emoji @pick=${this.picked} @close=${this.closeEmoji}></desk-emoji>` : nothing}
      <textarea
        rows="1"
        dir="auto"
        autocomplete="off"
        aria-label=${pad.note ? t.noteLabel : t.replyTo(who)}
        placeholder=${off ? '' : pad.note ? t.noteHint : t.replyHint}
        aria-describedby=${quiet ? 'silence fault' : 'fault'}
        aria-autocomplete="list"
        aria-controls=${writing.asked ? 'suggestions' : nothing}
        aria-activedescendant=${found.length > 0 ? `suggestion-${writing.at}` : nothing}
        ?disabled=${busy}
        ?readonly=${off}
        .value=${live(pad.text)}
        @input=${this.type}
        @click=${writing.seek}
        @keydown=${this.keys}
        @blur=${writing.shut}
        @paste=${this.paste}
      ></textarea>
      ${this.preview()}
      <p id="fault" class=${this.problem || !this.isHint(fault) ? 'problem' : 'dim'} role="status">${this.problem || this.said(fault)}</p>
      ${this.tools(off, fault)}
    </form>`;
  }

  /** Reply or note. */
  private kinds(who: string): TemplateResult {
    const t = say(compose);
    const { pad } = this;
    const kind = (note: boolean, label: unknown) =>
      html`<button type="button" aria-pressed=${pad.note === note} @click=${() => this.turn(note)}>${label}</button>`;
    return html`<div class="kinds" role="group" aria-label=${t.kinds}>
      ${kind(false, html`${t.reply}<span class="hidden"> (<bdi>${who}</bdi>)</span>`)}
      ${this.mayNote || pad.note ? kind(true, t.note) : nothing}
    </div>`;
  }

  private cards(): TemplateResult {
    void import('./seldom.js');
    return html`<desk-cards .desk=${this.desk} .pad=${this.pad} .about=${this.about} @done=${() => this.focus()}></desk-cards>`;
  }

  /** How the customer will see what is marked up. */
  private preview(): TemplateResult | typeof nothing {
    const t = say(compose);
    const { pad } = this;
    if (!pad.isMarked) return nothing;
    const turn = () => pad.set({ plain: !pad.plain });
    const parts = marked(pad.text.trim()) ?? [];
    return html`<div class="preview">
      <p class="text" dir="auto" aria-hidden="true"><span class="dim">${t.looksLike}</span> ${pad.plain ? pad.text.trim() : spans(parts)}</p>
      <button type="button" class="link" @click=${turn}>${pad.plain ? t.asMarked : t.asTyped}</button>
    </div>`;
  }

  /** What stands in the way, in words, where it is not plain to see. */
  private said(fault: Fault): string {
    const t = say(compose);
    const { pad } = this;
    const over = pad.text.trim().length - (this.limits?.text ?? Infinity);
    if (fault === 'long') return pad.note ? t.longNote : pad.marksUp ? t.tooLong(over) : t.longReply;
    if (fault === 'choice') return pad.amiss ? t.amiss[pad.amiss.field](pad.amiss.at + 1) : '';
    if (fault === 'card') return pad.cardFault ? t.cardFaults[pad.cardFault.field](pad.cardFault.at + 1) : '';
    return fault === '' || fault === 'empty' || fault === 'uploading' ? '' : t.faults[fault];
  }

  /** Whether something is only missing yet, and nothing is wrong. */
  private isHint(fault: Fault): boolean {
    const { pad } = this;
    if (fault === 'choice') return pad.amiss?.missing ?? true;
    return fault === 'choices' || fault === 'card' || (fault === 'place' && pad.place?.where === '');
  }

  private tools(off: boolean, fault: Fault): TemplateResult {
    const t = say(compose);
    const { pad, limits, about, office } = this;
    const by = office.keep.get<string>('sendBy', 'enter');
    return html`<div class="tools">
      ${tools({
        pad,
        writing: this.writing,
        limits,
        off,
        attachments: about.attachments,
        emoji: this.emoji,
        toggleEmoji: this.toggleEmoji,
        choose: this.choose,
      })}
      <input type="file" multiple hidden @change=${this.chosen} />
      ${this.counter()}
      <button type="button" class="link by" @click=${this.changeKey}>${t.sendBy[by === 'ctrl' ? 'ctrl' : 'enter']}</button>
      <button class="primary" ?disabled=${off || this.busy || fault !== ''}>${pad.note ? t.save : fault === 'uploading' ? t.waiting : t.send}</button>
    </div>`;
  }

  private counter(): TemplateResult | typeof nothing {
    const { pad, limits } = this;
    const n = pad.text.trim().length;
    if (pad.note || !limits || n < limits.text * worthCounting) return html`<span class="grow"></span>`;
    const pieces = pad.pieces(limits);
    if (pieces > 1) return html`<span class="grow counter">${say(compose).pieces(pieces)}</span>`;
    return html`<span class="grow counter ${n > limits.text ? 'over' : ''}">${number(n)} / ${number(limits.text)}</span>`;
  }

  // ---- Writing

  private turn(note: boolean): void {
    this.pad.set({ note });
    this.problem = '';
    this.writing.begin();
    void this.updateComplete.then(() => this.focus());
  }

  private readonly type = (e: globalThis.Event) => {
    this.pad.text = (e.target as HTMLTextAreaElement).value;
    this.problem = '';
    this.writing.seek();
    this.writing.signal();
  };

  private readonly keys = (e: KeyboardEvent) => {
    if (e.isComposing) return;
    if (this.writing.key(e)) {
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    if (this.formatting(e)) {
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    if (e.key === 'Escape') {
      // Out of the text, to where single keys are shortcuts.
      this.dispatchEvent(new CustomEvent('leave'));
      return;
    }
    if (e.key !== 'Enter' || e.altKey) return;
    const ctrl = e.ctrlKey || e.metaKey;
    const sends = this.office.keep.get<string>('sendBy', 'enter') === 'ctrl' ? ctrl : !e.shiftKey;
    if (sends) {
      e.preventDefault();
      void this.send();
    } else if (!ctrl && this.writing.nextItem()) e.preventDefault();
  };

  /** formatting does what Ctrl+B, Ctrl+I and Ctrl+Shift+8 mean everywhere. */
  private formatting(e: KeyboardEvent): boolean {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.repeat) return false;
    const key = e.key.toLowerCase();
    const sign = !e.shiftKey && { b: '**' as const, i: '*' as const }[key];
    if (sign && this.pad.formats && !this.pad.note) this.writing.mark(sign);
    else if (e.shiftKey && e.code === 'Digit8') this.writing.list();
    else return !!sign && !this.pad.note; // not what a browser does with these
    return true;
  }

  private readonly toggleEmoji = () => {
    void import('./seldom.js');
    this.emoji = !this.emoji;
  };

  private readonly closeEmoji = () => {
    this.emoji = false;
    this.focus();
  };

  private readonly picked = (e: CustomEvent<string>) => {
    this.emoji = false;
    this.writing.write(e.detail);
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

  /** illustrate adds the picture of a quick reply, with what it shows. */
  private async illustrate(p: Pictured): Promise<void> {
    const { pad } = this;
    try {
      const file = await this.desk.quick.picture(p);
      if (!file || pad !== this.pad) return;
      this.add([file]);
      const added = pad.uploads.find((u) => u.file === file);
      if (added) added.alt = p.alt;
    } catch (e) {
      this.problem = explain(e);
    }
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
    this.writing.sent();
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

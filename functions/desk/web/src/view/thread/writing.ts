import type { LitElement } from 'lit';
import type { Conversation } from '../../data/documents.js';
import type { Desk } from '../../state/desk.js';
import { type Edited, list, mark, nextItem } from '../../state/format.js';
import type { Pad } from '../../state/pad.js';
import { type Asked, asked } from '../../state/quick.js';
import type { Pictured } from '../../state/quickreplies.js';
import { insert, type Suggestion, suggestions } from './suggest.js';

/** How often, in milliseconds, the customer is told that the agent is typing. */
const typingEvery = 8000;

type Host = LitElement & { desk: Desk; pad: Pad; about: Conversation };

/**
 * Writing is what goes on in a text area: where the caret is, what was asked for with /
 * and @, and that the customer is told of it.
 */
export class Writing {
  /** what the text before the caret asks for, and which suggestion is next */
  asked: Asked | undefined;
  at = 0;
  /** where somebody did not want suggestions */
  private dismissed = -1;
  private typedAt = 0;
  private roster: (() => void) | undefined;

  constructor(
    private readonly host: Host,
    /** gets the picture of what was put in */
    private readonly illustrate: (p: Pictured) => void,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.roster?.();
    this.roster = undefined;
  }

  get area(): HTMLTextAreaElement | null {
    return this.host.querySelector('textarea');
  }

  get found(): Suggestion[] {
    const { about, desk } = this.host;
    return this.asked ? suggestions(this.asked, about, desk) : [];
  }

  /** begin is for another conversation, or another kind of text. */
  begin(): void {
    this.dismissed = -1;
    this.shut();
  }

  readonly shut = (): void => {
    this.asked = undefined;
    this.host.requestUpdate();
  };

  /** seek finds what the text before the caret asks for. */
  readonly seek = (): void => {
    const { area } = this;
    const { pad, desk } = this.host;
    if (!area || area.selectionStart !== area.selectionEnd) return;
    const found = asked(pad.text, area.selectionStart, pad.note ? '@' : '/');
    if (!found) this.dismissed = -1;
    this.asked = found?.from === this.dismissed ? undefined : found;
    this.at = 0;
    if (this.asked?.mark === '@') this.roster ??= desk.roster.use();
    if (this.asked?.mark === '/') desk.quick.start();
    this.host.requestUpdate();
  };

  /** signal tells the customer that the agent types, now and then. */
  signal(): void {
    const { pad, desk, about } = this.host;
    const now = desk.now();
    const mine = about.state === 'active' && about.owner === desk.email;
    const says = !pad.note && pad.text.trim() !== '';
    const shown = desk.limits(about.channel)?.kinds.includes('typing');
    if (!says || !mine || !shown || !desk.connected || now - this.typedAt < typingEvery) return;
    this.typedAt = now;
    desk.orders.typing(about.id, true).catch(() => {}); // a courtesy
  }

  /** sent starts over: the next key is reported immediately. */
  sent(): void {
    this.typedAt = 0;
  }

  /** key takes a key that is for the suggestions. */
  key(e: KeyboardEvent): boolean {
    const { found } = this;
    if (this.asked && e.key === 'Escape') {
      this.dismissed = this.asked.from;
      this.shut();
      return true;
    }
    if (found.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const chosen = found[this.at];
    if (step) this.go((this.at + step + found.length) % found.length);
    else if ((e.key === 'Enter' || e.key === 'Tab') && !e.shiftKey && chosen) this.put(chosen);
    else return false;
    return true;
  }

  private go(at: number): void {
    this.at = at;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() =>
      this.host.querySelector('.suggest [aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
    );
  }

  /** put puts a suggestion where it was asked for. */
  put(s: Suggestion): void {
    const { area, asked: from } = this;
    if (!area || !from) return;
    this.caret(insert(this.host.pad, from, area.selectionStart, s));
    this.shut();
    if (s.pictured) this.illustrate(s.pictured);
    if (s.macro) this.host.dispatchEvent(new CustomEvent('macro', { detail: s.macro }));
  }

  /** edit opens what the agent keeps to answer with; what was typed to find it goes. */
  edit(): void {
    const { asked, area } = this;
    const { pad } = this.host;
    if (asked && area) pad.text = pad.text.slice(0, asked.from) + pad.text.slice(area.selectionStart);
    this.shut();
    this.host.dispatchEvent(new CustomEvent('quick'));
  }

  /** write puts a text where the caret is. */
  write(text: string): void {
    const { pad } = this.host;
    const from = this.area?.selectionStart ?? pad.text.length;
    pad.text = pad.text.slice(0, from) + text + pad.text.slice(this.area?.selectionEnd ?? from);
    this.caret(from + text.length);
  }

  /** ask writes the mark for quick replies. */
  readonly ask = (): void => {
    const before = this.host.pad.text.slice(0, this.area?.selectionStart ?? 0);
    this.write(before === '' || /\s$/.test(before) ? '/' : ' /');
    void this.host.updateComplete.then(this.seek);
  };

  /** mark marks what is selected as bold or italic, or no longer. */
  mark(sign: '**' | '*'): void {
    this.change((text, from, to) => mark(text, from, to, sign));
  }

  /** list makes a list of the lines that are selected, or lines of a list. */
  list(): void {
    this.change(list);
  }

  /** nextItem goes on with the list that the caret is in. */
  nextItem(): boolean {
    return this.change((text, _, to) => nextItem(text, to));
  }

  private change(by: (text: string, from: number, to: number) => Edited | undefined): boolean {
    const { pad } = this.host;
    const at = this.area?.selectionStart ?? pad.text.length;
    const edited = by(pad.text, at, this.area?.selectionEnd ?? at);
    if (!edited) return false;
    pad.text = edited.text;
    this.caret(edited.from, edited.to);
    return true;
  }

  /** caret puts the caret somewhere, or selects, once the text is there. */
  private caret(at: number, to = at): void {
    this.host.requestUpdate(); // or the text would be shown only after this, and take the caret to its end
    void this.host.updateComplete.then(() => {
      this.area?.focus();
      this.area?.setSelectionRange(at, to);
    });
  }
}

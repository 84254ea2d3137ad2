import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import { type Action, actions, whoIs } from '../../state/actions.js';
import { mayAskForHelp } from '../../state/alerts.js';
import type { Desk } from '../../state/desk.js';
import { shortcutOf } from '../../state/keys.js';
import type { Office } from '../../state/office.js';
import { brandOf } from '../../state/overview.js';
import type { Held } from '../../state/undo.js';
import { alertTexts } from '../../text/alerts.js';
import { listed, say, span } from '../../text/language.js';
import { shell } from '../../text/shell.js';
import { thread } from '../../text/thread.js';
import { undo } from '../../text/undo.js';
import { customerName, stateWord } from '../../text/words.js';
import { avatar } from '../avatar.js';
import { channelMark } from '../channel.js';
import { handed } from '../handed.js';
import { icons } from '../icon.js';
import { closeOnEscape, closeOnLeave } from '../menu.js';
import { Ticker, View } from '../view.js';

/** What is waited for. */
const urgent = new Set<Action>(['accept', 'pick', 'revive', 'done']);

/** What stands beside the words of a button. */
const signs: Partial<Record<Action, TemplateResult>> = {
  accept: icons.accept,
  done: icons.end,
  end: icons.end,
  park: icons.park,
  transfer: icons.transfer,
};

/** How many actions are buttons of their own where there is room; on a phone it is one. */
const wide = 3;

/** How much is left of a wrap-up for it to be counted down: others end when the agent says so. */
const soon = 3_600_000;

/** endsIn is how long, in milliseconds, an offer or a wrap-up still lasts; 0 for what has no end. */
function endsIn(c: Conversation, now: number): number {
  if (c.state === 'offered') return Math.max(0, c.offeredUntil - now);
  const left = c.state === 'wrap-up' ? Math.max(0, c.dueAt - now) : 0;
  return left < soon ? left : 0;
}

/**
 * The top of a conversation: the customer, its state, and the possible actions. It
 * says "act" with the action, "panel", "why" and "back".
 */
class Head extends View {
  static override properties = {
    office: { attribute: false },
    desk: { attribute: false },
    about: { attribute: false },
    busy: { attribute: false },
    panel: { attribute: false },
  };
  declare office: Office;
  declare desk: Desk;
  declare about: Conversation;
  declare busy: string;
  declare panel: boolean;

  constructor() {
    super();
    this.busy = '';
    new Ticker(this, 1000); // the offer's countdown
  }

  protected override models() {
    return [this.desk, this.desk.undo];
  }

  protected override render(): TemplateResult {
    const { about: c, desk } = this;
    const held = desk.undo.of(c.id);
    const all = held ? [] : actions(c, whoIs(desk));
    return html`<header class="thread-head">
      <button class="icon back" aria-label=${say(shell).back} @click=${() => this.say('back')}>
        <span class="arrow">${icons.back}</span>
      </button>
      ${avatar(c.called, desk.settings, c.channel)}
      <div class="about">
        <h1 tabindex="-1" title=${customerName(c.called)}><bdi>${customerName(c.called)}</bdi></h1>
        <p class="dim">${this.standing(c)}</p>
      </div>
      <div class="acts" aria-busy=${this.busy !== ''}>
        ${held ? this.undone(held) : all.slice(0, wide).map((a, i) => this.button(a, i === 0 ? 'first' : 'second'))}
        ${this.more(all)}
      </div>
    </header>`;
  }

  /** Where it stands, in one line. */
  private standing(c: Conversation): TemplateResult {
    const t = say(thread);
    const { desk } = this;
    const left = endsIn(c, desk.now());
    const guests = Object.entries(c.guests).map(([email, name]) =>
      email === desk.email ? t.you : name || email,
    );
    const brand = brandOf(desk.config, c);
    const owner = c.owner === desk.email ? t.you : c.ownerName || c.owner;
    return html`${channelMark(desk.settings, c.channel)} · ${stateWord(c.state)}
      ${brand ? html`· <bdi>${brand}</bdi>` : nothing}
      ${c.queue ? html`· <bdi>${desk.queueTitle(c.queue)}</bdi>` : nothing}
      ${owner ? html`· <bdi>${owner}</bdi>` : nothing}
      ${left > 0 ? html`· <span class="left" role="timer">${say(shell).endsIn(span(left))}</span>` : nothing}
      ${handed(c.handover) ? html`· <bdi>${handed(c.handover)}</bdi>` : nothing}
      ${guests.length > 0 ? html`· ${t.readAlong(listed(guests))}` : nothing}
      ${c.unsubscribed ? html`· <strong>${t.wantsNone}</strong>` : nothing}
      ${c.consent === 'refused' || c.consent === 'unanswered' ? html`· <strong>${t.consents[c.consent]}</strong>` : nothing}
      ${c.wantsPerson ? html`· <strong>${t.wantsPerson}</strong>` : nothing}`;
  }

  /** What was asked for, for as long as it can be taken back. */
  private undone(held: Held): TemplateResult {
    const t = say(undo);
    const can = this.desk.undo.canUndo(held);
    return html`<span class="held">${t.done[held.action]}</span>
      <button class="first" ?disabled=${!can} @click=${() => this.desk.undo.take(held)}>${t.undo}</button>`;
  }

  private button(a: Action, place: 'first' | 'second' | 'item'): TemplateResult {
    const t = say(thread);
    const kind = a === 'close' ? 'danger' : urgent.has(a) && place === 'first' ? 'primary' : '';
    const by = this.office.keep.get('keys', true) && place !== 'item' && shortcutOf(`thread/${a}`);
    return html`<button class="${kind} ${place}" aria-keyshortcuts=${by || nothing} ?disabled=${this.busy !== ''} @click=${(e: globalThis.Event) => this.act(e, a)}>
      ${place === 'item' ? nothing : signs[a]}${this.busy === a ? t.working : t.actions[a]}
    </button>`;
  }

  /** The actions that do not fit: more of them on a phone. */
  private more(all: Action[]): TemplateResult {
    const t = say(thread);
    return html`<details class="menu" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary aria-label=${t.moreActions}>${icons.more}</summary>
      <div class="sheet">
        ${all.slice(1).map((a, i) => html`<div class=${i + 1 < wide ? 'narrow' : ''}>${this.button(a, 'item')}</div>`)}
        <button aria-pressed=${this.panel} class="item details" @click=${(e: globalThis.Event) => this.pick(e, 'panel')}>${t.details}</button>
        <button class="item" @click=${(e: globalThis.Event) => this.pick(e, 'why')}>${t.whyHere}</button>
        ${mayAskForHelp(this.about, this.desk.email) ? html`<button class="item" @click=${(e: globalThis.Event) => this.pick(e, 'help')}>${say(alertTexts).ask}</button>` : nothing}
      </div>
    </details>`;
  }

  private say(type: string, detail?: Action): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private act(e: globalThis.Event, a: Action): void {
    shut(e);
    this.say('act', a);
  }

  private pick(e: globalThis.Event, what: 'panel' | 'why' | 'help'): void {
    shut(e);
    this.say(what);
  }
}

/** shut closes the menu that a button is in; the focus goes where a dialog gives it back to. */
function shut(e: globalThis.Event): void {
  const menu = (e.currentTarget as HTMLElement).closest('details');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

customElements.define('desk-thread-head', Head);

import { html, nothing, type TemplateResult } from 'lit';
import type { ClosedSession, Conversation, Item } from '../data/documents.js';
import { format } from '../state/address.js';
import type { Desk } from '../state/desk.js';
import type { MissedOffer } from '../state/missed.js';
import type { Office } from '../state/office.js';
import { brandOf, unansweredSince, waitsSince } from '../state/overview.js';
import { isReminder } from '../state/reminder.js';
import { recently, say, soon, tongue } from '../text/language.js';
import { park } from '../text/park.js';
import { explain } from '../text/problem.js';
import { shell } from '../text/shell.js';
import { customerName, preview } from '../text/words.js';
import { avatar } from './avatar.js';
import { channelTitle } from './channel.js';
import { rowTags } from './chip.js';
import { density } from './density.js';
import { due } from './due.js';
import { handed } from './handed.js';
import { icons } from './icon.js';
import { ring } from './ring.js';
import { keyShortcut } from './shortcut.js';
import { hold, latest } from './thread/dialogs/question.js';
import type { Entry } from './window.js';

/** Row is a line of the lists. */
export interface Row extends Entry {
  draw: () => TemplateResult;
}

/** In pixels, as the style sheet has them. */
export const headHeight = 36;
export const noteHeight = 32;
const handedHeight = 24;
const heights = {
  comfortable: { row: 92, offer: 196, missed: 64 },
  compact: { row: 56, offer: 156, missed: 56 },
};

/** Rows draws the lines of the lists, of which one may be open. */
export class Rows {
  private readonly heights = heights[density(this.office.keep)];

  constructor(
    private readonly office: Office,
    private readonly desk: Desk,
    private readonly open: string,
  ) {}

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
  private from(customer: string, channel: string): TemplateResult {
    const name = customerName(customer);
    return html`${avatar(customer, this.desk.settings, channel)}
      <span class="who" dir="auto" title=${name}>${name}</span>`;
  }

  /** What there is beside what the customer wants; the channel is on the avatar, for those who see it. */
  private facts(channel: string, ...all: unknown[]): TemplateResult {
    const title = channelTitle(this.desk.settings, channel);
    return html`<small class="facts">${all
      .filter((f) => f !== '' && f !== nothing)
      .map((f, i) => html`${i > 0 ? ' · ' : nothing}<bdi>${f}</bdi>`)}${
      title ? html`<span class="hidden"> ${say(shell).channel(title)}</span>` : nothing
    }</small>`;
  }

  /** Until when it is set aside, or that it is back because its time has come. */
  private aside(c: Conversation): unknown {
    if (c.parkedUntil > 0) return say(park).until(soon(c.parkedUntil, this.desk.now()));
    return isReminder(c) ? reminder(c.lastOwner === this.desk.email) : nothing;
  }

  conversation(c: Conversation): Row {
    const t = say(shell);
    const { desk } = this;
    const now = desk.now();
    const unread = desk.inbox.unread(c);
    const notes = desk.inbox.newNotes(c);
    const at = Math.max(c.lastCustomerAt, c.lastAgentAt);
    const types = c.typingUntil > now;
    const draft = c.id === this.open ? '' : desk.keep.get(`draft/${c.id}`, '').trim();
    const what = draft ? html`<strong>${t.draft}</strong> ${draft}` : preview(c.preview, c.previewKind);
    const content = () => html`
      ${this.from(c.called, c.channel)}
      ${waits(c, now) ?? html`<time>${at > 0 ? recently(at, now) : nothing}</time>`}
      <span class="what" dir="auto">${types ? html`<em>${t.typing}</em>` : what}</span>
      ${this.facts(c.channel, this.aside(c), notes > 0 ? html`<span class="notes">${t.newNotes(notes)}</span>` : nothing, desk.queueTitle(c.queue), brandOf(desk.config, c), rowTags(desk, c.tags))}
      ${unread > 0 ? html`<span class="badge" role="img" aria-label=${t.unread(unread)}>${unread}</span>` : nothing}
    `;
    return {
      key: c.id,
      height: this.heights.row,
      draw: () => this.link(c.id, content(), unread > 0 || notes > 0 || isReminder(c) ? 'unread' : ''),
    };
  }

  offer(c: Conversation, first: boolean): Row {
    const t = say(shell);
    const { desk } = this;
    const now = desk.now();
    const from = handed(c.handover);
    const draw = () => html`<div class="offer">
      ${this.link(
        c.id,
        html`
          ${this.from(c.called, c.channel)}
          ${ring(c.offeredUntil - now, desk.offerLasts(c))}
          ${this.facts(c.channel, this.aside(c), desk.queueTitle(c.queue), c.language ? tongue(c.language) : '', ...topics(c), c.session > 1 ? t.returning : t.firstTime, brandOf(desk.config, c), rowTags(desk, c.tags))}
          ${from ? html`<span class="handed" dir="auto">${icons.transfer}${from}</span>` : nothing}
          <span class="what" dir="auto">${preview(c.preview, c.previewKind)}</span>
        `,
      )}
      <div class="buttons">
        ${waits(c, now) ?? nothing}
        <button @click=${(e: globalThis.Event) => this.decline(c, e.currentTarget as Element)}>${t.decline}</button>
        <button class="primary" aria-keyshortcuts=${first ? keyShortcut(this.office, 'accept') : nothing} @click=${() => this.act(c.id, 'accept')}>${t.accept}</button>
      </div>
    </div>`;
    return { key: c.id, height: this.heights.offer + (from ? handedHeight : 0), draw };
  }

  closed(c: ClosedSession): Row {
    const content = () => html`
      ${this.from(c.customer, c.channel)}
      <time>${recently(c.closedAt, this.desk.now())}</time>
      <span class="what" dir="auto">${preview(c.preview, c.previewKind)}</span>
      ${this.facts(c.channel)}
    `;
    return {
      key: `closed/${c.id}`,
      height: this.heights.row,
      draw: () => this.link(c.conversation, content()),
    };
  }

  missed(m: MissedOffer): Row {
    const t = say(shell);
    const { missed, queues } = this.desk;
    const still = queues.has(m.id);
    const draw = () => html`<div class="waiting is-missed">
      ${this.link(
        m.id,
        html`
          ${this.from(m.customer, m.channel)}
          <time>${recently(m.at, this.desk.now())}</time>
          ${this.facts(m.channel, still ? t.stillWaits : t.waitsNoMore)}
        `,
      )}
      ${still ? html`<button class="link" @click=${() => this.act(m.id, 'pick')}>${t.take}</button>` : nothing}
      <button class="icon" aria-label=${t.close} @click=${() => missed.close(m.id)}>${icons.close}</button>
    </div>`;
    return { key: `missed/${m.id}`, height: this.heights.missed, draw };
  }

  item(i: Item): Row {
    const t = say(shell);
    const draw = () => html`<div class="waiting">
      ${this.link(
        i.conversation,
        html`
          ${this.from(i.customer, i.channel)}
          ${due(waitsSince(i), i.lateAt, this.desk.now())}
          <span class="what" dir="auto">${preview(i.preview, i.kind)}</span>
          ${this.facts(i.channel, isReminder(i) ? reminder(false) : nothing, handed(i.handover), i.language ? tongue(i.language) : '', ...topics(i), i.session > 1 ? t.returning : t.firstTime, brandOf(this.desk.config, i), rowTags(this.desk, i.tags))}
        `,
      )}
      <button class="link" @click=${() => this.act(i.conversation, 'pick')}>${t.take}</button>
    </div>`;
    return { key: `${i.queue}/${i.conversation}`, height: this.heights.row, draw };
  }

  private async decline(c: Conversation, button: Element): Promise<void> {
    const { declineReason } = await import('./thread/seldom.js');
    const of = await declineReason(this.desk, c, button);
    if (of === undefined) return;
    const ask = { kind: 'decline' as const, ...(of !== '' && { of }) };
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

/** That a conversation is back because it was set aside until now. */
const reminder = (own: boolean): TemplateResult =>
  html`<strong class="reminder">${own ? say(park).reminder : say(park).wasAside}</strong>`;

/** waits is for how long a customer has waited for an answer, if one is owed. */
function waits(c: Conversation, now: number): TemplateResult | undefined {
  const since = unansweredSince(c);
  return since === 0 ? undefined : due(since, c.lateAt, now);
}

/** topics is what rules found of what the customer wants. */
const topics = (c: Pick<Conversation, 'attributes'>): string[] => Object.values(c.attributes).slice(0, 2);

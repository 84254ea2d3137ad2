import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation, Session } from '../../data/documents.js';
import type { Ask } from '../../data/orders.js';
import { mayDismiss, mayKnow, mayPrefer, whoIs } from '../../state/actions.js';
import { format } from '../../state/address.js';
import { clip } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import { brandOf, unansweredSince } from '../../state/overview.js';
import { earlierOf } from '../../state/reach.js';
import type { Thread } from '../../state/thread.js';
import { customer } from '../../text/customer.js';
import { moment, say, shortDay, span, tongue } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { causeWord, customerName, priorityWord } from '../../text/words.js';
import { accountTitle } from '../account.js';
import { avatar } from '../avatar.js';
import { channelTitle } from '../channel.js';
import { due } from '../due.js';
import { icons, stars } from '../icon.js';
import { Ticker, View } from '../view.js';
import { act } from './dialogs/question.js';
import './profile.js';
import { written } from './rich.js';
import { reasonHere } from './why.js';

/** How many agents a customer may prefer, as shared/conversation has it. */
const mostPreferred = 3;

/** What is known of the customer and of the session. */
class Panel extends View {
  static override properties = {
    desk: { attribute: false },
    thread: { attribute: false },
    problem: { state: true },
    refusal: { state: true },
  };
  declare desk: Desk;
  declare thread: Thread;
  declare problem: string;
  declare refusal: string;

  constructor() {
    super();
    this.problem = this.refusal = '';
    new Ticker(this, 10_000); // waiting and handling times
  }

  protected override models() {
    return [this.desk, this.thread];
  }

  protected override render(): TemplateResult {
    const c = this.thread.conversation;
    const t = say(customer);
    return html`<aside aria-label=${t.customer}>
      <button class="icon shut" aria-label=${say(shell).close} @click=${this.close}>${icons.close}</button>
      ${c ? [this.whole(c), this.held(c), this.profile(c), this.reason(), this.session(c), this.preferred(c), this.guests(c), this.notes(), this.earlier(c), this.raw(c), this.data(c)] : nothing}
    </aside>`;
  }

  private readonly close = () => this.dispatchEvent(new CustomEvent('close'));

  /** Who it is, what they want, since when. */
  private whole(c: Conversation): TemplateResult {
    const now = this.desk.now();
    const since = unansweredSince(c);
    const facts = [
      c.language ? tongue(c.language) : '',
      channelTitle(this.desk.settings, c.channel),
      c.session > 1 ? say(shell).returning : say(shell).firstTime,
    ];
    return html`<div class="whole">
      ${avatar(c.called, this.desk.settings, c.channel)}
      <h2 dir="auto">${customerName(c.called)}</h2>
      <p>${facts.filter(Boolean).join(' · ')}</p>
      ${this.number(c)}
      ${since > 0 ? due(since, c.lateAt, now) : nothing}
    </div>`;
  }

  /** That nothing of it may be deleted, for those who can ask for it or answer for it. */
  private held(c: Conversation): TemplateResult | typeof nothing {
    if (c.heldSince === 0 || !this.desk.supervises) return nothing;
    return html`<p class="held">${icons.lock} ${say(customer).heldSince(moment(c.heldSince))}</p>`;
  }

  /** The way to the page of customers' data, for admins. */
  private data(c: Conversation): TemplateResult | typeof nothing {
    if (!this.desk.administers) return nothing;
    const go = (e: globalThis.Event) => {
      e.preventDefault();
      this.dispatchEvent(new CustomEvent('data'));
    };
    return html`<h3>${say(shell).views.customers}</h3>
      <p><a href=${format({ name: 'supervise', view: 'customers', of: c.id })} @click=${go}>${say(customer).data}</a></p>`;
  }

  /** What agents know of the customer, whatever the session. */
  private profile(c: Conversation): TemplateResult {
    return html`<desk-profile .desk=${this.desk} .about=${c}></desk-profile>`;
  }

  /** Why it is here, in a sentence. */
  private reason(): TemplateResult | typeof nothing {
    const here = reasonHere(this.thread, this.desk);
    if (here === '') return nothing;
    const open = () => this.dispatchEvent(new CustomEvent('why'));
    return html`<div class="reason"><p dir="auto">${here}</p>
      <button class="link" @click=${open}>${say(customer).why}</button></div>`;
  }

  /** What only somebody wants who looks into something: ids, and what the channel calls things. */
  private raw(c: Conversation): TemplateResult {
    const t = say(customer);
    const { context: x } = c;
    return html`<details>
      <summary><h3>${t.more}</h3></summary>
      <dl>
        ${row(t.locale, x.locale || x.deviceLocale)}
        ${row(t.page, x.widgetUrl)}
        ${row(t.customContext, x.customContext)}
        ${row(t.place, x.placeId || x.nearPlaceId)}
        ${row(t.brandAgent, c.brandAgent)}
        ${row(t.priority, c.priority !== 0 ? priorityWord(c.priority) : '')}
        ${row(t.skills, pairs(c.skills))}
      </dl>
    </details>`;
  }

  /** The customer's number, to copy, or what everybody may see of it. */
  private number(c: Conversation): TemplateResult | typeof nothing {
    const t = say(customer);
    if (!c.personal) return nothing;
    const may = mayKnow(c, whoIs(this.desk));
    if (may) void this.thread.identify();
    const { peer } = this.thread;
    if (!may || !peer) return c.called === c.shown ? nothing : html`<p dir="ltr">${c.shown}</p>`;
    const copy = () => void navigator.clipboard?.writeText(peer.key);
    return html`<p><span class="hidden">${t.number}${say(shell).colon}</span><bdi dir="ltr">${peer.written}</bdi>
      <button class="icon" title=${t.copyNumber} aria-label=${t.copyNumber} @click=${copy}>${icons.copy}</button></p>`;
  }

  private session(c: Conversation): TemplateResult {
    const t = say(customer);
    const now = this.desk.now();
    const handled = c.handled * 1000 + (c.handlingSince > 0 ? now - c.handlingSince : 0);
    const { entryPoint } = c.context;
    return html`<h3>${say(texts).session(c.session)}</h3>
      <dl>
        ${row(say(texts).queue, this.desk.queueTitle(c.queue))}
        ${row(t.openedAt, c.openedAt > 0 ? moment(c.openedAt) : '')}
        ${row(t.handled, handled > 0 ? span(handled) : '')}
        ${row(t.owner, c.ownerName || c.owner)}
        ${row(t.entryPoint, t.entryPoints[entryPoint] ?? entryPoint)}
        ${row(t.account, [accountTitle(this.desk.config, c.account), brandOf(this.desk.config, c)].filter(Boolean).join(' · '))}
        ${Object.entries(c.attributes).map(([name, value]) => row(name, value))}
        ${row(say(texts).wantsPerson, c.wantsPerson ? t.yes : '')}
      </dl>`;
  }

  /** Who reads along; whoever has the session, and supervisors, can send them away. */
  private guests(c: Conversation): TemplateResult | typeof nothing {
    const t = say(customer);
    const all = Object.entries(c.guests);
    if (all.length === 0) return nothing;
    const may = mayDismiss(c, whoIs(this.desk));
    return html`<h3>${t.guests}</h3>
      <ul class="preferred guests">
        ${all.map(([email, given]) => {
          const name = email === this.desk.email ? say(texts).you : given || email;
          const off = () => this.ask(c, { kind: 'dismiss', agent: email });
          return html`<li><bdi>${name}</bdi>${may ? html` <button class="icon" aria-label=${t.dismiss(name)} @click=${off}>${icons.close}</button>` : nothing}</li>`;
        })}
      </ul>
      ${this.refused}`;
  }

  /** Whom the customer should have next time; the agent can put down oneself, and take off anybody. */
  private preferred(c: Conversation): TemplateResult | typeof nothing {
    const t = say(customer);
    const { email } = this.desk;
    const may = mayPrefer(c, whoIs(this.desk));
    const add = may && !c.preferred.includes(email) && c.preferred.length < mostPreferred;
    if (c.preferred.length === 0 && !add) return nothing;
    return html`<h3>${t.preferred}</h3>
      <ul class="preferred">
        ${c.preferred.map((who) => {
          const name = who === email ? say(texts).you : (this.desk.roster.find(who)?.displayName ?? who);
          const off = () =>
            this.prefer(
              c,
              c.preferred.filter((p) => p !== who),
            );
          return html`<li><bdi>${name}</bdi>${may ? html` <button class="icon" aria-label=${t.preferNot(name)} @click=${off}>${icons.close}</button>` : nothing}</li>`;
        })}
      </ul>
      ${add ? html`<button @click=${() => this.prefer(c, [...c.preferred, email])}>${t.preferMe}</button>` : nothing}
      ${Object.keys(c.guests).length > 0 ? nothing : this.refused}`;
  }

  private get refused(): TemplateResult {
    return html`<p class="problem" role="alert">${this.refusal}</p>`;
  }

  private prefer(c: Conversation, agents: string[]): Promise<void> {
    return this.ask(c, { kind: 'prefer', agents });
  }

  private async ask(c: Conversation, what: Ask): Promise<void> {
    this.refusal = '';
    try {
      await act(this.desk, c.id, what);
    } catch (e) {
      this.refusal = explain(e);
    }
  }

  private notes(): TemplateResult | typeof nothing {
    const t = say(customer);
    const notes = this.thread.messages
      .filter((m) => m.direction === 'note' && m.deletedAt === 0)
      .toReversed();
    if (notes.length === 0) return nothing;
    return html`<h3>${t.notes}</h3>
      <ul class="notes">
        ${notes.slice(0, 20).map(
          (m) => html`<li>
            ${written(clip(m.text, 600), false)}
            <small><bdi>${m.author.name || m.author.email}</bdi>, ${moment(m.sentAt)}</small>
          </li>`,
        )}
      </ul>`;
  }

  /** Earlier sessions are loaded on request. */
  private earlier(c: Conversation): TemplateResult | typeof nothing {
    const t = say(customer);
    const { read: before, hidden } = earlierOf(c, whoIs(this.desk));
    const not = hidden > 0 ? html`<p class="dim">${t.hidden(hidden, c.history === 'queues')}</p>` : nothing;
    if (before < 1) return not === nothing ? nothing : html`${not}`;
    const open = this.desk.keep.get('earlier', false);
    if (open) void this.recall();
    const { past } = this.thread;
    return html`<details ?open=${open} @toggle=${this.toggle}>
      <summary><h3>${t.earlier(before)}</h3></summary>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem} <button @click=${this.again}>${say(texts).retry}</button></p>` : nothing}
      ${past || this.problem ? nothing : html`<p role="status">${say(texts).loading}</p>`}
      <ol class="sessions">
        ${(past ?? []).map((s) => html`<li>${this.past(s)}</li>`)}
      </ol>
    </details>
    ${not}`;
  }

  private past(s: Session): TemplateResult {
    const t = say(customer);
    return html`<p>
        <strong>${say(texts).session(s.session)}</strong> · ${shortDay(s.openedAt)} · <bdi>${this.desk.queueTitle(s.queue)}</bdi>
      </p>
      <p class="dim">
        <bdi>${s.ownerName || t.nobodyHad}</bdi> · ${t.firstWait} ${span(s.firstWait * 1000)} · ${t.handled} ${span(s.handled * 1000)}
        ${s.rating > 0 ? html` · <span role="img" aria-label=${say(texts).stars(s.rating)}>${stars(s.rating)}</span>` : nothing}
        <br />${causeWord(s.cause)}
      </p>`;
  }

  private readonly toggle = (e: globalThis.Event) => {
    this.desk.keep.set('earlier', (e.target as HTMLDetailsElement).open || undefined);
    this.requestUpdate();
  };

  private readonly again = () => {
    this.problem = '';
  };

  private async recall(): Promise<void> {
    if (this.problem) return;
    try {
      await this.thread.recall();
    } catch (e) {
      this.problem = explain(e);
    }
  }
}

const pairs = (all: Record<string, number>): string =>
  Object.entries(all)
    .map(([name, level]) => `${name} ${level}`)
    .join(', ');

/** row is left out without a value. Values from customers are plain text. */
const row = (name: string, value: string): TemplateResult | typeof nothing =>
  value === ''
    ? nothing
    : html`<div><dt dir="auto">${name}</dt><dd dir="auto">${clip(value, 2000)}</dd></div>`;

customElements.define('desk-panel', Panel);

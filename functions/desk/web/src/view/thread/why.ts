import { html, nothing, type TemplateResult } from 'lit';
import type { Event } from '../../data/documents.js';
import type { Desk } from '../../state/desk.js';
import type { Thread } from '../../state/thread.js';
import { customer } from '../../text/customer.js';
import { moment, say } from '../../text/language.js';
import { because } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { causeWord, customerName, stateWord } from '../../text/words.js';
import { Dialog } from '../dialog.js';

/** Who did something, by the names that this conversation knows. */
export function actorName(actor: string, thread: Thread, desk: Desk): string {
  const t = say(texts);
  const c = thread.conversation;
  if (actor === 'customer') return customerName(c?.called ?? '');
  if (!actor.includes('@')) return t.system;
  if (actor === desk.email) return t.you;
  if (actor === c?.owner && c.ownerName) return c.ownerName;
  const wrote = thread.messages.find((m) => m.author.email === actor)?.author.name;
  return c?.guests[actor] || wrote || desk.roster.named(actor);
}

/** Why a conversation is where it is: what happened, the newest first, with the reasons. */
class Why extends Dialog {
  static override properties = {
    ...Dialog.properties,
    desk: { attribute: false },
    thread: { attribute: false },
  };
  declare desk: Desk;
  declare thread: Thread;

  protected override models() {
    return [this.desk, this.desk.roster, this.thread];
  }

  protected override render(): TemplateResult {
    const t = say(texts);
    const words = say(customer);
    const { events } = this.thread;
    return html`<dialog class="reasons" aria-labelledby="why" @close=${this.closed}>
      <h2 id="why" tabindex="-1" autofocus>${t.whyHere}</h2>
      <p class="dim">${words.whyWhat}</p>
      <ol>
        ${events.toReversed().map((e) => html`<li>${this.event(e)}</li>`)}
      </ol>
      ${events.length === 0 ? html`<p>${words.nothingYet}</p>` : nothing}
      <div class="buttons"><button @click=${this.close}>${say(shell).close}</button></div>
    </dialog>`;
  }

  private event(e: Event): TemplateResult {
    const t = say(texts);
    const words = say(customer);
    const queue = e.queue ? this.desk.queueTitle(e.queue) : '';
    const moved = e.from !== e.to ? `${stateWord(e.from)} → ${stateWord(e.to)}` : stateWord(e.to);
    return html`
      <h3>${causeWord(e.cause)} <small>${words.by} <bdi>${actorName(e.actor, this.thread, this.desk)}</bdi></small></h3>
      <p class="dim"><time datetime=${new Date(e.at).toISOString()}>${moment(e.at)}</time> · ${moved}${queue ? html` · <bdi>${queue}</bdi>` : nothing} · ${t.session(e.session)}</p>
      ${
        e.trace.length > 0
          ? html`<ul class="trace">
              ${e.trace.map((line) => html`<li dir="auto">${because(line)}</li>`)}
            </ul>`
          : nothing
      }
      ${e.configVersion ? html`<p class="dim">${words.configuration} <code>${e.configVersion}</code></p>` : nothing}
    `;
  }
}

customElements.define('desk-why', Why);

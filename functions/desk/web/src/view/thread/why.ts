import { html, nothing, type TemplateResult } from 'lit';
import type { Event } from '../../data/documents.js';
import type { Reason } from '../../data/reason.js';
import type { Desk } from '../../state/desk.js';
import type { Thread } from '../../state/thread.js';
import { type Cause, placement, steps } from '../../state/why.js';
import { customer } from '../../text/customer.js';
import { moment, say, tongue } from '../../text/language.js';
import { because, sentence } from '../../text/reason.js';
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

/** reasonHere is in a sentence why a session is in its queue, and how its language was found. */
export function reasonHere(thread: Thread, desk: Desk): string {
  const c = thread.conversation;
  const p = c && placement(thread.events, c.session);
  if (!c || !p) return '';
  const t = say(customer);
  const here = t.here(desk.queueTitle(p.queue), cause(p.cause, thread, desk));
  if (c.language === '') return here;
  const spoken = t.spoken[p.language === '' ? 'device' : p.language](tongue(c.language));
  return `${here} ${spoken.charAt(0).toLocaleUpperCase()}${spoken.slice(1)}`;
}

function cause(c: Cause, thread: Thread, desk: Desk): string {
  const t = say(customer);
  switch (c.kind) {
    case 'topics':
      return t.topics(c.topics);
    case 'rule':
      return t.byRule(c.rule);
    case 'reason':
      return because(c.reason);
    case 'moved': {
      const [first] = c.event.trace;
      const by = c.event.actor.includes('@');
      if (!by) return first ? because(first) : t.overflowed;
      return t.movedBy(actorName(c.event.actor, thread, desk), first ? because(first) : '');
    }
    case 'nothing':
      return t.noTopic;
  }
}

/** Why a conversation is where it is: a sentence first, then what happened, each with its steps folded behind it. */
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
    const here = reasonHere(this.thread, this.desk);
    return html`<dialog class="reasons" aria-labelledby="why" @close=${this.closed}>
      <h2 id="why" tabindex="-1" autofocus>${t.whyHere}</h2>
      ${here ? html`<p class="here" dir="auto">${here}</p>` : nothing}
      <h3>${words.whyWhat}</h3>
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
    return html`
      <p><strong>${causeWord(e.cause)}</strong> · <bdi>${actorName(e.actor, this.thread, this.desk)}</bdi></p>
      <p class="dim"><time datetime=${new Date(e.at).toISOString()}>${moment(e.at)}</time> · ${stateWord(e.to)}${queue ? html` · <bdi>${queue}</bdi>` : nothing} · ${t.session(e.session)}</p>
      ${
        e.trace.length > 0
          ? html`<details>
              <summary>${words.steps(e.trace.length)}</summary>
              ${trace(e.trace)}
              ${e.configVersion ? html`<p class="dim">${words.configuration} <code>${e.configVersion}</code></p>` : nothing}
            </details>`
          : nothing
      }
    `;
  }
}

/** trace is the steps of a decision; those that led nowhere are folded once more. */
function trace(all: Reason[]): TemplateResult {
  const { taken, passed } = steps(all);
  const list = (lines: Reason[]) =>
    html`<ul class="trace">${lines.map((line) => html`<li dir="auto">${sentence(line)}</li>`)}</ul>`;
  return html`${list(taken)}
    ${passed.length > 0 ? html`<details><summary>${say(customer).passed(passed.length)}</summary>${list(passed)}</details>` : nothing}`;
}

customElements.define('desk-why', Why);

import { html, nothing, type TemplateResult } from 'lit';
import type { Event } from '../../data/documents.js';
import type { Reason } from '../../data/reason.js';
import type { Desk } from '../../state/desk.js';
import { named } from '../../state/labels.js';
import type { Thread } from '../../state/thread.js';
import { steps } from '../../state/why.js';
import { customer } from '../../text/customer.js';
import { deed } from '../../text/deeds.js';
import { language, moment, say } from '../../text/language.js';
import { sentence } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { causeWord, stateWord } from '../../text/words.js';
import { Dialog } from '../dialog.js';
import { actorName, reasonHere } from './why.js';

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

  private happened(e: Event, queue: string): string {
    const { thread, desk } = this;
    if (!e.actor.includes('@')) return causeWord(e.cause);
    const who = actorName(e.actor, thread, desk);
    return deed(e.cause, who, e.actor === desk.email, queue) || `${causeWord(e.cause)} · ${who}`;
  }

  private event(e: Event): TemplateResult {
    const t = say(texts);
    const words = say(customer);
    const queue = e.queue ? this.desk.queueTitle(e.queue) : '';
    return html`
      <p><strong dir="auto">${this.happened(e, queue)}</strong></p>
      <p class="dim"><time datetime=${new Date(e.at).toISOString()}>${moment(e.at)}</time> · ${stateWord(e.to)}${queue ? html` · <bdi>${queue}</bdi>` : nothing} · ${t.session(e.session)}</p>
      ${
        e.trace.length > 0
          ? html`<details>
              <summary>${words.steps(e.trace.length)}</summary>
              ${trace(e.trace.map((r) => named(r, this.desk.config, language.code)))}
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

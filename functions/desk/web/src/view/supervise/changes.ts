import { html, nothing, type TemplateResult } from 'lit';
import type { Entry, RosterChange } from '../../data/documents.js';
import * as documents from '../../data/documents.js';
import * as listen from '../../data/listen.js';
import * as queries from '../../data/queries.js';
import type { Desk } from '../../state/desk.js';
import { differences } from '../../state/entry.js';
import { entryTexts } from '../../text/entry.js';
import { listed, moment, number, say } from '../../text/language.js';
import { live } from '../../text/live.js';
import { explain } from '../../text/problem.js';
import { because } from '../../text/reason.js';
import { supervise } from '../../text/supervise.js';
import { presenceWord, roleWord } from '../../text/words.js';
import { View } from '../view.js';

/** What was changed of an entry: when, by whom, from what to what, and why. Live while it is shown. */
class Changes extends View {
  static override properties = {
    desk: { attribute: false },
    agent: { attribute: false },
    all: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare agent: string;
  declare all: RosterChange[] | undefined;
  declare problem: unknown;
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = listen.all(
      queries.rosterChanges(this.desk.connection.db, this.agent),
      documents.rosterChange,
      (all) => {
        this.all = all;
      },
      (e) => {
        this.problem = e;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    const t = say(entryTexts);
    const { all, problem } = this;
    return html`<h3>${t.history}</h3>
      ${problem ? html`<p class="bad" role="alert">${explain(problem)}</p>` : nothing}
      ${all?.length === 0 ? html`<p class="dim">${t.noHistory}</p>` : nothing}
      ${all || problem ? nothing : html`<p role="status">${say(supervise).loading}</p>`}
      <ol class="changes">${all?.map((c) => this.change(c))}</ol>
      ${all?.length === queries.most.changes ? html`<p class="dim">${t.olderHistory(queries.most.changes)}</p>` : nothing}`;
  }

  private change(c: RosterChange): TemplateResult {
    const t = say(entryTexts);
    return html`<li>
      <div><strong>${t.kinds[c.kind || 'edit']}</strong>
        <span class="dim">${moment(c.endedAt || c.createdAt)} · <span dir="auto">${this.author(c)}</span></span></div>
      ${c.status === 'pending' ? html`<div class="dim">${t.pending}</div>` : nothing}
      ${c.status === 'refused' ? html`<div class="bad">${t.refused}${c.reason ? `: ${because(c.reason)}` : ''}</div>` : nothing}
      ${c.before && c.after ? this.differences(c.before, c.after) : nothing}
      ${c.presence ? html`<div>${presenceWord(c.presence)}</div>` : nothing}
      ${
        c.today
          ? html`<div><span dir="auto">${listed(c.today.queues.map((q) => this.desk.queueTitle(q))) || say(supervise).none}</span> · ${number(c.today.capacity)}
        ${c.until > 0 ? html`· ${say(live).untilSays(moment(c.until), this.author(c))}` : nothing}</div>`
          : nothing
      }
      ${c.why ? html`<q dir="auto">${c.why}</q>` : nothing}
    </li>`;
  }

  private author(c: RosterChange): string {
    const t = say(entryTexts);
    if (c.first) return t.byFirstRoster;
    if (c.operator) return t.byOperator(c.operator);
    const { name = '', email = '' } = c.author ?? {};
    return name && name !== email ? `${name} (${email})` : email;
  }

  private differences(before: Entry, after: Entry): TemplateResult[] {
    const t = say(entryTexts);
    return differences(before, after).map(
      (field) => html`<div>${t.fields[field]}:
        <span dir="auto">${this.value(before, field)}</span> → <span dir="auto">${this.value(after, field)}</span></div>`,
    );
  }

  private value(e: Entry, field: keyof Entry): string {
    const texts: Record<keyof Entry, () => string> = {
      displayName: () => e.displayName,
      role: () => roleWord(e.role),
      queues: () => listed(e.queues.map((q) => this.desk.queueTitle(q))),
      skills: () => listed(Object.entries(e.skills).map(([skill, level]) => `${skill} ${number(level)}`)),
      capacity: () => number(e.capacity),
      languages: () => listed(e.languages),
    };
    return texts[field]() || say(supervise).none;
  }
}

customElements.define('desk-changes', Changes);

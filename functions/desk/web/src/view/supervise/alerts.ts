import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Alert } from '../../data/documents.js';
import { inOrder, isNews, isPutOff } from '../../state/alerts.js';
import { alertTexts } from '../../text/alerts.js';
import { listed, say, soon, span } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { supervise } from '../../text/supervise.js';
import { told } from '../alarm.js';
import { icons } from '../icon.js';
import { Page } from './page.js';

/** For how long one can be put off, in seconds. */
const snoozes = [15 * 60, 60 * 60];

/** What supervisors have to hear of now: what it is, since when, who has seen it, and what can be done. */
class AlertsPage extends Page {
  protected override models() {
    return [this.desk, this.desk.alerts, this.desk.roster];
  }

  protected override begin() {
    return [this.desk.roster.use()]; // for agents' names
  }

  protected override content(): TemplateResult {
    const t = say(alertTexts);
    const { list, problem } = this.desk.alerts;
    if (problem) return html`<p class="bad" role="alert">${explain(problem)}</p>`;
    if (!list) return html`<p role="status">${say(supervise).loading}</p>`;
    if (list.length === 0) return html`<p>${t.none}</p><p class="dim">${t.noneWhat}</p>`;
    return html`<ul class="alerts" aria-label=${t.list}>
      ${repeat(
        inOrder(list, Date.now()),
        (a) => a.id,
        (a) => this.row(a),
      )}
    </ul>`;
  }

  private row(a: Alert): TemplateResult {
    const t = say(alertTexts);
    const now = Date.now();
    const off = isPutOff(a, now);
    const seen = Object.values(a.seen);
    return html`<li class=${off ? 'is-off' : isNews(a, this.desk.email, now) ? 'is-news' : ''} id="alert-${a.id}">
      <span class="sign" aria-hidden="true">${a.kind === 'help' ? icons.help : icons.late}</span>
      <div>
        <p class="what">${told(a, this.desk)}</p>
        <p class="dim">${t.since(span(this.desk.now() - a.since))}
          ${seen.length > 0 ? html`· ${t.seenBy(listed(seen))}` : nothing}
          ${off ? html`· ${t.snoozed(a.snoozedBy, soon(a.snoozedUntil, now))}` : nothing}</p>
      </div>
      <div class="buttons" role="group" aria-label=${told(a, this.desk)}>
        ${this.way(a)}
        ${this.desk.email in a.seen ? nothing : this.deed(t.see, () => this.desk.orders.seeAlert(a.id))}
        ${off ? this.deed(t.unsnooze, () => this.desk.orders.snooze(a.id, 0)) : snoozes.map((s) => this.deed(t.snooze(span(s * 1000)), () => this.desk.orders.snooze(a.id, s)))}
        ${a.kind === 'help' ? this.deed(t.heard, () => this.desk.orders.endHelp(a.id)) : nothing}
      </div>
    </li>`;
  }

  /** Where to do something about it. */
  private way(a: Alert): TemplateResult | typeof nothing {
    const t = say(alertTexts);
    if (a.conversation) return this.link(a.conversation, t.open);
    if (a.agent) return this.leadTo({ name: 'supervise', view: 'agents' }, t.agent);
    return a.queue ? this.leadTo({ name: 'supervise', view: 'queues' }, t.queue) : nothing;
  }

  private deed(text: string, f: () => Promise<void>): TemplateResult {
    return html`<button type="button" @click=${() => this.tried(f)}>${text}</button>`;
  }
}

customElements.define('desk-alerts', AlertsPage);

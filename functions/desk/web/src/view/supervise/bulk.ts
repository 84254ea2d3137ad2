// One thing done with several sessions: the questions, and how far it got.

import { html, nothing, type TemplateResult } from 'lit';
import { type Ask as Action, newId } from '../../data/orders.js';
import { Bulk, type Row } from '../../state/bulk.js';
import type { Desk } from '../../state/desk.js';
import { sorted } from '../../state/labels.js';
import { choices } from '../../state/roster.js';
import { language, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { sessionList } from '../../text/sessionlist.js';
import { supervise } from '../../text/supervise.js';
import { customerName } from '../../text/words.js';
import { View } from '../view.js';
import type { Ask } from './ask.js';

export type Deed = 'assign' | 'take' | 'tag' | 'close';

/** Gap is what somebody has yet to say, in words. */
class Gap extends Error {}

/** many asks how it is to be done, and does it; ended is called whenever it got as far as it could. */
export function many(
  deed: Deed,
  desk: Desk,
  some: Row[],
  ended: (done: string[], text: string, asked: Action) => void,
): Ask {
  const t = say(sessionList);
  const bulk = new Bulk(some, {
    act: (c, ask, id) => desk.orders.act(c, ask, id),
    became: (c, id) => desk.orders.became(c, id),
    mint: newId,
  });
  const n = bulk.all.length;
  const title = { assign: t.assignMany, take: t.takeMany, tag: t.tagMany, close: t.closeMany }[deed](n);
  return {
    title,
    confirm: title,
    danger: deed === 'close',
    checks: true,
    explain: (e) => (e instanceof Gap ? e.message : ''),
    body: () => html`<desk-bulk .bulk=${bulk} .deed=${deed} .desk=${desk}></desk-bulk>`,
    run: async (form) => {
      const asked = action(deed, desk, form);
      const all = await bulk.run(asked);
      const done = bulk.all.filter((o) => o.state === 'done').map((o) => o.row);
      ended(done, all ? t.doneMany(n) : '', asked);
      return all;
    },
  };
}

function fields(deed: Deed, desk: Desk): TemplateResult {
  const t = say(sessionList);
  const s = say(supervise);
  const labels = (all: { name: string; text: string }[]) =>
    all.map((l) => html`<option value=${l.name}>${l.text}</option>`);
  switch (deed) {
    case 'assign':
      return html`<label>${s.agent} <select name="agent" required><option value=""></option>
        ${choices(desk.roster.agents).map(([email, text]) => html`<option value=${email}>${text}</option>`)}</select></label>`;
    case 'take':
      return html`<p>${t.takeWhat}</p>`;
    case 'tag':
      return html`<label>${t.tag} <select name="tag" required><option value=""></option>
          ${labels(sorted(desk.config?.tags ?? [], language.code))}</select></label>
        <fieldset><label><input type="radio" name="on" value="yes" checked /> ${t.addTag}</label>
          <label><input type="radio" name="on" value="" /> ${t.removeTag}</label></fieldset>`;
    case 'close':
      return html`${
        (desk.config?.outcomes.length ?? 0) > 0
          ? html`<label>${t.outcome} <select name="outcome"><option value="">${t.noOutcome}</option>
              ${labels(sorted(desk.config?.outcomes ?? [], language.code))}</select></label>`
          : nothing
      }
        <label>${t.why} <textarea name="why" rows="2" dir="auto" autocomplete="off" required></textarea></label>`;
  }
}

/** action is what is asked for each of them. */
function action(deed: Deed, desk: Desk, form: FormData): Action {
  const t = say(sessionList);
  const said = (field: string) => String(form.get(field) ?? '').trim();
  const needed = (field: string, otherwise: string) => {
    const value = said(field);
    if (value === '') throw new Gap(otherwise);
    return value;
  };
  switch (deed) {
    case 'assign':
      return { kind: 'assign', agent: needed('agent', t.choiceNeeded) };
    case 'take':
      return { kind: 'assign', agent: desk.email };
    case 'tag':
      return { kind: 'tag', of: needed('tag', t.choiceNeeded), on: said('on') === 'yes' };
    case 'close':
      return {
        kind: 'close',
        text: needed('why', t.whyNeeded),
        ...(said('outcome') && { of: said('outcome') }),
      };
  }
}

/** What there is to say, how far it is, and what was not done and why. */
class BulkView extends View {
  static override properties = {
    bulk: { attribute: false },
    deed: { attribute: false },
    desk: { attribute: false },
  };
  declare bulk: Bulk;
  declare deed: Deed;
  declare desk: Desk;

  protected override models() {
    return [this.bulk, this.desk.roster];
  }

  protected override render(): TemplateResult {
    const t = say(sessionList);
    const { bulk } = this;
    const { failed, all } = bulk;
    const begun = bulk.busy || bulk.ended > 0;
    return html`${fields(this.deed, this.desk)} ${
      begun
        ? html`<progress max=${all.length} value=${bulk.ended} aria-label=${t.progress(bulk.ended, all.length)}></progress>
            <p role="status">${t.progress(bulk.ended, all.length)}</p>`
        : nothing
    }
      ${
        failed.length > 0 && !bulk.busy
          ? html`<p class="bad" role="alert">${t.failed(failed.length)}</p>
              <ul class="refused">${failed.map((o) => html`<li><strong dir="auto">${customerName(o.called)}</strong> ${explain(o.problem)}</li>`)}</ul>`
          : nothing
      }`;
  }
}

customElements.define('desk-bulk', BulkView);

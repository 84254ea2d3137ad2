// What supervisors change of an agent for today, or at once.

import { html, nothing, type TemplateResult } from 'lit';
import type { Agent } from '../../data/documents.js';
import { bounds, type Presence, presences } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import { isLent, own } from '../../state/live.js';
import { name } from '../../state/roster.js';
import { listed, number, say, soon } from '../../text/language.js';
import { live } from '../../text/live.js';
import { supervise } from '../../text/supervise.js';
import { presenceWord } from '../../text/words.js';
import type { Ask } from './ask.js';

/** Gap is what is wrong with what was written, in words. */
class Gap extends Error {}

/** today asks what an agent's presence, queues and capacity are to be today. */
export function today(desk: Desk, agent: Agent, done: (text: string) => void): Ask {
  const t = say(live);
  const lent = isLent(agent, desk.now());
  return {
    title: t.todayOf(name(agent)),
    confirm: t.save,
    checks: true,
    explain: (e) => (e instanceof Gap ? e.message : ''),
    body: () => html`${agent.email === desk.email ? nothing : presencePart()}
      ${lent ? html`<p class="note">${lentSays(agent, desk)}</p>` : nothing}
      ${workPart(desk, agent)}
      ${lent ? html`<label class="check"><input type="checkbox" name="end" /> ${t.endToday}</label>` : nothing}
      <p class="note">${t.todayWhat}</p>`,
    run: async (form) => {
      await order(desk, agent, form, lent);
      done(t.changed(name(agent)));
      return true;
    },
  };
}

/** lentSays is until when, by whom, and what the roster says otherwise. */
export function lentSays(agent: Agent, desk: Desk): string {
  const t = say(live);
  const { queues, capacity } = own(agent);
  const { until = 0, name: by = '' } = agent.today ?? {};
  const usual = listed(queues.map((q) => desk.queueTitle(q))) || say(supervise).none;
  return `${t.untilSays(soon(until, desk.now()), by)}; ${t.usually(usual, number(capacity))}`;
}

function presencePart(): TemplateResult {
  return html`<label>${say(supervise).presence}
    <select name="presence"><option value="">${say(live).asNow}</option>
      ${presences.map((p) => html`<option value=${p}>${presenceWord(p)}</option>`)}</select></label>`;
}

function workPart(desk: Desk, agent: Agent): TemplateResult {
  const all = new Set([...(desk.config?.queues.map((q) => q.name) ?? []), ...agent.queues]);
  return html`<fieldset class="boxes"><legend>${say(supervise).queues}</legend>
      ${[...all].map(
        (
          q,
        ) => html`<label><input type="checkbox" name="queues" value=${q} ?checked=${agent.queues.includes(q)} />
          <span dir="auto">${desk.queueTitle(q)}</span></label>`,
      )}</fieldset>
    <label>${say(live).capacityToday}
      <input name="capacity" type="number" autocomplete="off" min="0" max=${bounds.capacity} value=${agent.capacity} /></label>`;
}

/** order asks for what differs from what is, and for nothing else. */
async function order(desk: Desk, agent: Agent, form: FormData, lent: boolean): Promise<void> {
  const queues = form.getAll('queues').map(String);
  const typed = String(form.get('capacity') ?? '').trim();
  const capacity = typed === '' ? Number.NaN : Number(typed);
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > bounds.capacity)
    throw new Gap(say(live).badCapacity(bounds.capacity));
  const same = (a: string[], b: string[]) => [...a].sort().join() === [...b].sort().join();
  const presence = String(form.get('presence') ?? '') as Presence | '';
  if (lent && form.get('end')) await desk.orders.forToday(agent.email);
  else if (!same(queues, agent.queues) || capacity !== agent.capacity)
    await desk.orders.forToday(agent.email, { queues, capacity });
  if (presence) await desk.orders.choosePresence(agent.email, presence);
}

import { html, nothing } from 'lit';
import type { Conversation } from '../../../data/documents.js';
import type { Desk } from '../../../state/desk.js';
import { hoursOf, mayBeUntil, type Preset, times, zoneOf } from '../../../state/park.js';
import { instantOf } from '../../../state/zone.js';
import { say, soon, zoneName } from '../../../text/language.js';
import { park } from '../../../text/park.js';
import { thread } from '../../../text/thread.js';
import { customerName } from '../../../text/words.js';
import type { Question } from './question.js';

/** askPark makes the question until when a conversation is set aside. */
export function askPark(desk: Desk, c: Conversation, done: () => void): Question {
  const zone = zoneOf(desk.config, c);
  const shown = times(desk.now(), zone, hoursOf(desk.config, c.queue));
  const t = () => say(park);
  const option = (preset: Preset, at: number) =>
    html`<label><input type="radio" name="until" value=${`${preset}/${at}`} ?checked=${preset === 'answer'} />
      ${t().presets[preset]}${at > 0 ? html` <span class="dim">${soon(at, desk.now())}</span>` : nothing}</label>`;
  const other = (e: Event) => {
    const radio = (e.target as HTMLElement)
      .closest('form')
      ?.querySelector<HTMLInputElement>('[value="chosen/0"]');
    if (radio) radio.checked = true;
  };
  return {
    conversation: c.id,
    title: t().title(customerName(c.called)),
    confirm: say(thread).actions.park,
    body: () => html`<fieldset class="outcomes">
        <legend class="hidden">${say(thread).actions.park}</legend>
        ${shown.map(([preset, at]) => option(preset, at))}
        ${option('chosen', 0)}
        <label class="at"><span class="hidden">${t().date}</span>
          <input type="datetime-local" name="at" autocomplete="off" @input=${other} /></label>
      </fieldset>
      <p class="dim">${t().what} ${zoneName(desk.now()) !== '' ? t().zone(zone) : nothing}</p>`,
    ask: (form) => {
      const [preset, at] = String(form.get('until')).split('/');
      if (preset === 'answer') return { kind: 'park' };
      const until = preset === 'chosen' ? instantOf(String(form.get('at')), zone) : Number(at);
      return mayBeUntil(until, desk.now()) ? { kind: 'park', until } : undefined;
    },
    missing: t().wrong,
    done,
  };
}

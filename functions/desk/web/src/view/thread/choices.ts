// The editor of what the customer can tap instead of writing, and of a place to send.

import { html, nothing, type TemplateResult } from 'lit';
import type { Limits } from '../../settings.js';
import { amiss, blank, type Composed, most, offered } from '../../state/choice.js';
import type { Pad } from '../../state/pad.js';
import { mapOf, placeOf } from '../../state/place.js';
import { compose } from '../../text/compose.js';
import { say, zoneName } from '../../text/language.js';
import { thread } from '../../text/thread.js';
import { icons } from '../icon.js';
import { link } from './rich.js';

/** What a field of a choice is written into. */
interface Field {
  name: Exclude<keyof Composed, 'kind' | 'view'>;
  type?: 'text' | 'url' | 'tel' | 'datetime-local';
  most?: number | undefined;
}

/** The fields of each kind besides its label. */
function fieldsOf(c: Composed, limits: Limits | undefined): Field[] {
  switch (c.kind) {
    case 'url':
      return [{ name: 'url', type: 'url', most: 2000 }];
    case 'dial':
      return [{ name: 'phone', type: 'tel', most: 40 }];
    case 'place':
      return [{ name: 'where', most: 2000 }];
    case 'calendar':
      return [
        { name: 'title', most: limits?.appointmentTitle },
        { name: 'start', type: 'datetime-local' },
        { name: 'end', type: 'datetime-local' },
        { name: 'body', most: limits?.appointmentBody },
      ];
    default:
      return [];
  }
}

/** choiceEditor edits the choices of a reply. */
export function choiceEditor(pad: Pad, limits: Limits | undefined): TemplateResult | typeof nothing {
  if (pad.choices.length === 0 || pad.note) return nothing;
  const t = say(compose);
  const room = most(pad.choices, limits);
  const full = pad.choices.length >= room;
  const why = room < (limits?.choices ?? 0) ? t.fullPlaced : t.full;
  return html`<fieldset class="choice-editor">
    <legend>${t.choices}</legend>
    ${pad.choices.map((c, i) => editor(pad, limits, c, i))}
    <button type="button" ?disabled=${full} aria-describedby="choices-full" @click=${() => addChoice(pad, limits)}>${t.addChoice}</button>
    <p class="dim" id="choices-full">${full ? why(room) : nothing}</p>
  </fieldset>`;
}

function editor(pad: Pad, limits: Limits | undefined, c: Composed, i: number): TemplateResult {
  const t = say(compose);
  const change = (fields: Partial<Composed>) =>
    pad.set({ choices: pad.choices.map((other, j) => (j === i ? { ...other, ...fields } : other)) });
  const remove = () => pad.set({ choices: pad.choices.filter((_, j) => j !== i) });
  const wrong = amiss(c);
  const input = ({ name, type = 'text', most }: Field, label: string) =>
    html`<label class="is-${name}"
      >${label}${type === 'datetime-local' ? zone() : nothing}
      <input
        type=${type}
        dir="auto"
        autocomplete="off"
        maxlength=${most ?? nothing}
        aria-invalid=${wrong === name && c[name] !== '' ? 'true' : nothing}
        .value=${c[name]}
        @input=${(e: globalThis.Event) => change({ [name]: (e.target as HTMLInputElement).value })}
        @keydown=${(e: KeyboardEvent) => next(e, pad, limits)}
    /></label>`;
  return html`<div class="chip-editor" role="group" aria-label=${t.choice(i + 1)}>
    <div class="fields">
      ${kinds(c, limits, i, pad.choices.length, change)} ${input({ name: 'label', most: limits?.label ?? 25 }, t.choice(i + 1))}
      ${fieldsOf(c, limits).map((field) => input(field, t.choiceFields[field.name]))} ${views(c, limits, change)}
    </div>
    <button type="button" class="icon" aria-label=${t.removeChoice(c.label || String(i + 1))} @click=${remove}>${icons.close}</button>
  </div>`;
}

/** Whose time it is, where that is not the browser's. */
function zone(): string {
  const name = zoneName(Date.now());
  return name === '' ? '' : ` (${name})`;
}

/** What tapping does, where there is more than one thing that it can do. */
function kinds(
  c: Composed,
  limits: Limits | undefined,
  i: number,
  among: number,
  change: (fields: Partial<Composed>) => void,
): TemplateResult | typeof nothing {
  const t = say(compose);
  const all = offered(limits, among);
  if (all.length < 2) return nothing;
  const choose = (e: globalThis.Event) => {
    const kind = (e.target as HTMLSelectElement).value as Composed['kind'];
    change({ kind, ...(kind === 'askPlace' && c.label === '' && { label: t.askPlaceLabel }) });
  };
  return html`<select aria-label=${t.choiceKind(i + 1)} @change=${choose}>
    ${all.map((kind) => html`<option value=${kind} ?selected=${kind === c.kind}>${t.choiceKinds[kind]}</option>`)}
  </select>`;
}

/** Where a page opens, if the channel leaves that to us. */
function views(
  c: Composed,
  limits: Limits | undefined,
  change: (fields: Partial<Composed>) => void,
): TemplateResult | typeof nothing {
  const all = limits?.views ?? [];
  if (c.kind !== 'url' || all.length === 0) return nothing;
  const t = say(compose);
  return html`<select
    aria-label=${t.view}
    @change=${(e: globalThis.Event) => change({ view: (e.target as HTMLSelectElement).value })}
  >
    ${['', ...all].map((view) => html`<option value=${view} ?selected=${view === c.view}>${t.views[view] ?? view}</option>`)}
  </select>`;
}

/** addChoice begins one more choice, if there is room. */
export function addChoice(pad: Pad, limits: Limits | undefined): void {
  if (pad.choices.length < most(pad.choices, limits)) pad.set({ choices: [...pad.choices, blank] });
}

/** Enter in a choice goes to a new one, and does not send. */
function next(e: KeyboardEvent, pad: Pad, limits: Limits | undefined): void {
  if (e.key !== 'Enter' || e.isComposing) return;
  e.preventDefault();
  addChoice(pad, limits);
}

/** placeEditor edits the place that is sent before the text. */
export function placeEditor(pad: Pad): TemplateResult | typeof nothing {
  const { place } = pad;
  if (!place || pad.note) return nothing;
  const t = say(compose);
  const found = placeOf(place.where);
  const input = (name: 'where' | 'label', label: string, most: number) =>
    html`<label class="is-${name}"
      >${label}
      <input
        dir="auto"
        autocomplete="off"
        maxlength=${most}
        aria-invalid=${name === 'where' && place.where !== '' && !found ? 'true' : nothing}
        .value=${place[name]}
        @input=${(e: globalThis.Event) => pad.set({ place: { ...place, [name]: (e.target as HTMLInputElement).value } })}
        @keydown=${(e: KeyboardEvent) => {
          if (e.key === 'Enter' && !e.isComposing) e.preventDefault();
        }}
    /></label>`;
  return html`<fieldset class="choice-editor">
    <legend>${t.place}</legend>
    <div class="chip-editor">
      <div class="fields">${input('where', t.choiceFields.where, 2000)} ${input('label', t.placeLabel, 100)}</div>
      <button type="button" class="icon" aria-label=${t.removePlace} @click=${() => pad.set({ place: undefined })}>${icons.close}</button>
    </div>
    ${found ? html`<p>${link(mapOf(found), say(thread).map)}</p>` : nothing}
  </fieldset>`;
}

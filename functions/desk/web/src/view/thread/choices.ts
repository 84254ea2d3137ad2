// The editor of what the customer can tap instead of writing, and of a place to send.

import { html, nothing, type TemplateResult } from 'lit';
import type { Limits } from '../../settings.js';
import { free } from '../../state/cards.js';
import { amiss, blank, type ChoiceKind, type Composed, most, offered, onCards } from '../../state/choice.js';
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

/** Choosing is a list of choices that is edited: below a message, or on a card. */
export interface Choosing {
  /** what the list is called, and a name for what belongs to it on the page */
  legend: string;
  id: string;
  choices: Composed[];
  limits: Limits | undefined;
  /** the kinds that these can have, and how many there can be */
  kinds: ChoiceKind[];
  room: number;
  full: string;
  set(choices: Composed[]): void;
}

/** below are the choices below a reply, with cards or without. */
export function below(pad: Pad, limits: Limits | undefined): Choosing {
  const t = say(compose);
  const { choices } = pad;
  const carded = pad.cards.length > 0;
  const fits = most(choices, limits);
  const room = carded ? Math.min(fits, choices.length + Math.max(0, free(pad.cards, choices))) : fits;
  const full = room < (limits?.choices ?? 0) ? (carded ? t.fullCards : t.fullPlaced(room)) : t.full(room);
  const kinds = carded
    ? onCards(limits).filter((k) => limits?.choiceKinds.includes(k))
    : offered(limits, choices.length);
  return {
    legend: t.choices,
    id: 'choices',
    choices,
    limits,
    kinds,
    room,
    full,
    set: (c) => pad.set({ choices: c }),
  };
}

/** choiceEditor edits a list of choices. */
export function choiceEditor(list: Choosing): TemplateResult | typeof nothing {
  const { choices, room, id } = list;
  if (choices.length === 0) return nothing;
  const t = say(compose);
  const full = choices.length >= room;
  return html`<fieldset class="choice-editor" data-choices=${id}>
    <legend>${list.legend}</legend>
    ${choices.map((c, i) => editor(list, c, i))}
    <button type="button" ?disabled=${full} aria-describedby="${id}-full" @click=${() => addChoice(list)}>${t.addChoice}</button>
    <p class="dim" id="${id}-full">${full ? list.full : nothing}</p>
  </fieldset>`;
}

function editor(list: Choosing, c: Composed, i: number): TemplateResult {
  const t = say(compose);
  const { choices, limits } = list;
  const change = (fields: Partial<Composed>) =>
    list.set(choices.map((other, j) => (j === i ? { ...other, ...fields } : other)));
  const remove = () => list.set(choices.filter((_, j) => j !== i));
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
        @keydown=${(e: KeyboardEvent) => next(e, list)}
    />${name === 'label' ? count(c.label, most) : nothing}</label>`;
  return html`<div class="chip-editor" role="group" aria-label=${t.choice(i + 1)}>
    <div class="fields">
      ${kinds(c, list.kinds, i, change)} ${input({ name: 'label', most: limits?.label ?? 25 }, t.choice(i + 1))}
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
  all: ChoiceKind[],
  i: number,
  change: (fields: Partial<Composed>) => void,
): TemplateResult | typeof nothing {
  const t = say(compose);
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

/** count is how much of a field's room is used. */
export const count = (text: string, most: number | undefined): TemplateResult | typeof nothing =>
  most ? html`<span class="count" aria-hidden="true">${text.length} / ${most}</span>` : nothing;

/** addChoice begins one more choice, if there is room, and puts the caret into it. */
export function addChoice(list: Choosing): void {
  const { choices, id } = list;
  if (choices.length >= list.room) return;
  list.set([...choices, blank]);
  // Once it is drawn.
  setTimeout(() =>
    document
      .querySelector<HTMLElement>(
        `[data-choices="${id}"] .chip-editor:nth-of-type(${choices.length + 1}) .is-label input`,
      )
      ?.focus(),
  );
}

/** Enter in a choice goes to a new one, and does not send. */
function next(e: KeyboardEvent, list: Choosing): void {
  if (e.key !== 'Enter' || e.isComposing) return;
  e.preventDefault();
  addChoice(list);
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

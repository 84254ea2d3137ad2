// What goes with a text: files and choices.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Limits } from '../../settings.js';
import { fileName } from '../../state/body.js';
import type { Pad } from '../../state/pad.js';
import { inPlace, type Upload } from '../../state/upload.js';
import { compose } from '../../text/compose.js';
import { bytes, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { isPicture } from './media.js';

/** The pictures that wait to be sent, to be looked at before. */
const previews = new WeakMap<File, string>();

function preview(file: File): string {
  const url = previews.get(file) ?? URL.createObjectURL(file);
  previews.set(file, url);
  return url;
}

export function uploads(pad: Pad, limits: Limits | undefined): TemplateResult | typeof nothing {
  if (pad.uploads.length === 0) return nothing;
  const t = say(compose);
  return html`<ul class="uploads" aria-label=${t.files}>
    ${repeat(
      pad.uploads,
      (u) => u.id,
      (u) => html`<li>${upload(u, pad, limits)}</li>`,
    )}
  </ul>`;
}

function upload(u: Upload, pad: Pad, limits: Limits | undefined): TemplateResult {
  const t = say(compose);
  const name = fileName(u.file.name);
  const seen = inPlace(u.stored ?? u.file, limits);
  return html`
    ${isPicture(u.file.type) ? html`<img src=${preview(u.file)} alt="" />` : html`<span class="sheet-icon" aria-hidden="true">▤</span>`}
    <div class="what">
      <p><bdi>${name}</bdi> <small>${bytes(u.file.size)}</small></p>
      ${seen ? nothing : html`<p class="dim">${t.asLink}</p>`}
      ${
        u.problem
          ? html`<p class="problem" role="alert">${explain(u.problem)} <button type="button" @click=${() => u.start()}>${t.retry}</button></p>`
          : u.stored
            ? seen && isPicture(u.stored.type)
              ? altText(u)
              : nothing
            : html`<progress aria-label=${t.uploading(name)} max="1" .value=${u.share}></progress>`
      }
    </div>
    <button type="button" class="icon" aria-label=${t.removeFile(name)} @click=${() => pad.remove(u)}>✕</button>
  `;
}

const altText = (u: Upload): TemplateResult =>
  html`<input
    class="alt"
    maxlength="1000"
    aria-label=${say(compose).alt}
    placeholder=${say(compose).alt}
    .value=${u.alt}
    @input=${(e: globalThis.Event) => {
      u.alt = (e.target as HTMLInputElement).value;
    }}
  />`;

/** The editor of what the customer can tap instead of writing. */
export function choiceEditor(pad: Pad, limits: Limits | undefined): TemplateResult | typeof nothing {
  if (pad.choices.length === 0 || pad.note) return nothing;
  const t = say(compose);
  const change = (i: number, label: string | undefined) =>
    pad.set({ choices: pad.choices.flatMap((c, j) => (j !== i ? [c] : label === undefined ? [] : [label])) });
  const full = pad.choices.length >= (limits?.choices ?? 0);
  return html`<fieldset class="choice-editor">
    <legend>${t.choices}</legend>
    ${pad.choices.map(
      (c, i) => html`<span class="chip-editor">
        <input
          dir="auto"
          maxlength=${limits?.label ?? 25}
          aria-label=${t.choice(i + 1)}
          placeholder=${t.choice(i + 1)}
          .value=${c}
          @input=${(e: globalThis.Event) => change(i, (e.target as HTMLInputElement).value)}
          @keydown=${(e: KeyboardEvent) => next(e, pad, full)}
        />
        <button type="button" class="icon" aria-label=${t.removeChoice(c || String(i + 1))} @click=${() => change(i, undefined)}>✕</button>
      </span>`,
    )}
    <button type="button" ?disabled=${full} @click=${() => addChoice(pad)}>${t.addChoice}</button>
  </fieldset>`;
}

export function addChoice(pad: Pad): void {
  pad.set({ choices: [...pad.choices, ''] });
}

/** Enter in a choice goes to a new one, and does not send. */
function next(e: KeyboardEvent, pad: Pad, full: boolean): void {
  if (e.key !== 'Enter' || e.isComposing) return;
  e.preventDefault();
  if (!full) addChoice(pad);
}

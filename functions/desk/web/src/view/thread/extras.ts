// What goes with a text: files.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Limits } from '../../settings.js';
import { fileName } from '../../state/body.js';
import type { Pad } from '../../state/pad.js';
import { inPlace, type Upload } from '../../state/upload.js';
import { compose } from '../../text/compose.js';
import { bytes, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { icons } from '../icon.js';
import { isPicture } from './media.js';

/** The pictures that wait to be sent, to be looked at before. */
const previews = new WeakMap<File, string>();

export function preview(file: File): string {
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
    ${isPicture(u.file.type) ? html`<img src=${preview(u.file)} alt="" />` : html`<span class="sheet-icon">${icons.file}</span>`}
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
    <button type="button" class="icon" aria-label=${t.removeFile(name)} @click=${() => pad.remove(u)}>${icons.close}</button>
  `;
}

export const altText = (u: Upload): TemplateResult =>
  html`<input
    class="alt"
    autocomplete="off"
    maxlength="1000"
    aria-label=${say(compose).alt}
    placeholder=${say(compose).alt}
    .value=${u.alt}
    @input=${(e: globalThis.Event) => {
      u.alt = (e.target as HTMLInputElement).value;
    }}
  />`;

import { html, type TemplateResult } from 'lit';
import { type Code, codes, language, say } from '../text/language.js';
import { shell } from '../text/shell.js';

/** Languages in their own words. */
export const languages: Record<Code, string> = { en: 'English', fr: 'Français' };

/** Every language in its own words, so that one finds it in a page that one cannot read. */
export function languagePicker(): TemplateResult {
  const choose = (e: Event) => language.choose((e.target as HTMLSelectElement).value as Code);
  return html`<label class="picker">
    ${say(shell).language}
    <select @change=${choose}>
      ${codes.map((c) => html`<option value=${c} lang=${c} ?selected=${c === language.code}>${languages[c]}</option>`)}
    </select>
  </label>`;
}

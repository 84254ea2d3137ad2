import { html, nothing, type TemplateResult } from 'lit';
import { listKey, type Shortcut, shortcuts } from '../state/keys.js';
import type { Office } from '../state/office.js';
import { keys, keysWord } from '../text/keys.js';
import { say } from '../text/language.js';
import { Dialog } from './dialog.js';

/** A line of the list: what happens, and by which keys, as aria-keyshortcuts names them. */
type Line = [what: string, by: string];

/** Every shortcut of the desk, those too that mean nothing just now. */
class Keys extends Dialog {
  static override properties = { ...Dialog.properties, office: { attribute: false } };
  declare office: Office;

  protected override render(): TemplateResult {
    const t = say(keys);
    const { keep } = this.office;
    const byControl = keep.get<string>('sendBy', 'enter') === 'ctrl';
    const always: Line[] = [
      [t.alwaysKeys.palette, listKey],
      [t.alwaysKeys.send, byControl ? 'Control+Enter' : 'Enter'],
      [t.alwaysKeys.line, byControl ? 'Enter' : 'Shift+Enter'],
      [t.alwaysKeys.quick, '/'],
      [t.alwaysKeys.mention, '@'],
      [t.alwaysKeys.leave, 'Escape'],
    ];
    const single: Line[] = Object.entries(shortcuts).map(([id, by]) => [t.names[id as Shortcut], by]);
    return html`<dialog class="keys" aria-labelledby="keys" @close=${this.closed}>
      <h2 id="keys" tabindex="-1" autofocus>${t.title}</h2>
      <h3>${t.always}</h3>
      ${list(always)}
      <h3>${t.elsewhere}</h3>
      <p class="dim">${keep.get('keys', true) ? t.elsewhereWhat : t.off}</p>
      ${keep.get('keys', true) ? list(single) : nothing}
      <div class="buttons"><button @click=${this.close}>${t.close}</button></div>
    </dialog>`;
  }
}

const list = (lines: Line[]): TemplateResult =>
  html`<dl>${lines.map(([what, by]) => html`<div><dt>${what}</dt><dd><kbd>${keysWord(by)}</kbd></dd></div>`)}</dl>`;

customElements.define('desk-keys', Keys);

import { html, type TemplateResult } from 'lit';
import { bounds } from '../../data/words.gen.js';
import type { Views } from '../../state/views.js';
import { say } from '../../text/language.js';
import { sessionList } from '../../text/sessionlist.js';
import type { Ask } from './ask.js';

/** Gap is what is wrong with a name, in words. */
class Gap extends Error {}

/** save asks for the name of a view, and keeps it. */
export function save(views: Views, filters: string, done: (name: string) => void): Ask {
  const t = say(sessionList);
  return {
    title: t.saveView.replace('…', ''),
    confirm: t.saveView.replace('…', ''),
    checks: true,
    explain: (e) => (e instanceof Gap ? e.message : ''),
    body: (): TemplateResult => html`<label>${t.viewName}
        <input name="name" autocomplete="off" required maxlength=${bounds.viewName} list="views" aria-describedby="view-what" /></label>
      <p class="note" id="view-what">${t.viewTaken}</p>`,
    run: async (form) => {
      const name = String(form.get('name') ?? '').trim();
      if (name === '') throw new Gap(t.viewNameless);
      if (!(name in views.all) && views.names.length >= bounds.views) throw new Gap(t.viewFull(bounds.views));
      await views.save(name, filters);
      done(name);
      return true;
    },
  };
}

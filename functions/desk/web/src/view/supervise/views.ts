import { doc } from 'firebase/firestore';
import { html, type TemplateResult } from 'lit';
import * as documents from '../../data/documents.js';
import * as listen from '../../data/listen.js';
import { bounds } from '../../data/words.gen.js';
import type { Desk } from '../../state/desk.js';
import { Model } from '../../state/model.js';
import { say } from '../../text/language.js';
import { sessionList } from '../../text/sessionlist.js';
import type { Ask } from './ask.js';

/** Views are the filters that a supervisor keeps by name. They follow from one browser to another. */
export class Views extends Model {
  all: Record<string, string> = {};
  private end: listen.Stop | undefined;

  constructor(private readonly desk: Desk) {
    super();
  }

  start(): void {
    this.end ??= listen.one(
      doc(this.desk.connection.db, 'savedViews', this.desk.email),
      documents.savedViews,
      (all) => {
        this.all = all ?? {};
        this.changed();
      },
    );
  }

  stop(): void {
    this.end?.();
    this.end = undefined;
  }

  async save(name: string, filters: string): Promise<void> {
    await this.desk.orders.keepViews({ ...this.all, [name]: filters });
  }

  async remove(name: string): Promise<void> {
    const { [name]: _, ...rest } = this.all;
    await this.desk.orders.keepViews(rest);
  }

  /** The names, as people order them. */
  get names(): string[] {
    return Object.keys(this.all).sort((a, b) => a.localeCompare(b));
  }
}

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

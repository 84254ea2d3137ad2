import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import { mayNote, whoIs } from '../../state/actions.js';
import type { Desk } from '../../state/desk.js';
import { changes, type Detail, details, mostOf, shown, tooLong } from '../../state/profile.js';
import { moment, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { profile } from '../../text/profile.js';
import { View } from '../view.js';
import { act } from './dialogs/question.js';
import { written } from './rich.js';

/** What agents know of a customer: contact details and a note, which belong to no session. */
class Profile extends View {
  static override properties = {
    desk: { attribute: false },
    about: { attribute: false },
    editing: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare about: Conversation;
  declare editing: boolean;
  declare busy: boolean;
  declare problem: string;

  constructor() {
    super();
    this.editing = this.busy = false;
    this.problem = '';
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const before = changed.get('about') as Conversation | undefined;
    if (before && before.id !== this.about.id) this.editing = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const t = say(profile);
    const { about } = this;
    const may = mayNote(about, whoIs(this.desk)) && about.state !== 'closed';
    const known = Object.keys(about.profile).length > 0;
    if (this.editing && may) return html`<h3>${t.title}</h3>${this.form()}`;
    if (!known && !may) return nothing;
    return html`${known ? html`<h3>${t.title}</h3>${this.shown()}` : nothing}
      ${may ? html`<p><button class="link" @click=${this.edit}>${known ? t.edit : t.add}</button></p>` : nothing}`;
  }

  private shown(): TemplateResult {
    const t = say(profile);
    const { note } = this.about.profile;
    return html`<dl>
        ${shown(this.about.profile).map(
          ([d, k]) =>
            html`<div title=${t.wrote(k.name, moment(k.at))}><dt>${t.details[d]}</dt><dd dir="auto">${k.text}</dd></div>`,
        )}
      </dl>
      ${note ? html`<div class="note">${written(note.text, false)}<small>${t.wrote(note.name, moment(note.at))}</small></div>` : nothing}`;
  }

  private form(): TemplateResult {
    const t = say(profile);
    const field = (d: Detail) => {
      const text = this.about.profile[d]?.text ?? '';
      return html`<label>${t.details[d]}
        ${
          d === 'note'
            ? html`<textarea name=${d} rows="4" dir="auto" autocomplete="off" maxlength=${mostOf(d)} .value=${text}></textarea>`
            : html`<input name=${d} dir="auto" autocomplete="off" maxlength=${mostOf(d)} .value=${text} />`
        }</label>`;
    };
    return html`<form @submit=${this.save} @keydown=${this.keys} aria-label=${t.title} aria-busy=${this.busy}>
      ${details.map(field)}
      <p class="problem" role="alert">${this.problem}</p>
      <div class="buttons">
        <button class="primary" ?disabled=${this.busy}>${this.busy ? t.saving : t.save}</button>
        <button type="button" @click=${this.leave}>${t.cancel}</button>
      </div>
    </form>`;
  }

  private readonly edit = () => {
    this.editing = true;
    void this.updateComplete.then(() => this.querySelector('input')?.focus());
  };

  private readonly leave = () => {
    this.editing = false;
    this.problem = '';
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('button')?.focus());
  };

  private readonly keys = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    this.leave();
  };

  /** save writes down what is different, one detail after the other. */
  private readonly save = async (e: Event) => {
    e.preventDefault();
    if (this.busy) return;
    const { about } = this;
    const all = Object.fromEntries(new FormData(e.target as HTMLFormElement)) as Record<Detail, string>;
    const wanted = changes(about.profile, all);
    const long = tooLong(wanted);
    if (long) {
      this.problem = say(profile).tooLong(say(profile).details[long]);
      return;
    }
    this.busy = true;
    this.problem = '';
    try {
      for (const [of, text] of wanted) await act(this.desk, about.id, { kind: 'describe', of, text });
      if (this.about.id === about.id) this.leave();
    } catch (e) {
      this.problem = explain(e);
    }
    this.busy = false;
  };
}

customElements.define('desk-profile', Profile);

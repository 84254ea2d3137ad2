import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import type { Ask } from '../../data/orders.js';
import { bounds } from '../../data/words.gen.js';
import { whoIs } from '../../state/actions.js';
import type { Desk } from '../../state/desk.js';
import { find, mayTag, type Shown, sorted } from '../../state/labels.js';
import { language, say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { tags as texts } from '../../text/tags.js';
import { chip, tagsOf } from '../chip.js';
import { closeOnEscape, closeOnLeave } from '../menu.js';
import { View } from '../view.js';
import { act } from './dialogs/question.js';

/** What a session is about, and how it ended: below the head, with what sets and removes them. */
class TagsView extends View {
  static override properties = {
    desk: { attribute: false },
    about: { attribute: false },
    problem: { state: true },
  };
  declare desk: Desk;
  declare about: Conversation;
  declare problem: string;

  constructor() {
    super();
    this.problem = '';
  }

  protected override models() {
    return [this.desk];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { about: c, desk } = this;
    const may = mayTag(c, whoIs(desk));
    const all = tagsOf(desk, c.tags);
    const sets = may && (desk.config?.tags ?? []).length > 0;
    const ends = may && (desk.config?.outcomes ?? []).length > 0;
    if (all.length === 0 && c.outcome === '' && !sets && !ends) return nothing;
    const t = say(texts);
    return html`<div class="tags" role="group" aria-label=${t.tags}>
      ${all.map((s) => this.tag(s, may))}
      ${sets && c.tags.length < bounds.tags ? this.menu() : nothing}
      ${ends ? this.outcomes(c) : nothing}
      ${!ends && c.outcome !== '' ? html`<span class="dim">${t.outcome}</span> ${chip(this.outcome(c))}` : nothing}
      <span class="problem" role="alert">${this.problem}</span>
    </div>`;
  }

  private outcome(c: Conversation): Shown {
    return find(this.desk.config?.outcomes ?? [], c.outcome, language.code);
  }

  private tag(s: Shown, may: boolean): TemplateResult {
    const off = () => this.ask({ kind: 'tag', of: s.name, on: false });
    return chip(
      s,
      may
        ? html` <button class="icon" aria-label=${say(texts).remove(s.text)} @click=${off}>✕</button>`
        : nothing,
    );
  }

  /** The tags that the session does not have yet. */
  private menu(): TemplateResult {
    const t = say(texts);
    const left = sorted(this.desk.config?.tags ?? [], language.code).filter(
      (s) => !this.about.tags.includes(s.name),
    );
    return html`<details class="menu add-tag" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary><span aria-hidden="true">+</span> ${t.addTag}</summary>
      <div class="sheet">
        ${left.map((s) => html`<button class="item" @click=${(e: Event) => this.choose(e, { kind: 'tag', of: s.name, on: true })}>${chip(s)}</button>`)}
        ${left.length === 0 ? html`<p class="dim">${t.noTags}</p>` : nothing}
      </div>
    </details>`;
  }

  private outcomes(c: Conversation): TemplateResult {
    const t = say(texts);
    const none: Shown = { name: '', text: t.noOutcome, colour: 'grey' };
    const left = [...sorted(this.desk.config?.outcomes ?? [], language.code), none].filter(
      (s) => s.name !== c.outcome,
    );
    return html`<details class="menu set-outcome" @keydown=${closeOnEscape} @focusout=${closeOnLeave}>
      <summary>${c.outcome === '' ? t.setOutcome : html`<span class="dim">${t.outcome}</span> ${chip(this.outcome(c))}`}</summary>
      <div class="sheet">
        ${left.map((s) => html`<button class="item" @click=${(e: Event) => this.choose(e, { kind: 'outcome', of: s.name })}>${chip(s)}</button>`)}
      </div>
    </details>`;
  }

  private choose(e: Event, what: Ask): void {
    const menu = (e.currentTarget as HTMLElement).closest('details');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
    void this.ask(what);
  }

  private async ask(what: Ask): Promise<void> {
    this.problem = '';
    const { id } = this.about;
    try {
      await act(this.desk, id, what);
    } catch (e) {
      if (id === this.about.id) this.problem = explain(e);
    }
  }
}

customElements.define('desk-tags', TagsView);

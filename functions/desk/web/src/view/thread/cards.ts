// The editor of cards. It is loaded when somebody composes the first one.

import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import { blankCard, type ComposedCard, free, isCardPicture, mostCards, plain } from '../../state/cards.js';
import { onCards } from '../../state/choice.js';
import type { Desk } from '../../state/desk.js';
import type { Pad } from '../../state/pad.js';
import { compose } from '../../text/compose.js';
import { say } from '../../text/language.js';
import { explain } from '../../text/problem.js';
import { icons } from '../icon.js';
import { View } from '../view.js';
import { addChoice, type Choosing, choiceEditor, count } from './choices.js';
import { altText, preview } from './extras.js';

/** What an agent makes cards with, and how the phone will show them. */
class Cards extends View {
  static override properties = {
    desk: { attribute: false },
    pad: { attribute: false },
    about: { attribute: false },
    problem: { state: true },
  };
  declare desk: Desk;
  declare pad: Pad;
  declare about: Conversation;
  declare problem: string;

  constructor() {
    super();
    this.problem = '';
  }

  protected override models() {
    return [this.pad];
  }

  protected override firstUpdated(): void {
    this.enter(0);
  }

  private get limits() {
    return this.desk.limits(this.about.channel);
  }

  protected override render(): TemplateResult {
    const t = say(compose);
    const { cards } = this.pad;
    const full = cards.length >= mostCards(this.limits);
    return html`<fieldset class="choice-editor cards-editor">
      <legend>${t.cards}</legend>
      ${cards.map((card, i) => this.editor(card, i))}
      <p class="problem" role="alert">${this.problem}</p>
      <button type="button" ?disabled=${full} @click=${this.more}>${icons.add} ${t.addCard}</button>
      <div class="on-phone" role="group" aria-label=${t.onThePhone}>
        <p class="dim" aria-hidden="true">${t.onThePhone}</p>
        <ul class="cards" tabindex=${cards.length > 1 ? '0' : nothing} aria-label=${t.onThePhone}>${cards.map((card, i) => this.shown(card, i))}</ul>
        ${chips(plain(this.pad.choices).map((c) => c.label ?? ''))}
      </div>
    </fieldset>`;
  }

  private editor(card: ComposedCard, i: number): TemplateResult {
    const t = say(compose);
    const { limits } = this;
    const text = (name: 'title' | 'body', label: string, most: number | undefined) => {
      const type = (e: globalThis.Event) => this.change(i, { [name]: (e.target as HTMLInputElement).value });
      const field =
        name === 'title'
          ? html`<input dir="auto" autocomplete="off" maxlength=${most ?? nothing} .value=${card.title} @input=${type} @keydown=${stay} />`
          : html`<textarea rows="2" dir="auto" autocomplete="off" maxlength=${most ?? nothing} .value=${card.body} @input=${type}></textarea>`;
      return html`<label class="is-${name}">${label}${field}${count(card[name], most)}</label>`;
    };
    return html`<div class="card-editor" role="group" aria-label=${t.card(i + 1)}>
      <div class="card-head">
        <strong aria-hidden="true">${t.card(i + 1)}</strong>
        ${i > 0 ? html`<button type="button" class="icon" aria-label=${t.earlier(i + 1)} title=${t.earlier(i + 1)} @click=${() => this.forward(i)}>${icons.back}</button>` : nothing}
        <button type="button" class="icon" aria-label=${t.removeCard(i + 1)} title=${t.removeCard(i + 1)} @click=${() => this.discard(i)}>${icons.close}</button>
      </div>
      ${this.picture(i)} ${text('title', t.cardTitle, limits?.cardTitle)} ${text('body', t.cardBody, limits?.cardBody)}
      ${
        card.choices.length > 0
          ? choiceEditor(this.choosing(card, i))
          : html`<button type="button" ?disabled=${this.room(card) === 0} @click=${() => addChoice(this.choosing(card, i))}>${icons.choices} ${t.choices}</button>`
      }
    </div>`;
  }

  private picture(i: number): TemplateResult {
    const t = say(compose);
    const upload = this.pad.pictures.of(i);
    const off = !this.about.attachments;
    return html`<div class="card-picture">
      ${upload && !upload.problem && !upload.stored ? html`<progress aria-label=${t.uploading(upload.file.name)} max="1" .value=${upload.share}></progress>` : nothing}
      ${upload?.problem ? html`<p class="problem" role="alert">${explain(upload.problem)} <button type="button" @click=${() => upload.start()}>${t.retry}</button></p>` : nothing}
      <label class="button ${off ? 'is-off' : ''}" title=${off ? t.pictureOff : nothing}>
        ${icons.picture} ${upload ? t.changePicture : t.cardPicture}
        <input type="file" class="hidden" accept="image/*" ?disabled=${off} @change=${(e: globalThis.Event) => this.chosen(i, e)} />
      </label>
      ${
        upload
          ? html`<button type="button" class="icon" aria-label=${t.removePicture(i + 1)} title=${t.removePicture(i + 1)} @click=${() => this.pad.pictures.put(i, undefined)}>${icons.close}</button>
              ${altText(upload)}`
          : nothing
      }
    </div>`;
  }

  /** What the phone will show. */
  private shown(card: ComposedCard, i: number): TemplateResult {
    const upload = this.pad.pictures.of(i);
    return html`<li class="card">
      ${upload ? html`<img src=${preview(upload.file)} alt=${upload.alt} />` : nothing}
      ${card.title.trim() ? html`<p class="title" dir="auto">${card.title}</p>` : nothing}
      ${card.body.trim() ? html`<p class="text" dir="auto">${card.body}</p>` : nothing}
      ${chips(card.choices.map((c) => c.label.trim()))}
    </li>`;
  }

  private room(card: ComposedCard): number {
    const { pad, limits } = this;
    return Math.min(
      limits?.cardChoices ?? 0,
      card.choices.length + Math.max(0, free(pad.cards, pad.choices)),
    );
  }

  private choosing(card: ComposedCard, i: number): Choosing {
    const t = say(compose);
    const { limits } = this;
    const room = this.room(card);
    const full = room < (limits?.cardChoices ?? 0) ? t.fullCards : t.full(room);
    const set = (choices: ComposedCard['choices']) => this.change(i, { choices });
    return {
      legend: t.cardChoices(i + 1),
      id: `card-${i}`,
      choices: card.choices,
      limits,
      kinds: onCards(limits),
      room,
      full,
      set,
    };
  }

  private change(i: number, fields: Partial<ComposedCard>): void {
    this.pad.set({ cards: this.pad.cards.map((c, j) => (j === i ? { ...c, ...fields } : c)) });
  }

  private readonly more = () => {
    this.pad.set({ cards: [...this.pad.cards, blankCard] });
    this.enter(this.pad.cards.length - 1);
  };

  /** enter puts the caret into the title of a card, once it is drawn. */
  private enter(card: number): void {
    setTimeout(() => this.querySelectorAll<HTMLElement>('.is-title input')[card]?.focus());
  }

  private discard(i: number): void {
    this.pad.pictures.remove(i);
    this.pad.set({ cards: this.pad.cards.filter((_, j) => j !== i) });
    const gone = this.pad.cards.length === 0;
    if (gone) this.dispatchEvent(new CustomEvent('done'));
    else this.enter(0);
  }

  private forward(i: number): void {
    const cards = [...this.pad.cards];
    cards.splice(i - 1, 0, ...cards.splice(i, 1));
    this.pad.pictures.swap(i - 1, i);
    this.pad.set({ cards });
  }

  private chosen(i: number, e: globalThis.Event): void {
    const input = e.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    const fits = isCardPicture(file, this.limits);
    this.problem = fits ? '' : say(compose).pictureUnfit(file.name, this.limits?.fileSize ?? 0);
    if (fits) this.pad.pictures.put(i, file);
  }
}

const chips = (labels: string[]): TemplateResult | typeof nothing => {
  const some = labels.filter((l) => l !== '');
  return some.length > 0
    ? html`<ul class="chips">${some.map((l) => html`<li class="chip"><bdi>${l}</bdi></li>`)}</ul>`
    : nothing;
};

/** Enter in a title does not send. */
const stay = (e: KeyboardEvent) => {
  if (e.key === 'Enter' && !e.isComposing) e.preventDefault();
};

customElements.define('desk-cards', Cards);

// Messages that are more than a text: cards, choices, places, answers.

import { html, nothing, type TemplateResult } from 'lit';
import type { Card, Choice, Message, Place } from '../../data/documents.js';
import { safe } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import { isPlace, mapOf } from '../../state/place.js';
import { number, period, say } from '../../text/language.js';
import { shell } from '../../text/shell.js';
import { thread } from '../../text/thread.js';
import { kindWord } from '../../text/words.js';
import { icons, stars } from '../icon.js';
import './media.js';
import { link, written } from './rich.js';

/** What a choice does. */
const signs: Record<string, TemplateResult> = {
  url: icons.link,
  dial: icons.dial,
  person: icons.person,
  signIn: icons.signIn,
  place: icons.place,
  askPlace: icons.place,
  calendar: icons.calendar,
};

/** The link that a choice opens, if it is one. */
function target(c: Choice): string | undefined {
  if (c.kind === 'dial') return safe(`tel:${c.phone}`);
  if (c.kind === 'place') return isPlace(c.place) ? mapOf(c.place) : undefined;
  return c.kind === 'url' ? safe(c.url) : undefined;
}

/** What a choice puts into the customer's calendar. */
function appointment(c: Choice): TemplateResult | typeof nothing {
  const a = c.appointment;
  if (!a) return nothing;
  return html` <small><bdi>${a.title}</bdi>, ${period(a.start, a.end)}</small>`;
}

/** choices are shown as the customer sees them; what was chosen says so. */
export function choices(all: Choice[], taken: Set<string> | undefined): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const t = say(thread);
  return html`<ul class="chips" aria-label=${t.choices}>
    ${all.map((c) => {
      const was = taken?.has(c.postback || c.label) || taken?.has(c.label);
      const sign = signs[c.kind];
      const label = html`${sign ? html`${sign} ` : nothing}<bdi>${c.label || kindWord('wantsPerson')}</bdi>`;
      const href = target(c);
      return html`<li class=${was ? 'chip was' : 'chip'}>
        ${href ? link(href, label) : label}${appointment(c)}${was ? html` <span class="tag">${icons.accept} ${t.chosen}</span>` : nothing}
      </li>`;
    })}
  </ul>`;
}

function card(c: Card, i: number, of: Whose): TemplateResult {
  const { desk, taken } = of;
  // A picture without an address is the one that was uploaded for the reply and the card.
  const object = `outbound/${of.conversation}/${of.message}-${i}`;
  const media = c.media && (c.media.url === '' ? { ...c.media, object } : c.media);
  return html`<li class="card">
    ${media ? html`<desk-media .desk=${desk} .media=${media}></desk-media>` : nothing}
    ${c.title ? html`<p class="title" dir="auto">${c.title}</p>` : nothing}
    ${c.body ? written(c.body, false) : nothing}
    ${choices(c.choices, taken)}
  </li>`;
}

/** Whose cards these are, and what the customer chose on them. */
interface Whose {
  desk: Desk;
  conversation: string;
  message: string;
  taken: Set<string> | undefined;
}

/** cards stand beside each other and can be scrolled, by keys too. */
export function cards(all: Card[], of: Whose): TemplateResult {
  const t = say(thread);
  const many = all.length > 1;
  return html`<ul class="cards" aria-label=${t.cards(all.length)} tabindex=${many ? '0' : nothing}>
    ${all.map((c, i) => card(c, i, of))}
  </ul>`;
}

/** place is a link to a map, which is not loaded here: its owner would learn who looks at what. */
export function place(p: Place | undefined): TemplateResult {
  const t = say(thread);
  if (!isPlace(p)) return html`<p class="text">${kindWord('location')}</p>`;
  const where = `${number(p.latitude, 5)}${say({ en: ', ', fr: ' ; ' })}${number(p.longitude, 5)}`;
  return html`<p class="place">${icons.place}<span>${p.label ? html`<bdi>${p.label}</bdi>, ` : kindWord('location') + say(shell).colon}${where}</span></p>
    <p>${link(mapOf(p), t.map)}</p>`;
}

/** question is what an answer to a survey is to, as far as is known: ours is in the history. */
export function question(m: Message, find: (id: string) => Message | undefined): string {
  const a = m.answer;
  if (!a) return '';
  const t = say(thread);
  const own = a.survey === '' ? undefined : find(a.survey);
  if (own?.text) return own.text;
  if (a.success) return t.askedSuccess;
  return a.total > 1 ? t.askedNth(a.index, a.total) : '';
}

/** answer is what the customer thinks of how it was, with what they were asked. */
export function answer(m: Message, find: (id: string) => Message | undefined): TemplateResult {
  const t = say(thread);
  const asked = question(m, find);
  const rating = Math.min(5, Math.max(0, m.answer?.rating ?? 0));
  const aside = html` <span aria-hidden="true">${rating}/5</span>`; // what is around it is shown as it is
  return html`${asked ? html`<p class="of" dir="auto">${asked}</p>` : nothing}<p class="text">${kindWord('survey')}${
    rating > 0
      ? html`<br /><span class="stars" role="img" aria-label=${t.stars(rating)}>${stars(rating)}</span>${aside}`
      : nothing
  }</p>${m.text && m.text !== String(rating) ? written(m.text, false) : nothing}`;
}

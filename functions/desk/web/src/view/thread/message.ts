import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../data/documents.js';
import { clip, marked } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import type { Thread } from '../../state/thread.js';
import { waits } from '../../state/waiting.js';
import { clock, moment, say } from '../../text/language.js';
import { notes } from '../../text/note.js';
import { sentence } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { customerName, kindWord, maskedWords, statusWord } from '../../text/words.js';
import { icons } from '../icon.js';
import { answer, cards, choices, place } from './card.js';
import type { Line } from './lines.js';
import './note.js';
import { written } from './rich.js';

/** What a message is shown with. */
export interface Around {
  desk: Desk;
  thread: Thread;
  chosen: Map<string, Set<string>>;
  /** the ids of those that are shown in full, and of those that were sent again */
  expanded: Set<string>;
  resent: Set<string>;
  /** whether the agent may write to the customer now */
  speaks: boolean;
  expand: (id: string) => void;
  again: (m: Message) => void;
  copy: (m: Message) => void;
  discard: (m: Message) => void;
  /** whether the agent may discard what waits to be sent; the ids of what is being discarded */
  withdraws: boolean;
  withdrawn: Set<string>;
  withdraw: (m: Message) => void;
  /** whether the agent may take messages back; the ids of what is being taken back */
  revokes: boolean;
  revoked: Set<string>;
  revoke: (m: Message) => void;
}

/** authorName is a message's author, as the reading agent knows them. */
export function authorName(m: Message, desk: Pick<Desk, 'email'>, customer: string): string {
  if (m.direction === 'in') return customerName(customer);
  if (m.author.email === desk.email) return say(texts).you;
  return m.author.name || m.author.email;
}

/** What kind of message it is, in a word, unless somebody simply wrote it. */
function tag(m: Message, desk: Desk): string {
  const t = say(texts);
  if (m.direction === 'note') return m.mentions.includes(desk.email) ? t.noteForYou : t.note;
  if (m.byChannel) return t.assistant;
  return m.direction === 'out' && m.author.bot ? t.automated : '';
}

/** aloud is a message as a screen reader says it when it arrives. */
export function aloud(m: Message, desk: Pick<Desk, 'email'>, customer: string): string {
  const t = say(texts);
  const who = m.byChannel ? t.assistant : authorName(m, desk, customer) || t.automated;
  const said = clip(m.text, 500) || fileName(m) || (m.byChannel ? t.assistantSaid : kindWord(m.kind));
  return `${who}${say(shell).colon}${m.kind === 'consent' ? consent(m) : said}`;
}

/** What a file is called, or says for those who do not see it. */
function fileName(m: Message): string {
  const file = m.media ?? m.sent?.media;
  const what = file?.alt || file?.name;
  return what ? `${file?.type.startsWith('image/') ? say(texts).picture : kindWord('file')} – ${what}` : '';
}

/** What a customer's consent comes to. */
const consent = (m: Message): string => (m.on ? say(texts).subscribed : say(texts).unsubscribed);

/**
 * outcome is what a screen reader says when something came of an agent's message that
 * is not simply on its way: it failed, nobody knows, or it was to be taken back.
 */
export function outcome(m: Message): string {
  const over = isTrouble(m) || m.status === 'revoked';
  if (m.direction !== 'out' || !(over || (m.status === 'sent' && m.reason))) return '';
  const why = m.reason ? ` – ${sentence(m.reason)}` : '';
  return `${statusWord(m.status)}${say(shell).colon}${clip(m.text, 100) || fileName(m) || kindWord(m.kind)}${why}`;
}

/** isTrouble is whether a message did not reach the customer, or nobody knows. */
const isTrouble = (m: Message): boolean => m.status === 'failed' || m.status === 'unknown';

export function message(line: Line & { kind: 'message' }, around: Around): TemplateResult {
  const { message: m, first } = line;
  const { desk, thread } = around;
  const who = authorName(m, desk, thread.conversation?.called ?? '');
  const what = tag(m, desk);
  const is = [
    m.direction,
    m.author.bot && 'bot',
    m.byChannel && 'assistant',
    isTrouble(m) && 'failed',
  ].filter(Boolean);
  return html`
    <div class="message ${is.map((x) => `is-${x}`).join(' ')} ${first ? 'first' : ''}">
      <p class=${first ? 'by' : 'hidden'}><bdi>${who}</bdi>${what ? html` <span class="tag">${what}</span>` : nothing}</p>
      <div class="bubble">${content(m, around)}${m.masked.length > 0 ? html`<p class="state">${maskedWords(m.masked)}</p>` : nothing}</div>
      ${m.direction === 'note' ? html`<desk-note .desk=${desk} .conversation=${thread.id} .note=${m}></desk-note>` : nothing}
      ${foot(line, around)}
    </div>
  `;
}

function content(m: Message, around: Around): unknown {
  const { desk, expanded, expand } = around;
  const text = (s: string, markup = false) =>
    written(s, markup, expanded.has(m.id) ? undefined : () => expand(m.id));
  const { sent } = m;
  if (m.deletedAt > 0) return html`<p class="state">${say(notes).deleted}</p>`;
  if (sent) {
    const taken = around.chosen.get(m.id);
    return [
      sent.kind === 'card'
        ? cards(sent.cards, { desk, conversation: around.thread.id, message: m.id, taken })
        : nothing,
      sent.media ? html`<desk-media .desk=${desk} .media=${sent.media}></desk-media>` : nothing,
      sent.kind === 'location' ? place(sent.place) : nothing,
      sent.text ? text(sent.text, sent.markup) : nothing,
      choices(sent.choices, taken),
    ];
  }
  switch (m.kind) {
    case 'choice':
      return [
        reference(m, around),
        html`<p class="text"><span class="tag">${icons.accept} ${say(texts).chose}</span> <bdi>${clip(m.text)}</bdi></p>`,
      ];
    case 'file':
      return m.media
        ? html`<desk-media .desk=${desk} .media=${m.media}></desk-media>`
        : html`<p class="state">${say(texts).noFile}</p>`;
    case 'location':
      return place(m.place);
    case 'consent':
      return html`${m.text ? text(m.text) : nothing}<p class="state">${consent(m)}</p>`;
    case 'survey':
      return answer(m, (id) => around.thread.find(id));
  }
  if (m.text) return text(m.text);
  return html`<p class="state">${m.byChannel ? say(texts).assistantSaid : kindWord(m.kind)}</p>`;
}

/** What a choice answers. */
function reference(m: Message, around: Around): TemplateResult | typeof nothing {
  const of = m.of && around.thread.find(m.of);
  if (!of || of.text === '') return nothing;
  const spans = of.sent?.markup ? marked(of.text) : undefined;
  const text = spans?.map((s) => s.text).join('') ?? of.text;
  return html`<p class="of" dir="auto">${clip(text, 120)}${text.length > 120 ? '…' : ''}</p>`;
}

function foot({ message: m, last }: Line & { kind: 'message' }, around: Around): TemplateResult {
  const time = html`<time datetime=${new Date(m.sentAt).toISOString()} title=${moment(m.sentAt)}>${clock(m.sentAt)}</time>`;
  const news = m.direction === 'out' && m.status !== '' && !m.byChannel; // nobody here sent that
  const back = news ? takeBack(m, around) : nothing;
  const doubt = m.status === 'sent' || m.status === 'revoked' ? m.reason : undefined;
  const settled =
    m.status === 'delivered' || m.status === 'read' || (m.status === 'sent' && back === nothing && !doubt);
  if (!last && (!news || settled)) return html`<p class="hidden">${time}</p>`;
  return html`<p class="foot">${time}${news ? html` · ${status(m, around)}` : nothing}${back}</p>
    ${doubt ? html`<div class="unsent"><p>${sentence(doubt)}</p></div>` : nothing}
    ${isTrouble(m) ? failure(m, around) : nothing}
    ${waits(m, around.thread, around.desk.now()) ? waiting(m, around) : nothing}`;
}

/** What takes a message back that the customer does not have yet, as far as is known. */
function takeBack(m: Message, around: Around): TemplateResult | typeof nothing {
  const t = say(texts);
  const underway = m.status === 'sent' || m.status === 'unknown';
  if (!around.revokes || !underway) return nothing;
  if (around.revoked.has(m.id) && !m.reason) return html` · ${t.takingBack}`;
  return html` · <button
      class="link"
      ?disabled=${!around.desk.connected}
      aria-label=${t.takeBackThis(clip(m.text, 60) || kindWord(m.kind))}
      @click=${() => around.revoke(m)}
    >${t.takeBack}</button>`;
}

/** Why a message has not been sent yet, and that it need not be. */
function waiting(m: Message, around: Around): TemplateResult {
  const t = say(texts);
  const off = !around.desk.connected || around.withdrawn.has(m.id);
  return html`<div class="unsent">
    <p>${m.reason ? sentence(m.reason) : t.waitsItsTurn}</p>
    ${
      around.withdraws
        ? html`<button
            ?disabled=${off}
            aria-label=${t.withdrawThis(clip(m.text, 60) || kindWord(m.kind))}
            @click=${() => around.withdraw(m)}
          >
            ${t.withdraw}
          </button>`
        : nothing
    }
  </div>`;
}

function status(m: Message, { desk, thread }: Around): string {
  const t = say(texts);
  const parcel = thread.parcel(m.id);
  if (parcel?.state === 'queued' && !desk.connected) return t.waitsForConnection;
  if (m.status === 'pending' && m.reason) return t.waitsForChannel;
  if (m.status === 'failed' && m.reason?.code === 'reply.expired') return t.notInTime;
  return statusWord(m.status);
}

/** Why a message was not sent, and what can be done about it. */
function failure(m: Message, around: Around): TemplateResult {
  const t = say(texts);
  const parcel = around.thread.parcel(m.id);
  const again = around.resent.has(m.id)
    ? html`<span>${t.sentAgain}</span>`
    : html`<button @click=${() => around.again(m)}>${t.again}</button>`;
  const why = parcel
    ? html`${parcel.why === 'denied' ? say(shell).lostWhy : ''}`
    : m.reason
      ? sentence(m.reason)
      : '';
  return html`<div class="failure">
    <p>${why}</p>
    ${m.kind === 'card' || m.author.bot || !around.speaks ? nothing : again}
    ${m.text ? html`<button @click=${() => around.copy(m)}>${say(shell).copy}</button>` : nothing}
    ${parcel ? html`<button @click=${() => around.discard(m)}>${say(shell).discard}</button>` : nothing}
  </div>`;
}

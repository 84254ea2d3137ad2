// The lines of a history that are not messages: days, sessions, events.

import { html, nothing, type TemplateResult } from 'lit';
import type { Event } from '../../data/documents.js';
import { clip } from '../../state/body.js';
import type { Desk } from '../../state/desk.js';
import { named } from '../../state/labels.js';
import type { Thread } from '../../state/thread.js';
import { deed } from '../../text/deeds.js';
import { clock, day, language, moment, say } from '../../text/language.js';
import { because } from '../../text/reason.js';
import { shell } from '../../text/shell.js';
import { thread as texts } from '../../text/thread.js';
import { causeWord, customerName } from '../../text/words.js';
import { channelMark } from '../channel.js';
import { bounds, type Line } from './lines.js';
import { type Around, message } from './message.js';
import { actorName } from './why.js';

export function drawn(line: Line, around: Around): unknown {
  switch (line.kind) {
    case 'message':
      return message(line, around);
    case 'day':
      return html`<h2>${day(line.at)}</h2>`;
    case 'session':
      return session(line, around);
    case 'event':
      return happened(line.event, around);
    case 'reading':
      return read(line, around);
  }
}

const over = (e: Event): TemplateResult =>
  html`<p>${say(texts).ended(e.session, moment(e.at), causeWord(e.cause))}</p>`;

function session({ opened, ended, session: n }: Line & { kind: 'session' }, around: Around): TemplateResult {
  const t = say(texts);
  const { desk, thread } = around;
  const channel = thread.conversation?.channel ?? '';
  return html`${ended ? over(ended) : nothing}
    <p>${opened ? t.opened(n, desk.queueTitle(opened.queue), moment(opened.at), causeWord(opened.cause)) : t.session(n)}
      ${channelMark(desk.settings, channel)}</p>`;
}

/** Who looked into the conversation, whose work it was not. */
function read({ at, email, name }: Line & { kind: 'reading' }, { desk }: Around): TemplateResult {
  const t = say(texts);
  return html`<p>
    <time datetime=${new Date(at).toISOString()} title=${moment(at)}>${clock(at)}</time> ·
    ${t.lookedInto} · <bdi>${email === desk.email ? t.you : name || email}</bdi>
  </p>`;
}

/** Who did what, and why. What happened by itself has nobody who did it. */
function happened(e: Event, { desk, thread }: Around): TemplateResult {
  const [first] = e.trace;
  const byAgent = e.actor.includes('@');
  const why = first && byAgent ? clip(because(named(first, desk.config, language.code)), 300) : '';
  const where = desk.queueTitle(e.queue);
  const who = byAgent ? actorName(e.actor, thread, desk) : '';
  const did = byAgent ? deed(e.cause, who, e.actor === desk.email, where) : '';
  return html`<p>
    <time datetime=${new Date(e.at).toISOString()} title=${moment(e.at)}>${clock(e.at)}</time> ·
    <bdi>${did || causeWord(e.cause)}</bdi>${who && !did ? html` · <bdi>${who}</bdi>` : nothing}${!did && e.cause.endsWith('ToQueue') ? html` (<bdi>${where}</bdi>)` : nothing}${why ? html`: <bdi>${why}</bdi>` : nothing}
  </p>`;
}

/** What is below the newest message: that the session is over, or that the customer types. */
export function ending({ conversation: c, events }: Thread, desk: Desk): TemplateResult {
  const last = c?.state === 'closed' ? bounds(events).get(c.session)?.ended : undefined;
  const types = c && c.typingUntil > desk.now();
  return html`
    ${last ? html`<div class="line-session">${over(last)}</div>` : nothing}
    <p class="typing">${types ? html`<bdi>${customerName(c.called)}</bdi> ${say(shell).typing}` : nothing}</p>
  `;
}

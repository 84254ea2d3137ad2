import { html, nothing, type TemplateResult } from 'lit';
import type { Conversation } from '../../data/documents.js';
import type { Macro } from '../../data/macros.js';
import { mayDismiss, whoIs } from '../../state/actions.js';
import { fold } from '../../state/commands.js';
import type { Desk } from '../../state/desk.js';
import { shownIn } from '../../state/labels.js';
import { macrosFor } from '../../state/macros.js';
import type { Pad } from '../../state/pad.js';
import { type Asked, kept, quick } from '../../state/quick.js';
import { everybody, type Pictured } from '../../state/quickreplies.js';
import { name } from '../../state/roster.js';
import { compose } from '../../text/compose.js';
import { language, say } from '../../text/language.js';
import { macros as texts } from '../../text/macros.js';
import { icons } from '../icon.js';
import { finalStep } from './final.js';

/** Suggestion is one thing that can be put in where somebody asked for it. */
export interface Suggestion {
  label: string;
  detail: string;
  text: string;
  /** the colleague it mentions */
  email?: string;
  /** the macro that it has done, instead of writing something */
  macro?: Macro;
  /** the picture that goes with it */
  pictured?: Pictured | undefined;
}

/** How many are shown; more letters find the others. */
const most = 30;

/** suggestions is what there is for what somebody asked: quick replies, or colleagues to mention. */
export function suggestions(asked: Asked, c: Conversation, desk: Desk): Suggestion[] {
  return (asked.mark === '/' ? replies(asked.typed, c, desk) : colleagues(asked.typed, c, desk)).slice(
    0,
    most,
  );
}

function replies(typed: string, c: Conversation, desk: Desk): Suggestion[] {
  const { config } = desk;
  const about = {
    queue: c.queue,
    languages: [c.language, config?.workstreams[c.workstream]?.language ?? ''],
    names: { CustomerName: c.context.displayName, AgentName: desk.name, QueueName: desk.queueName(c.queue) },
  };
  const t = say(compose);
  const all = [
    ...kept(desk.email, desk.quick.own, [t.ownReply]),
    ...kept(everybody, desk.quick.shared, []),
    ...(config?.quickReplies ?? []),
  ];
  const replies = quick(all, typed, about).map((f) => ({
    label: [f.name, ...f.tags].join(' · '),
    detail: f.text,
    text: f.text,
    pictured: f.pictured,
  }));
  const macros = macrosFor(c, desk, typed, language.code).map((macro) => ({
    label: say(texts).command(shownIn(macro, language.code).text),
    detail: finalStep(macro, desk),
    text: '',
    macro,
  }));
  return [...replies, ...macros];
}

/** Who may not invite mentions those who read the conversation anyway. */
function colleagues(typed: string, c: Conversation, desk: Desk): Suggestion[] {
  const wanted = fold(typed);
  const invites = c.state === 'closed' || mayDismiss(c, whoIs(desk));
  return desk.roster.agents
    .filter((a) => invites || a.email in c.guests || a.email === c.owner)
    .filter((a) => a.email !== desk.email && fold(`${a.displayName} ${a.email}`).includes(wanted))
    .map((a) => ({ label: name(a), detail: a.email, text: `@${name(a)} `, email: a.email }));
}

/** What a list of suggestions is shown for. */
interface Asking {
  asked: Asked | undefined;
  at: number;
  put(s: Suggestion): void;
  /** edit opens the quick replies that somebody keeps */
  edit(): void;
}

/** The list above the text; the text area keeps the focus. */
export function listbox(asking: Asking, all: Suggestion[], desk: Desk): TemplateResult | typeof nothing {
  const { asked, at } = asking;
  if (!asked) return nothing;
  const t = say(compose);
  const label = asked.mark === '/' ? t.quickReplies : t.colleagues;
  const known = asked.mark === '/' ? desk.quick.isComplete : desk.roster.loaded;
  // Pressing a mouse button would take the focus out of the text.
  return html`<div class="suggest" @mousedown=${(e: globalThis.Event) => e.preventDefault()}>
    <ul id="suggestions" role="listbox" aria-label=${label}>
      ${all.map(
        (
          s,
          i,
        ) => html`<li role="option" id="suggestion-${i}" aria-selected=${i === at} @click=${() => asking.put(s)}>
          <strong dir="auto">${s.label}</strong> <span class="dim" dir="auto">${s.detail}</span>
          ${s.pictured ? html`<span class="dim" title=${t.withPicture}>${icons.picture}<span class="hidden">${t.withPicture}</span></span>` : nothing}
        </li>`,
      )}
    </ul>
    <p role="status" class=${all.length > 0 ? 'hidden' : 'dim keys'}>${known || all.length > 0 ? t.found(all.length) : t.loading}</p>
    <div class="foot">
      ${all.length > 0 ? html`<p class="dim keys" aria-hidden="true">${t.suggestKeys}</p>` : nothing}
      ${asked.mark === '/' ? html`<button type="button" class="link" @click=${() => asking.edit()}>${t.editReplies}</button>` : nothing}
    </div>
  </div>`;
}

/** insert puts a suggestion into the text and gives where the caret is then. */
export function insert(pad: Pad, asked: Asked, caret: number, s: Suggestion): number {
  pad.text = pad.text.slice(0, asked.from) + s.text + pad.text.slice(caret);
  if (s.email) pad.mention(s.label, s.email);
  return asked.from + s.text.length;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { DataRequest } from '../../data/documents.js';
import { type Followed, type Progress, progress } from '../../state/customers.js';
import { customers, type Wish } from '../../text/customers.js';
import { day, listed, moment, number, say, soon } from '../../text/language.js';
import { because } from '../../text/reason.js';
import type { Ask } from './ask.js';

/** What is asked for, of whom, and what it is about. */
export interface Wanted {
  wish: Wish;
  /** a conversation's customer, or how many conversations there are */
  whose: string;
  conversations: number;
  counts: Record<string, number>;
  held: number;
}

/** What a place that data is in is called; one that is new is called what the functions call it. */
export const placeName = (place: string): string => say(customers).places[place] ?? place;

/** total is how many documents and files there are in all places. */
export const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0);

/** wishFor asks whether something is to be done, naming what goes, and for the reason. */
export function wishFor(w: Wanted, run: (why: string) => Promise<void>): Ask {
  const t = say(customers);
  return {
    title: t.titles[w.wish](w.whose),
    confirm: t.confirms[w.wish](w.conversations),
    danger: w.wish === 'erase',
    checks: true,
    body: () => html`${what(w)}
      <label>${t.why}
        <textarea name="why" rows="2" dir="auto" autocomplete="off" required aria-describedby="why-what"></textarea></label>
      <p class="note" id="why-what">${t.whyWhat}</p>`,
    run: async (form) => {
      await run(String(form.get('why') ?? ''));
      return true;
    },
  };
}

/** what says what would be done. */
function what({ wish, counts, held }: Wanted): TemplateResult {
  const t = say(customers);
  if (wish !== 'erase')
    return html`<p>${{ hold: t.holds, release: t.releases, export: t.exports }[wish]}</p>`;
  const all = Object.entries(counts).map(([place, n]) => `${placeName(place)} (${number(n)})`);
  return html`<p>${t.goes(listed(all))}</p>
    ${held > 0 ? html`<p class="bad">${t.someHeld(held)}</p>` : nothing}
    <p>${t.forGood}</p>`;
}

/** became is what became of something that was asked for, in sentences. */
export function became({ kind, request, parts }: Followed, now: number): string[] {
  const t = say(customers);
  const wish = kind as Wish;
  if (!request) return [t.underWay[wish]];
  const p = progress(request, parts);
  const refused = refusal(p);
  if (p.state !== 'pending') return [...refused, ...done(wish, p)];
  return [
    p.retryAt > 0 ? t.retryAt(soon(p.retryAt, now)) : t.underWay[wish],
    ...(p.all > 1 ? [t.endedOf(p.ended, p.all)] : []),
    ...refused,
  ];
}

function refusal(p: Progress): string[] {
  const t = say(customers);
  if (!p.reason) return [];
  const why = because(p.reason);
  return [p.all > 1 ? t.someRefused(p.refused, p.all, why) : t.refused(why)];
}

function done(wish: Wish, p: Progress): string[] {
  const t = say(customers);
  const n = p.ended - p.refused;
  if (n < 1) return [];
  if (wish === 'export') return [t.exported(moment(p.goneAt))];
  if (wish !== 'erase') return [wish === 'hold' ? t.held(n) : t.released(n)];
  return [
    t.erased(total(p.counts), n),
    ...(p.again > 0 ? [t.foundAgain(p.again)] : []),
    ...(p.goneAt > 0 ? [t.goneAt(day(p.goneAt))] : []),
  ];
}

/** outcome is what became of a request, in a cell of the list of all. */
export function outcome(r: DataRequest, now: number): string {
  const t = say(customers);
  const n = total(r.counts);
  if (r.status === 'refused') return t.refused(r.reason ? because(r.reason) : '–');
  if (r.status === 'pending') return r.retryAt > 0 ? t.retryAt(soon(r.retryAt, now)) : t.pending;
  if (r.kind === 'count') return t.counted(n);
  if (r.conversation === '' && r.found > 0) return t.forEach(r.found);
  if (r.kind === 'erase' && r.goneAt > 0) return `${t.deleted(n)}. ${t.goneAt(day(r.goneAt))}`;
  return r.conversation === '' ? t.deleted(n) : t.done;
}

/** whose says whose data a request is about, without anything of theirs. */
export function whose(r: DataRequest): string {
  const t = say(customers);
  if (r.conversation !== '') return t.conversation(r.conversation.slice(0, 8));
  if (r.account !== '') return t.account(r.account);
  return (r.kind as string) === 'retain' ? t.everybody : t.aCustomer;
}

/** asker is who asked for something. */
export function asker({ author, operator }: DataRequest): string {
  if (operator !== '') return say(customers).operator(operator);
  const { name = '', email = '' } = author ?? {};
  return name && name !== email ? `${name} (${email})` : email;
}

/** fetchable is whether somebody can download what a request has led to: an export of their own, for a day. */
export const fetchable = (r: DataRequest, email: string, now: number): boolean =>
  r.kind === 'export' &&
  r.status === 'done' &&
  r.conversation !== '' &&
  r.operator === '' &&
  r.author?.email === email &&
  now < r.goneAt;

/** saveAs has the browser save a file. Its content is let go when the browser has surely taken it. */
export function saveAs(content: Blob, name: string): void {
  const saved = document.createElement('a');
  saved.href = URL.createObjectURL(content);
  saved.download = name;
  saved.click();
  setTimeout(() => URL.revokeObjectURL(saved.href), 60_000);
}

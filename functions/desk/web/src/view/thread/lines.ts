import type { Event, Message, Reading } from '../../data/documents.js';
import { dayKey } from '../../text/language.js';

/** What the history shows, one below the other. */
export type Line =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'session'; key: string; session: number; opened: Event | undefined; ended: Event | undefined }
  | { kind: 'event'; key: string; event: Event }
  | { kind: 'reading'; key: string; email: string; name: string; at: number }
  | { kind: 'message'; key: string; message: Message; first: boolean; last: boolean };

/** Bounds is how a session began and ended, as far as the events are known. */
export interface Bounds {
  opened?: Event;
  ended?: Event;
}

/** bounds finds the sessions' beginnings and ends among the events. */
export function bounds(events: Event[]): Map<number, Bounds> {
  const all = new Map<number, Bounds>();
  for (const e of events) {
    if (e.from === e.to || (e.from !== 'closed' && e.to !== 'closed')) continue;
    const b = all.get(e.session) ?? {};
    all.set(e.session, e.to === 'closed' ? { ...b, ended: e } : { ...b, opened: e });
  }
  return all;
}

/** The events shown between messages: who has the session, and why. The rest is in the decision's trace. */
const told = new Set([
  'accepted',
  'picked',
  'started',
  'assigned',
  'parkedByAgent',
  'parkOver',
  'revived',
  'returned',
  'transferredToQueue',
  'transferredToAgent',
  'released',
  'agentGone',
  'noAnswer',
  'consulted',
  'guestDismissed',
  'overflowedToQueue',
  'tagged',
  'untagged',
  'outcomeSet',
  'silenced',
]);

/** saysWhy is whether an agent who declined said why; it is for supervisors. */
const saysWhy = (e: Event): boolean =>
  e.cause === 'declined' && e.trace.some((r) => r.code === 'session.declinedFor');

/** eventsFor is the events that somebody is shown. */
export const eventsFor = (events: Event[], supervises: boolean): Event[] =>
  supervises ? events : events.filter((e) => !saysWhy(e));

/** between returns the lines after one instant and up to another. */
const between = (events: Event[], after: number, until: number): Line[] =>
  events
    .filter((e) => e.at > after && e.at <= until && (told.has(e.cause) || saysWhy(e)))
    .map((event) => ({ kind: 'event', key: `event/${event.seq}`, event }));

/** looks are when somebody looked into the conversation, as lines. */
const looks = (readings: Reading[], after: number, until: number): Line[] =>
  readings.flatMap(({ email, name, times }) =>
    Object.entries(times)
      .filter(([, at]) => at > after && at <= until)
      .map(([key, at]): Line => ({ kind: 'reading', key: `reading/${email}/${key}`, email, name, at })),
  );

const when = (line: Line): number =>
  line.kind === 'event' ? line.event.at : line.kind === 'reading' ? line.at : 0;

/** How long the pause is after which a message stands by itself. */
const pause = 5 * 60_000;

const author = (m: Message): string => `${m.direction}/${m.author.email}/${m.author.bot}/${m.byChannel}`;
const together = (a: Message, b: Message): boolean => author(a) === author(b) && b.sentAt - a.sentAt < pause;

/** isEcho is whether a message only says once more what a customer's word, such as STOP, has just said. */
export const isEcho = (m: Message, before: Message | undefined): boolean =>
  m.kind === 'consent' && m.text === '' && before?.kind === 'consent' && before.on === m.on;

/**
 * lines is the messages from one index to another, with the days and sessions that
 * begin among them and with what happened. Messages of one author that follow each
 * other stand together.
 */
export function lines(
  messages: Message[],
  from: number,
  to: number,
  events: Event[],
  readings: Reading[] = [],
): Line[] {
  const sessions = bounds(events);
  const amid = (after: number, until: number): Line[] =>
    [...between(events, after, until), ...looks(readings, after, until)].sort((a, b) => when(a) - when(b));
  const all: Line[] = [];
  let session = messages.slice(0, from).reduce((most, m) => Math.max(most, m.session), 0);
  let open: (Line & { kind: 'message' }) | undefined;
  let before = messages[from - 1];
  for (const m of messages.slice(from, to)) {
    if (isEcho(m, before)) continue;
    const begins = all.length;
    if (!before || dayKey(before.sentAt) !== dayKey(m.sentAt))
      all.push({ kind: 'day', key: `day/${m.id}`, at: m.sentAt });
    // A late reply to an old session does not start a new one.
    if (m.session > session)
      all.push({
        kind: 'session',
        key: `session/${m.session}`,
        session: m.session,
        ...edges(m.session, sessions),
      });
    if (before) all.push(...amid(before.sentAt, m.sentAt));
    session = Math.max(session, m.session);
    const first = !before || all.length > begins || !together(before, m);
    if (open) open.last = first;
    open = { kind: 'message', key: m.id, message: m, first, last: true };
    all.push(open);
    before = m;
  }
  const last = messages[to - 1];
  if (last && to === messages.length) all.push(...amid(last.sentAt, Infinity));
  return all;
}

/** edges is how a session began, and how the one before it ended. */
function edges(session: number, sessions: Map<number, Bounds>) {
  return { opened: sessions.get(session)?.opened, ended: sessions.get(session - 1)?.ended };
}

/**
 * chosen is what the customer chose, by the id of the message that offered it: the
 * values and the labels.
 */
export function chosen(messages: Message[], from: number): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const m of messages.slice(from)) {
    if (m.kind !== 'choice' || m.of === '') continue;
    const values = all.get(m.of) ?? new Set();
    all.set(m.of, values.add(m.postback || m.text));
  }
  return all;
}

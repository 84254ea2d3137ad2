// The documents that the client reads, as far as it uses them. Times are milliseconds
// since 1970 and 0 for never. A field that is missing or of another type than it should
// be gets its zero value: a client that is older or newer than the data shows the rest.

import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import type * as go from './fields.gen.js';
import { measures } from './measures.js';
import { reason, reasons } from './reason.js';
import { by, data, listOf, optional, record, text, texts, time, whole, word, yes } from './values.js';
import type { ActionStatus, AlertKind, Direction, Presence, Status as Sent, State } from './words.gen.js';

type Snapshot = DocumentSnapshot<DocumentData>;

/** Empty without a role. */
export type Role = go.Agent['role'];
/** Empty for what was never sent. */
export type Status = '' | Sent;

// ---- Messages

const author = record<go.Author>()({ email: text, name: text, bot: yes });
export type Author = ReturnType<typeof author>;

/** A file of a message: our copy of what a customer sent, or what an agent sends. */
const media = record<go.Media & Omit<go.Attachment, 'height'>>()({
  status: word<go.Media['status']>(''),
  reason,
  object: text,
  url: text,
  type: text,
  name: text,
  alt: text,
  size: whole,
  width: whole,
  height: whole,
});
export type Media = ReturnType<typeof media>;

const place = record<go.Place>()({ latitude: whole, longitude: whole, label: text });
export type Place = ReturnType<typeof place>;

const appointment = record<go.Appointment>()({ title: text, body: text, start: time, end: time });

const choice = record<go.ChoiceItem>()({
  kind: word<go.ChoiceItem['kind']>(''),
  label: text,
  postback: text,
  url: text,
  view: text,
  phone: text,
  place: optional(place),
  appointment: optional(appointment),
});
export type Choice = ReturnType<typeof choice>;

const card = record<go.CardItem>()({
  title: text,
  body: text,
  media: optional(media),
  choices: listOf(choice),
});
export type Card = ReturnType<typeof card>;

const content = {
  kind: word<go.Outbound['kind']>('text'),
  text,
  markup: yes,
  media: optional(media),
  cards: listOf(card),
  choices: listOf(choice),
  place: optional(place),
};

/** outbound is what is sent, with everything that was left out as it is when it is empty. */
export const outbound = record<go.Outbound>()(content);
export type Outbound = ReturnType<typeof outbound>;

const messageFields = record<go.Message>()({
  number: whole,
  direction: word<Direction>('out'),
  kind: word<go.Message['kind']>('text'),
  session: whole,
  text,
  postback: text,
  of: text,
  on: yes,
  media: optional(media),
  author,
  byChannel: yes,
  place: optional(place),
  answer: optional(
    record<go.Answer>()({
      survey: text,
      question: text,
      success: yes,
      rating: whole,
      index: whole,
      total: whole,
    }),
  ),
  sent: optional(outbound),
  mentions: texts,
  editedAt: time,
  deletedAt: time,
  masked: texts,
  status: word<Status>(''),
  reason,
  sentAt: time,
  committedAt: time,
});

/** conversations/{c}/messages/{id} */
export const message = (snap: Snapshot) => ({ id: snap.id, ...messageFields(data(snap)) });
export type Message = ReturnType<typeof message>;

const replyFields = record<go.Reply>()({
  ...content,
  author,
  masked: texts,
  status: word<Status>(''),
  reason,
  createdAt: time,
});

/** conversations/{c}/replies/{id}, while it is on its way; local is whether only this client has it yet */
export const reply = (snap: Snapshot) => ({
  id: snap.id,
  ...replyFields(data(snap)),
  local: snap.metadata.hasPendingWrites,
});
export type Reply = ReturnType<typeof reply>;

// ---- Conversations and their sessions

const context = record<go.Context>()({
  entryPoint: text,
  placeId: text,
  nearPlaceId: text,
  displayName: text,
  deviceLocale: text,
  locale: text,
  customContext: text,
  widgetUrl: text,
});

/** What an agent wrote down of a customer, who, and when. */
const known = record<go.Known>()({ text, by: text, name: text, at: time });
export type Known = ReturnType<typeof known>;

const customer = record<go.Customer>()({
  channel: text,
  personal: yes,
  shown: text,
  account: text,
  brandAgent: text,
  context,
  unsubscribed: yes,
  lastOwner: text,
  preferred: texts,
  profile: by(known),
});

const thread = record<go.Thread>()({
  heldSince: time,
  messages: whole,
  earlier: by(whole),
  notes: whole,
  preview: text,
  previewKind: word<go.Thread['previewKind']>(''),
  unread: whole,
  typingUntil: time,
  lastHeardAt: time,
  lastCustomerAt: time,
  lastAgentAt: time,
});

/** Seconds that agents worked on a session, and since when one does now; who did last. */
const tally = record<go.Tally>()({
  agents: texts,
  ownerName: text,
  firstWait: whole,
  handled: whole,
  handlingSince: time,
  rating: whole,
});

/** The last handover of a session: who passed it on and why, to whom, and that agent's name once they refused it. */
const handover = record<go.Handover>()({ by: text, name: text, why: text, agent: text, refused: text });
export type Handover = ReturnType<typeof handover>;

const sessionFields = record<go.Session>()({
  number: whole,
  state: word<State>('closed'),
  workstream: text,
  queue: text,
  configVersion: text,
  owner: text,
  ownerName: text,
  cost: whole,
  offeredUntil: time,
  handover,
  guests: by(text),
  language: text,
  priority: whole,
  skills: by(whole),
  attributes: by(text),
  tags: texts,
  outcome: text,
  attachments: yes,
  survey: yes,
  consent: text,
  wantsPerson: yes,
  masked: yes,
  history: text,
  openedAt: time,
  waitingSince: time,
  enqueuedAt: time,
  parkedAt: time,
  parkedUntil: time,
  remindedAt: time,
  endedAt: time,
  closedAt: time,
  closedBy: word<go.Session['closedBy']>(''),
  unansweredSince: time,
  lateAt: time,
  dueAt: time,
  tally,
  index: record<go.Index>()({ words: texts, lines: text }),
});

/** conversations/{id}, its groups as one; session is the number of the open session, or of the last one */
export function conversation(snap: Snapshot) {
  const d = data(snap);
  const { number, tally, closedBy: _, ...session } = sessionFields(d.session);
  const { handled, handlingSince, agents } = tally;
  const who = customer(d.customer);
  return {
    id: snap.id,
    ...who,
    /** what the customer is called: as agents wrote it down, else the name or, without one, the masked number */
    called: who.profile.name?.text || who.context.displayName || who.shown,
    ...thread(d.thread),
    ...session,
    session: number,
    handled,
    handlingSince,
    /** who worked on the session */
    agents,
  };
}
export type Conversation = ReturnType<typeof conversation>;

/** conversations/{c}/private/peer: the customer's number, as it is dialled and as it is read */
export const peer = (snap: Snapshot) => record<go.Private>()({ key: text, written: text })(data(snap));
export type Peer = ReturnType<typeof peer>;

/** conversations/{c}/sessions/{n} */
export function session(snap: Snapshot) {
  const { number, workstream, queue, language, tags, outcome, openedAt, closedAt, closedBy, tally } =
    sessionFields(data(snap));
  const { ownerName, firstWait, handled, rating } = tally;
  return {
    session: number,
    workstream,
    queue,
    language,
    tags,
    outcome,
    ownerName,
    openedAt,
    closedAt,
    firstWait,
    handled,
    cause: closedBy,
    rating,
  };
}
export type Session = ReturnType<typeof session>;

const closedSessionFields = record<go.ClosedSession>()({
  conversation: text,
  session: whole,
  customer: text,
  channel: text,
  brandAgent: text,
  queue: text,
  agents: by(yes),
  owner: text,
  ownerName: text,
  answeredBy: text,
  openedAt: time,
  closedAt: time,
  closedBy: word<go.ClosedSession['closedBy']>(''),
  started: yes,
  within: yes,
  firstWait: whole,
  handled: whole,
  preview: text,
  previewKind: word<go.ClosedSession['previewKind']>(''),
  tags: texts,
  outcome: text,
  rating: whole,
  words: texts,
  lines: text,
});

/** closedSessions/{time}_{conversation}_{session}: a session that is over, as it is listed and found */
export const closedSession = (snap: Snapshot) => ({ id: snap.id, ...closedSessionFields(data(snap)) });
export type ClosedSession = ReturnType<typeof closedSession>;

const mentionFields = record<go.Mention>()({
  author,
  conversation: text,
  note: text,
  at: time,
  seenAt: time,
});

/** mentions/{conversation}_{note}_{email}: that a note is for this agent */
export const mention = (snap: Snapshot) => ({ id: snap.id, ...mentionFields(data(snap)) });
export type Mention = ReturnType<typeof mention>;

const eventFields = record<go.Event>()({
  seq: whole,
  session: whole,
  from: word<State>('closed'),
  to: word<State>('closed'),
  cause: word<go.Event['cause']>(''),
  actor: text,
  queue: text,
  configVersion: text,
  trace: reasons,
  at: time,
});

/** conversations/{c}/events/{seq} */
export const event = (snap: Snapshot) => eventFields(data(snap));
export type Event = ReturnType<typeof event>;

const readingFields = record<go.Reading>()({ name: text, at: time, times: by(time) });

/** conversations/{c}/readings/{email}: when somebody opened it whose work it was not */
export const reading = (snap: Snapshot) => ({ email: snap.id, ...readingFields(data(snap)) });
export type Reading = ReturnType<typeof reading>;

const actionFields = record<go.Action>()({
  kind: word<go.Action['kind']>(''),
  status: word<ActionStatus>('pending'),
  reason,
});

/** conversations/{c}/actions/{id} */
export const action = (snap: Snapshot) => ({ id: snap.id, ...actionFields(data(snap)) });
export type Action = ReturnType<typeof action>;

const startFields = record<go.Start>()({
  status: word<go.Start['status']>('pending'),
  reason,
  conversation: text,
});

/** starts/{id} */
export const start = (snap: Snapshot) => ({ id: snap.id, ...startFields(data(snap)) });
export type Start = ReturnType<typeof start>;

// ---- Queues, agents, figures

const itemFields = record<go.Item>()({
  conversation: text,
  queue: text,
  priority: whole,
  rank: time,
  skills: by(whole),
  language: text,
  tags: texts,
  customer: text,
  channel: text,
  preview: text,
  kind: word<go.Item['kind']>(''),
  attributes: by(text),
  session: whole,
  account: text,
  brandAgent: text,
  handover,
  enqueuedAt: time,
  remindedAt: time,
  lateAt: time,
  why: reasons,
});

/** queues/{queue}/items/{conversation} */
export function item(snap: Snapshot) {
  const i = itemFields(data(snap));
  return { ...i, conversation: i.conversation || snap.id };
}
export type Item = ReturnType<typeof item>;

/** The roster's part of an agent. */
const entryFields = {
  displayName: text,
  role: word<Role>(''),
  queues: texts,
  skills: by(whole),
  capacity: whole,
  languages: texts,
};

/** What an agent works until the end of a day: queues and capacity here are the roster's own meanwhile. */
const today = record<go.Today>()({
  queues: texts,
  capacity: whole,
  until: time,
  by: text,
  name: text,
  at: time,
});
export type Today = ReturnType<typeof today>;

const agentFields = record<go.Agent>()({
  ...entryFields,
  today: optional(today),
  presence: word<Presence>('offline'),
  presenceAt: time,
  shown: word<Presence>('offline'),
  shownAt: time,
  used: whole,
  missed: whole,
  awayBy: reason,
  adminOnly: yes,
});

/** agents/{email} */
export const agent = (snap: Snapshot) => ({ email: snap.id, ...agentFields(data(snap)) });
export type Agent = ReturnType<typeof agent>;

const entry = record<go.Entry>()(entryFields);
export type Entry = ReturnType<typeof entry>;

const rosterChangeFields = record<go.Change>()({
  author: optional(author),
  operator: text,
  kind: word<go.Change['kind']>(''),
  agent: text,
  why: text,
  first: yes,
  status: word<ActionStatus>('pending'),
  reason,
  before: optional(entry),
  after: optional(entry),
  presence: word<go.Agent['presence'] | ''>(''),
  today: optional(record<go.Work>()({ queues: texts, capacity: whole })),
  until: time,
  createdAt: time,
  endedAt: time,
});

/** rosterChanges/{id}: a change of an entry, with what became of it */
export const rosterChange = (snap: Snapshot) => ({ id: snap.id, ...rosterChangeFields(data(snap)) });
export type RosterChange = ReturnType<typeof rosterChange>;

const leaseFields = record<go.Lease>()({ until: time });

/** leases/{email}: until when the agent's client is taken to be there */
export const lease = (snap: Snapshot) => ({ email: snap.id, ...leaseFields(data(snap)) });

const figuresFields = record<go.Figures>()({
  date: text,
  queue: text,
  shard: text,
  byHour: by(measures),
  byChannel: by(measures),
  byWorkstream: by(measures),
  byTag: by(measures),
  byAgent: by(measures),
});

/** figures/{day}_{queue}_{shard}: the sessions that opened on a day, of a part of the conversations, as far as they were taken or closed */
export const figures = (snap: Snapshot) => ({ ...figuresFields(data(snap)), ...measures(data(snap)) });
export type Figures = ReturnType<typeof figures>;

/** figureWeeks/{dimension}_{week}: the same by the day, of a week */
export const week = record<go.Week>()({ week: text, dimension: text, agent: text, days: by(text) });
export type Week = ReturnType<typeof week>;

const alertFields = record<go.Alert>()({
  kind: word<AlertKind>('waiting'),
  queue: text,
  agent: text,
  conversation: text,
  count: whole,
  since: time,
  open: yes,
  raisedAt: time,
  seen: by(text),
  snoozedUntil: time,
  snoozedBy: text,
  author: optional(author),
});

/** alerts/{alert}: what supervisors have to hear of */
export const alert = (snap: Snapshot) => ({ id: snap.id, ...alertFields(data(snap)) });
export type Alert = ReturnType<typeof alert>;

const ratingFields = record<go.Rating>()({
  conversation: text,
  session: whole,
  rating: whole,
  comment: text,
  owner: text,
  ownerName: text,
  queue: text,
  ratedAt: time,
});

/** ratings/{conversation}_{session}: how satisfied a customer was with a session */
export const rating = (snap: Snapshot) => ({ id: snap.id, ...ratingFields(data(snap)) });
export type Rating = ReturnType<typeof rating>;

const requestFields = record<go.Request>()({
  author: optional(author),
  operator: text,
  kind: word<go.Request['kind']>(''),
  conversation: text,
  account: text,
  why: text,
  parent: text,
  status: word<ActionStatus>('pending'),
  reason,
  conversations: texts,
  found: whole,
  counts: by(whole),
  again: whole,
  goneAt: time,
  createdAt: time,
  endedAt: time,
  retryAt: time,
});

/** dataRequests/{id}: what an admin asks for about a customer's data; the number it may be about is read by nobody */
export const dataRequest = (snap: Snapshot) => ({ id: snap.id, ...requestFields(data(snap)) });
export type DataRequest = ReturnType<typeof dataRequest>;

const quickReplyFields = record<go.QuickReplies>()({ replies: by(text), pictures: by(text) });

const savedViewsFields = record<go.SavedViews>()({ views: by(text) });

/** savedViews/{email}: what a supervisor's list of sessions shows, by the names of the views */
export const savedViews = (snap: Snapshot): Record<string, string> => savedViewsFields(data(snap)).views;

/** quickReplies/{owner}: the texts that somebody keeps, by their names, and what the pictures of some show */
export const quickReplies = (snap: Snapshot) => quickReplyFields(data(snap));
export type QuickReplies = ReturnType<typeof quickReplies>;

const quickPictureFields = record<go.QuickPictures>()({ pictures: by(text) });

/** quickPictures/{owner}: those pictures, in base64 */
export const quickPictures = (snap: Snapshot): Record<string, string> =>
  quickPictureFields(data(snap)).pictures;

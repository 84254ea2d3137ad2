// The documents that the client reads, as it uses them. Times are milliseconds since
// 1970 and 0 for never. A field that is missing or of another type than it should be
// gets its zero value: a client that is older or newer than the data shows the rest.

import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import { data, type Fields, fields, isFields, list, mapOf, text, texts, time, whole, yes } from './values.js';
import type * as words from './words.gen.js';
import type { ActionStatus, ChoiceKind, Direction, MediaStatus, Presence, State } from './words.gen.js';

/** Empty for who has none. */
export type Role = '' | words.Role;
/** Empty for what was never sent. */
export type Status = '' | words.Status;

export interface Author {
  email: string;
  name: string;
  bot: boolean;
}

export interface Context {
  entryPoint: string;
  placeId: string;
  nearPlaceId: string;
  displayName: string;
  deviceLocale: string;
  locale: string;
  customContext: string;
  widgetUrl: string;
}

/** conversations/{id} */
export interface Conversation {
  id: string;
  channel: string;
  account: string;
  brandAgent: string;
  context: Context;
  state: State;
  session: number;
  workstream: string;
  queue: string;
  configVersion: string;
  owner: string;
  ownerName: string;
  /** what it takes of the owner's capacity */
  cost: number;
  offeredUntil: number;
  lastOwner: string;
  preferred: string[];
  guests: Record<string, string>;
  language: string;
  priority: number;
  skills: Record<string, number>;
  attributes: Record<string, string>;
  attachments: boolean;
  survey: boolean;
  wantsPerson: boolean;
  preview: string;
  previewKind: string;
  /** how many of the customer's messages nobody has answered or marked read */
  unread: number;
  /** seconds that agents worked on the session, and since when one does now */
  handled: number;
  handlingSince: number;
  typingUntil: number;
  openedAt: number;
  waitingSince: number;
  enqueuedAt: number;
  parkedAt: number;
  endedAt: number;
  closedAt: number;
  unansweredSince: number;
  lastHeardAt: number;
  lastCustomerAt: number;
  lastAgentAt: number;
}

/** A file of a message: our copy of what a customer sent, or what an agent sends. */
export interface Media {
  status: '' | MediaStatus;
  reason: string;
  object: string;
  url: string;
  type: string;
  name: string;
  alt: string;
  size: number;
  width: number;
  height: number;
}

export interface Choice {
  kind: '' | ChoiceKind;
  label: string;
  postback: string;
  url: string;
  phone: string;
}

export interface Card {
  title: string;
  body: string;
  media: Media | undefined;
  choices: Choice[];
}

/** What can be sent, besides its plain text. */
export interface Outbound {
  kind: string;
  text: string;
  markup: boolean;
  media: Media | undefined;
  cards: Card[];
  choices: Choice[];
}

/** conversations/{c}/messages/{id} */
export interface Message {
  id: string;
  direction: Direction;
  kind: string;
  session: number;
  text: string;
  postback: string;
  of: string;
  media: Media | undefined;
  author: Author;
  place: { latitude: number; longitude: number } | undefined;
  answer: { question: string; rating: number } | undefined;
  sent: Outbound | undefined;
  mentions: string[];
  status: Status;
  reason: string;
  sentAt: number;
}

/** conversations/{c}/replies/{id}, while it is on its way */
export interface Reply extends Outbound {
  id: string;
  author: Author;
  status: Status;
  reason: string;
  attempts: number;
  createdAt: number;
  /** whether only this client has it yet */
  local: boolean;
}

/** conversations/{c}/events/{seq} */
export interface Event {
  seq: number;
  session: number;
  from: State;
  to: State;
  cause: string;
  actor: string;
  queue: string;
  configVersion: string;
  trace: string[];
  at: number;
}

/** conversations/{c}/sessions/{n} */
export interface Session {
  session: number;
  workstream: string;
  queue: string;
  language: string;
  ownerName: string;
  openedAt: number;
  answeredAt: number;
  closedAt: number;
  /** seconds */
  firstWait: number;
  handled: number;
  cause: string;
  rating: number;
}

/** conversations/{c}/actions/{id} */
export interface Action {
  id: string;
  kind: string;
  status: ActionStatus;
  reason: string;
}

/** queues/{queue}/items/{conversation} */
export interface Item {
  conversation: string;
  queue: string;
  lane: string;
  priority: number;
  rank: number;
  skills: Record<string, number>;
  language: string;
  customer: string;
  preview: string;
  kind: string;
  enqueuedAt: number;
  why: string[];
}

/** agents/{email} */
export interface Agent {
  email: string;
  displayName: string;
  role: Role;
  queues: string[];
  skills: Record<string, number>;
  capacity: number;
  languages: string[];
  presence: Presence;
  presenceAt: number;
  used: number;
  missed: number;
  awayBy: string;
}

/** figures/{day}_{queue}: the sessions that opened on a day, as far as they were taken or closed */
export interface Figures {
  date: string;
  queue: string;
  opened: number;
  answered: number;
  abandoned: number;
  /** sum of seconds */
  firstWait: number;
  within: number;
  closed: number;
  handled: number;
  rated: number;
  ratings: number;
  hours: Record<string, number>;
}

// ---- Documents

export function conversation(snap: DocumentSnapshot<DocumentData>): Conversation {
  const d = data(snap);
  const customer = fields(d.customer);
  const c = fields(customer.context);
  const thread = fields(d.thread);
  const session = fields(d.session);
  const tally = fields(session.tally);
  return {
    id: snap.id,
    channel: text(customer.channel),
    account: text(customer.account),
    brandAgent: text(customer.brandAgent),
    context: {
      entryPoint: text(c.entryPoint),
      placeId: text(c.placeId),
      nearPlaceId: text(c.nearPlaceId),
      displayName: text(c.displayName),
      deviceLocale: text(c.deviceLocale),
      locale: text(c.locale),
      customContext: text(c.customContext),
      widgetUrl: text(c.widgetUrl),
    },
    state: (text(session.state) || 'closed') as State,
    session: whole(session.number),
    workstream: text(session.workstream),
    queue: text(session.queue),
    configVersion: text(session.configVersion),
    owner: text(session.owner),
    ownerName: text(session.ownerName),
    cost: whole(session.cost),
    offeredUntil: time(session.offeredUntil),
    lastOwner: text(customer.lastOwner),
    preferred: texts(customer.preferred),
    guests: mapOf(session.guests, text),
    language: text(session.language),
    priority: whole(session.priority),
    skills: mapOf(session.skills, whole),
    attributes: mapOf(session.attributes, text),
    attachments: yes(session.attachments),
    survey: yes(session.survey),
    wantsPerson: yes(session.wantsPerson),
    preview: text(thread.preview),
    previewKind: text(thread.previewKind),
    unread: whole(thread.unread),
    handled: whole(tally.handled),
    handlingSince: time(tally.handlingSince),
    typingUntil: time(thread.typingUntil),
    openedAt: time(session.openedAt),
    waitingSince: time(session.waitingSince),
    enqueuedAt: time(session.enqueuedAt),
    parkedAt: time(session.parkedAt),
    endedAt: time(session.endedAt),
    closedAt: time(session.closedAt),
    unansweredSince: time(session.unansweredSince),
    lastHeardAt: time(thread.lastHeardAt),
    lastCustomerAt: time(thread.lastCustomerAt),
    lastAgentAt: time(thread.lastAgentAt),
  };
}

const author = (v: unknown): Author => {
  const a = fields(v);
  return { email: text(a.email), name: text(a.name), bot: yes(a.bot) };
};

function media(v: unknown): Media | undefined {
  if (!isFields(v)) return undefined;
  return {
    status: text(v.status) as Media['status'],
    reason: text(v.reason),
    object: text(v.object),
    url: text(v.url),
    type: text(v.type),
    name: text(v.name),
    alt: text(v.alt),
    size: whole(v.size),
    width: whole(v.width),
    height: whole(v.height),
  };
}

const choice = (v: unknown): Choice => {
  const c = fields(v);
  return {
    kind: text(c.kind) as Choice['kind'],
    label: text(c.label),
    postback: text(c.postback),
    url: text(c.url),
    phone: text(c.phone),
  };
};

const card = (v: unknown): Card => {
  const c = fields(v);
  return {
    title: text(c.title),
    body: text(c.body),
    media: media(c.media),
    choices: list(c.choices).map(choice),
  };
};

/** outbound is what is sent, with everything that was left out as it is when it is empty. */
export const outbound = (d: Fields): Outbound => ({
  kind: text(d.kind) || 'text',
  text: text(d.text),
  markup: yes(d.markup),
  media: media(d.media),
  cards: list(d.cards).map(card),
  choices: list(d.choices).map(choice),
});

export function message(snap: DocumentSnapshot<DocumentData>): Message {
  const d = data(snap);
  const answer = fields(d.answer);
  const place = fields(d.place);
  return {
    id: snap.id,
    direction: d.direction === 'in' || d.direction === 'note' ? d.direction : 'out',
    kind: text(d.kind) || 'text',
    session: whole(d.session),
    text: text(d.text),
    postback: text(d.postback),
    of: text(d.of),
    media: media(d.media),
    author: author(d.author),
    place: isFields(d.place)
      ? { latitude: whole(place.latitude), longitude: whole(place.longitude) }
      : undefined,
    answer: isFields(d.answer)
      ? { question: text(answer.question), rating: whole(answer.rating) }
      : undefined,
    sent: isFields(d.sent) ? outbound(d.sent) : undefined,
    mentions: texts(d.mentions),
    status: text(d.status) as Status,
    reason: text(d.reason),
    sentAt: time(d.sentAt),
  };
}

export function reply(snap: DocumentSnapshot<DocumentData>): Reply {
  const d = data(snap);
  return {
    ...outbound(d),
    id: snap.id,
    author: author(d.author),
    status: text(d.status) as Status,
    reason: text(d.reason),
    attempts: whole(d.attempts),
    createdAt: time(d.createdAt),
    local: snap.metadata.hasPendingWrites,
  };
}

export function event(snap: DocumentSnapshot<DocumentData>): Event {
  const d = data(snap);
  return {
    seq: whole(d.seq),
    session: whole(d.session),
    from: text(d.from) as State,
    to: text(d.to) as State,
    cause: text(d.cause),
    actor: text(d.actor),
    queue: text(d.queue),
    configVersion: text(d.configVersion),
    trace: texts(d.trace),
    at: time(d.at),
  };
}

export function session(snap: DocumentSnapshot<DocumentData>): Session {
  const d = data(snap);
  const tally = fields(d.tally);
  return {
    session: whole(d.number),
    workstream: text(d.workstream),
    queue: text(d.queue),
    language: text(d.language),
    ownerName: text(tally.ownerName),
    openedAt: time(d.openedAt),
    answeredAt: time(tally.answeredAt),
    closedAt: time(d.closedAt),
    firstWait: whole(tally.firstWait),
    handled: whole(tally.handled),
    cause: text(d.closedBy),
    rating: whole(tally.rating),
  };
}

export function action(snap: DocumentSnapshot<DocumentData>): Action {
  const d = data(snap);
  const status = d.status === 'done' || d.status === 'refused' ? d.status : 'pending';
  return { id: snap.id, kind: text(d.kind), status, reason: text(d.reason) };
}

export function item(snap: DocumentSnapshot<DocumentData>): Item {
  const d = data(snap);
  return {
    conversation: text(d.conversation) || snap.id,
    queue: text(d.queue),
    lane: text(d.lane),
    priority: whole(d.priority),
    rank: time(d.rank),
    skills: mapOf(d.skills, whole),
    language: text(d.language),
    customer: text(d.customer),
    preview: text(d.preview),
    kind: text(d.kind),
    enqueuedAt: time(d.enqueuedAt),
    why: texts(d.why),
  };
}

export function agent(snap: DocumentSnapshot<DocumentData>): Agent {
  const d = data(snap);
  return {
    email: snap.id,
    displayName: text(d.displayName),
    role: text(d.role) as Role,
    queues: texts(d.queues),
    skills: mapOf(d.skills, whole),
    capacity: whole(d.capacity),
    languages: texts(d.languages),
    presence: (text(d.presence) || 'offline') as Presence,
    presenceAt: time(d.presenceAt),
    used: whole(d.used),
    missed: whole(d.missed),
    awayBy: text(d.awayBy),
  };
}

/** leases/{email}: until when the agent's client is taken to be there */
export function lease(snap: DocumentSnapshot<DocumentData>): { email: string; until: number } {
  return { email: snap.id, until: time(data(snap).until) };
}

export function figures(snap: DocumentSnapshot<DocumentData>): Figures {
  const d = data(snap);
  return {
    date: text(d.date),
    queue: text(d.queue),
    opened: whole(d.opened),
    answered: whole(d.answered),
    abandoned: whole(d.abandoned),
    firstWait: whole(d.firstWait),
    within: whole(d.within),
    closed: whole(d.closed),
    handled: whole(d.handled),
    rated: whole(d.rated),
    ratings: whole(d.ratings),
    hours: mapOf(d.hours, whole),
  };
}

import type { Conversation, Message } from '../data/documents.js';
import type { Limits } from '../settings.js';
import type { Desk } from './desk.js';

/** What can be done with a conversation apart from writing. */
export type Action =
  | 'accept'
  | 'decline'
  | 'pick'
  | 'revive'
  | 'done'
  | 'transfer'
  | 'park'
  | 'end'
  | 'consult'
  | 'release'
  | 'leave'
  | 'assign'
  | 'priority'
  | 'close';

export interface Who {
  email: string;
  supervises: boolean;
  queues: string[];
}

/** whoIs is the agent at the desk, as far as it matters for permissions. */
export const whoIs = (desk: Pick<Desk, 'email' | 'supervises' | 'me'>): Who => ({
  email: desk.email,
  supervises: desk.supervises,
  queues: desk.me?.queues ?? [],
});

/** mayKnow is whether somebody who reads a conversation may know the customer's number, as the rules have it. */
export const mayKnow = (c: Pick<Conversation, 'masked'>, who: Pick<Who, 'supervises'>): boolean =>
  who.supervises || !c.masked;

type About = Pick<Conversation, 'state' | 'owner' | 'lastOwner' | 'queue' | 'guests'>;

/**
 * actions is what somebody may ask for now, the most likely first, as the functions
 * decide it: shared/conversation/testdata/actions.txt.
 */
export function actions(c: About, who: Who): Action[] {
  const mine = c.owner === who.email;
  const serves = who.queues.includes(c.queue);
  const closed = c.state === 'closed';
  const works = c.state === 'active' && (mine || who.supervises);
  const all: [Action, boolean][] = [
    ['accept', c.state === 'offered' && mine],
    ['decline', c.state === 'offered' && mine],
    ['pick', c.state === 'open' && (serves || who.supervises)],
    ['done', c.state === 'wrap-up' && mine],
    [
      'revive',
      (c.state === 'parked' && (c.lastOwner === who.email || who.supervises)) ||
        (c.state === 'wrap-up' && mine),
    ],
    ['end', works],
    ['transfer', works || (c.state === 'open' && who.supervises)],
    ['park', works],
    ['consult', works],
    ['release', works],
    ['leave', who.email in c.guests && !mine],
    ['assign', who.supervises && !closed && c.state !== 'wrap-up'],
    ['priority', !closed && (mine || (c.state === 'open' && serves) || who.supervises)],
    ['close', who.supervises && !closed && !(c.state === 'wrap-up' && mine)],
  ];
  return all.filter(([, may]) => may).map(([action]) => action);
}

/**
 * leavesUnanswered is whether an action would leave a customer without an answer: it is asked
 * about first. An answer that is on its way is one, though the conversation does not know yet.
 */
export function leavesUnanswered(
  action: Action,
  c: Pick<Conversation, 'unansweredSince'>,
  history: Pick<Message, 'direction' | 'author' | 'status'>[],
): boolean {
  if (action !== 'end' || c.unansweredSince === 0) return false;
  const after = history.slice(history.findLastIndex((m) => m.direction === 'in') + 1);
  const lost = ['failed', 'revoked'];
  return !after.some((m) => m.direction === 'out' && !m.author.bot && !lost.includes(m.status));
}

/** Whether it is likely that the agent cannot see the conversation afterwards. */
export const leaves = (action: Action | undefined): boolean =>
  action !== undefined && ['decline', 'done', 'transfer', 'release', 'leave', 'close'].includes(action);

/** Why an agent cannot write to the customer now; empty if the agent can. */
export type Silence =
  | ''
  | 'open'
  | 'offered'
  | 'owned'
  | 'parked'
  | 'wrap-up'
  | 'closed'
  | 'unsubscribed'
  | 'window';

type Spoken = About & Pick<Conversation, 'lastHeardAt' | 'unsubscribed'>;

export function silence(
  c: Spoken,
  who: Who,
  limits: Pick<Limits, 'window'> | undefined,
  now: number,
): Silence {
  const ended = c.state === 'wrap-up' || c.state === 'closed';
  const mine = c.state === 'active' && c.owner === who.email;
  if (ended) return c.state === 'closed' ? 'closed' : 'wrap-up';
  if (!mine && !who.supervises) return c.state === 'active' ? 'owned' : (c.state as Silence);
  if (c.unsubscribed) return 'unsubscribed';
  const window = (limits?.window ?? 0) / 1e6;
  return window > 0 && now - c.lastHeardAt > window ? 'window' : '';
}

/** Whether this agent is likely to write for colleagues. */
export const notesFirst = (c: About, who: Who): boolean =>
  c.state === 'wrap-up' || (c.owner !== who.email && (c.state === 'active' || who.supervises));

/** Whether somebody may say which agents the customer should have. */
export const mayPrefer = (c: About, who: Who): boolean =>
  who.supervises || (c.owner === who.email && c.state !== 'closed');

/** Whether somebody may discard a reply that waits to be sent. */
export const mayDiscard = (c: About, who: Who): boolean =>
  who.supervises || (c.owner === who.email && (c.state === 'active' || c.state === 'wrap-up'));

/** Whether somebody may take back a message that the channel has, and the customer not yet. */
export const mayRevoke = (c: About, who: Who, limits: Pick<Limits, 'kinds'> | undefined): boolean =>
  mayDiscard(c, who) && (limits?.kinds ?? []).includes('revoke');

/** Whether somebody decides who reads along, as the functions have it. */
export const mayDismiss = (c: About, who: Who): boolean =>
  who.supervises ||
  (c.owner === who.email && (c.state === 'active' || c.state === 'wrap-up')) ||
  (c.state === 'parked' && c.lastOwner === who.email);

/** Whether an agent may write a note, see the table of who may do what. */
export function mayNote(c: About, who: Who): boolean {
  return (
    who.supervises ||
    (c.owner === who.email && c.state !== 'closed') ||
    who.email in c.guests ||
    (c.state === 'open' && who.queues.includes(c.queue)) ||
    (c.state === 'parked' && c.lastOwner === who.email)
  );
}

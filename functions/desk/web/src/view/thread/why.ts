import type { Desk } from '../../state/desk.js';
import { named } from '../../state/labels.js';
import type { Thread } from '../../state/thread.js';
import { type Cause, placement } from '../../state/why.js';
import { customer } from '../../text/customer.js';
import { language, say, tongue } from '../../text/language.js';
import { because } from '../../text/reason.js';
import { thread as texts } from '../../text/thread.js';
import { customerName } from '../../text/words.js';

/** Who did something, by the names that this conversation knows. */
export function actorName(actor: string, thread: Thread, desk: Desk): string {
  const t = say(texts);
  const c = thread.conversation;
  if (actor === 'customer') return customerName(c?.called ?? '');
  if (!actor.includes('@')) return t.system;
  if (actor === desk.email) return t.you;
  if (actor === c?.owner && c.ownerName) return c.ownerName;
  const wrote = thread.messages.find((m) => m.author.email === actor)?.author.name;
  return c?.guests[actor] || wrote || desk.roster.named(actor);
}

/** reasonHere is in a sentence why a session is in its queue, and how its language was found. */
export function reasonHere(thread: Thread, desk: Desk): string {
  const c = thread.conversation;
  const p = c && placement(thread.events, c.session);
  if (!c || !p) return '';
  const t = say(customer);
  const here = t.here(desk.queueTitle(p.queue), cause(p.cause, thread, desk));
  if (c.language === '') return here;
  const spoken = t.spoken[p.language === '' ? 'device' : p.language](tongue(c.language));
  return `${here} ${spoken.charAt(0).toLocaleUpperCase()}${spoken.slice(1)}`;
}

function cause(c: Cause, thread: Thread, desk: Desk): string {
  const t = say(customer);
  switch (c.kind) {
    case 'topics':
      return t.topics(c.topics);
    case 'rule':
      return t.byRule(c.rule);
    case 'reason':
      return t.overflows[c.reason.code] ?? because(c.reason);
    case 'moved': {
      const [given] = c.event.trace;
      const first = given && named(given, desk.config, language.code);
      const by = c.event.actor.includes('@');
      if (!by) return first ? because(first) : t.overflowed;
      return t.movedBy(actorName(c.event.actor, thread, desk), first ? because(first) : '');
    }
    case 'nothing':
      return t.noTopic;
  }
}

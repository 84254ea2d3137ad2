import type { Conversation } from '../data/documents.js';
import type { Macro } from '../data/macros.js';
import type { Ask } from '../data/orders.js';
import { silence, whoIs } from './actions.js';
import { fold } from './commands.js';
import type { Desk } from './desk.js';
import { shownIn } from './labels.js';
import { fill, inLanguage } from './quick.js';
import type { Step } from './undo.js';

/** Plan is what a macro will do with a conversation. */
export interface Plan {
  macro: Macro;
  /** what the customer is sent; empty for nothing */
  text: string;
  /** the tags that it does not have yet */
  tags: string[];
  outcome: string;
  /** what is done before the last step, in this order */
  before: Step[];
  last: Ask;
}

/** macrosFor are those that somebody can have done with a conversation now, found by what was typed. */
export function macrosFor(c: Conversation, desk: Desk, typed = '', language = 'en'): Macro[] {
  const may = c.state === 'active' && silence(c, whoIs(desk), desk.limits(c.channel), desk.now()) === '';
  if (!may) return [];
  const wanted = fold(typed);
  return (desk.config?.macros ?? [])
    .filter((m) => m.queues.length === 0 || m.queues.includes(c.queue))
    .filter((m) => fold(`${m.name} ${shownIn(m, language).text}`).includes(wanted))
    .sort((a, b) => shownIn(a, language).text.localeCompare(shownIn(b, language).text, language));
}

/** plan is what a macro will do: the answer in the customer's language, tags, the outcome, and the end. */
export function plan(macro: Macro, c: Conversation, desk: Desk): Plan {
  const languages = [c.language, desk.config?.workstreams[c.workstream]?.language ?? ''];
  const names = {
    CustomerName: c.context.displayName,
    AgentName: desk.name,
    QueueName: desk.queueName(c.queue),
  };
  const text = fill(inLanguage(macro.texts, languages), names);
  const tags = macro.tags.filter((t) => !c.tags.includes(t));
  const outcome = macro.outcome === c.outcome ? '' : macro.outcome;
  const before: Step[] = [
    ...(text !== '' ? [{ draft: { text } }] : []),
    ...tags.map((of): Step => ({ ask: { kind: 'tag', of, on: true } })),
    ...(outcome !== '' ? [{ ask: { kind: 'outcome' as const, of: outcome } }] : []),
  ];
  return { macro, text, tags, outcome, before, last: last(macro, desk.now()) };
}

function last(macro: Macro, now: number): Ask {
  if (macro.last === 'transfer') return { kind: 'transfer', queue: macro.to };
  if (macro.last === 'end') return { kind: 'end' };
  return { kind: 'park', ...(macro.aside > 0 && { until: now + macro.aside * 1000 }) };
}

// Why a session is where it is, in as few facts as somebody wants to hear first.

import type { Event } from '../data/documents.js';
import { type Reason, reason, reasons } from '../data/reason.js';

/** What the customer wants, by what rules set: an attribute and its value. */
export interface Topic {
  name: string;
  value: string;
}

/** Cause is what put a session into its queue. */
export type Cause =
  | { kind: 'topics'; topics: Topic[] }
  | { kind: 'nothing' } // no rule asked for more than that somebody writes
  | { kind: 'rule'; rule: string }
  | { kind: 'reason'; reason: Reason }
  | { kind: 'moved'; event: Event };

/** Placement is where a session is, why, and how its language was found. */
export interface Placement {
  queue: string;
  cause: Cause;
  /** empty where no rule set it: then it is that of the device */
  language: '' | 'text' | 'rule';
}

const moves = new Set(['transferredToQueue', 'transferredToAgent', 'released', 'overflowedToQueue']);
/** What decides about a queue without a rule. */
const decides = new Set([
  'route.byRefusal',
  'route.byNoAnswer',
  'route.fallbackAfterFailure',
  'route.allOverflow',
  'route.closed',
  'route.full',
]);

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const name = (r: Reason | undefined, key: string): string => word(reason(r?.args.rule)?.args[key]);

/** placement is that of a session, if its events tell of it. */
export function placement(events: Event[], session: number): Placement | undefined {
  const own = events.filter((e) => e.session === session);
  const opened = own.find((e) => e.trace.some((r) => r.code.startsWith('route.')));
  const moved = own.findLast((e) => moves.has(e.cause));
  if (!opened && !moved) return undefined;
  const trace = opened?.trace ?? [];
  return {
    queue: (moved ?? opened)?.queue ?? '',
    cause: moved ? { kind: 'moved', event: moved } : routed(trace),
    language: language(trace),
  };
}

function routed(trace: Reason[]): Cause {
  const decided = trace.findLast((r) => decides.has(r.code));
  if (decided) return { kind: 'reason', reason: decided };
  const chosen = trace.findLast((r) => r.code === 'route.chosen');
  const rule = name(chosen, 'route');
  if (!chosen || rule === '') return { kind: 'nothing' };
  const match = trace.find((r) => r.code === 'route.matches' && name(r, 'route') === rule);
  const because = reasons(match?.args.because);
  const topics = topicsOf(trace).filter((t) => because.some((b) => mentions(b, t.name)));
  if (topics.length > 0) return { kind: 'topics', topics };
  return because.some((b) => b.code === 'route.true') ? { kind: 'rule', rule } : { kind: 'nothing' };
}

const mentions = (r: Reason, attribute: string): boolean =>
  word(r.args.comparison).includes(`attributes.${attribute}`);

/** topicsOf is what rules set, the last value of each. */
function topicsOf(trace: Reason[]): Topic[] {
  const all = new Map<string, string>();
  for (const r of trace)
    for (const s of reasons(r.args.sets))
      if (s.code === 'route.setsAttribute') all.set(word(s.args.attribute), word(s.args.value));
  return [...all].map(([name, value]) => ({ name, value }));
}

/** language is how a rule found it, by its last word on it: from the text, or otherwise. */
function language(trace: Reason[]): Placement['language'] {
  const set = trace.findLast((r) => reasons(r.args.sets).some((s) => s.code === 'route.setsLanguage'));
  if (!set) return '';
  return reasons(set.args.because).some((b) => word(b.args.comparison).includes('message.text'))
    ? 'text'
    : 'rule';
}

/** What a trace says that led somewhere, and what it says of rules that did not match. */
export function steps(trace: Reason[]): { taken: Reason[]; passed: Reason[] } {
  const isPassed = (r: Reason) =>
    ['route.doesNotMatch', 'route.othersDoNotMatch', 'route.rulesSkipped', 'route.routesSkipped'].includes(
      r.code,
    );
  return { taken: trace.filter((r) => !isPassed(r)), passed: trace.filter(isPassed) };
}

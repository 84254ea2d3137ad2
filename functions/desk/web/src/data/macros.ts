// Macros, as the configuration has them.

import { type Label, label } from './labels.js';
import { fields, mapOf, text, texts } from './values.js';

/** Macro is several steps that an agent starts together. */
export interface Macro extends Label {
  texts: Record<string, string>;
  tags: string[];
  outcome: string;
  last: 'park' | 'end' | 'transfer';
  /** for how long it is set aside, in seconds; 0 is until the customer writes */
  aside: number;
  /** the queue that it is transferred to */
  to: string;
  /** none: for every queue */
  queues: string[];
}

/** macros reads all of them; seconds is how a length of time is read. */
export const macros = (v: unknown, seconds: (duration: unknown) => number): Macro[] =>
  Object.entries(fields(v)).map(([name, of]) => ({
    ...label(name, of),
    texts: mapOf(fields(of).texts, text),
    tags: texts(fields(of).tags),
    outcome: text(fields(of).outcome),
    // A client that is older than the settings does the least that it can.
    last: (['end', 'transfer'].includes(text(fields(of).then))
      ? text(fields(of).then)
      : 'park') as Macro['last'],
    aside: seconds(fields(of).for),
    to: text(fields(of).to),
    queues: texts(fields(of).queues),
  }));

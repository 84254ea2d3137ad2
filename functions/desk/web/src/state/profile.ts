import type { Conversation, Known } from '../data/documents.js';
import { bounds } from '../data/words.gen.js';

/** What agents can write down of a customer, in the order in which it is shown; as conversation.Detail. */
export const details = ['name', 'phone', 'email', 'company', 'address', 'note'] as const;
export type Detail = (typeof details)[number];

/** mostOf is how many bytes a detail has room for. */
export const mostOf = (detail: Detail): number => (detail === 'note' ? bounds.detailNote : bounds.detail);

/** changes are the details that somebody wrote differently, and how: empty takes one away. */
export function changes(
  before: Conversation['profile'],
  after: Partial<Record<Detail, string>>,
): [Detail, string][] {
  return details.flatMap((d): [Detail, string][] => {
    const text = after[d]?.trim();
    return text === undefined || text === (before[d]?.text ?? '') ? [] : [[d, text]];
  });
}

/** tooLong is the first detail that has no room. */
export const tooLong = (all: [Detail, string][]): Detail | undefined =>
  all.find(([d, text]) => new TextEncoder().encode(text).length > mostOf(d))?.[0];

/** shown are the details that there are, without the note. */
export const shown = (profile: Conversation['profile']): [Detail, Known][] =>
  details.flatMap((d): [Detail, Known][] => {
    const known = profile[d];
    return d === 'note' || !known ? [] : [[d, known]];
  });

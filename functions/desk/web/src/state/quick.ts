import type { QuickReply } from '../data/configuration.js';
import { fold } from './commands.js';

/** Found is a quick reply as an agent can send it. */
export interface Found {
  name: string;
  text: string;
  tags: string[];
}

/** What a quick reply may name. */
export interface Names {
  CustomerName: string;
  AgentName: string;
  QueueName: string;
}

/** A language tag without its region: fr for fr-CA. */
const base = (tag: string): string => tag.split(/[-_]/)[0]?.toLowerCase() ?? '';

/**
 * inLanguage chooses a text as the functions do: in the first of the languages that
 * there is, the very one, without its region or with another; else any.
 */
export function inLanguage(texts: Record<string, string>, languages: string[]): string {
  const tags = Object.keys(texts).sort();
  for (const language of languages.filter(Boolean)) {
    const tag =
      tags.find((t) => t === language) ??
      tags.find((t) => t === base(language)) ??
      tags.find((t) => base(t) === base(language));
    if (tag !== undefined) return texts[tag] ?? '';
  }
  return texts[tags[0] ?? ''] ?? '';
}

/** fill puts the names in. One that is not known is left out with what leads to it. */
export const fill = (text: string, names: Names): string =>
  text
    .replace(
      /(, | )?\{(CustomerName|AgentName|QueueName)\}/g,
      (_, lead: string | undefined, name: keyof Names) => (names[name] ? (lead ?? '') + names[name] : ''),
    )
    .trim();

/** How well a quick reply fits what was typed: 0 is best, 4 is not at all. */
function rank(f: Found, typed: string): number {
  const name = fold(f.name);
  const tags = f.tags.map(fold);
  if (name.startsWith(typed)) return 0;
  if (tags.some((t) => t.startsWith(typed))) return 1;
  if (name.includes(typed) || tags.some((t) => t.includes(typed))) return 2;
  return fold(f.text).includes(typed) ? 3 : 4;
}

/** quick finds the quick replies for a queue by what was typed, those that fit best first. */
export function quick(
  all: QuickReply[],
  typed: string,
  about: { queue: string; languages: string[]; names: Names },
): Found[] {
  const wanted = fold(typed);
  return all
    .filter((r) => r.queues.length === 0 || r.queues.includes(about.queue))
    .map((r) => ({
      name: r.name,
      tags: r.tags,
      text: fill(inLanguage(r.texts, about.languages), about.names),
    }))
    .map((found) => ({ found, rank: rank(found, wanted) }))
    .filter((f) => f.rank < 4 && f.found.text !== '')
    .sort((a, b) => a.rank - b.rank || a.found.name.localeCompare(b.found.name))
    .map((f) => f.found);
}

/** Asked is what somebody is looking for while writing: /ord or @ma. */
export interface Asked {
  mark: '/' | '@';
  typed: string;
  /** where the mark is */
  from: number;
}

/** asked is the suggestion that the text before the caret asks for. A mark within a word asks for none. */
export function asked(text: string, caret: number, marks: string): Asked | undefined {
  const found = /(?:^|\s)([/@])([^\s/@]{0,30})$/u.exec(text.slice(Math.max(0, caret - 40), caret));
  const [, mark = '', typed = ''] = found ?? [];
  if (mark === '' || !marks.includes(mark)) return undefined;
  return { mark: mark as Asked['mark'], typed, from: caret - typed.length - 1 };
}

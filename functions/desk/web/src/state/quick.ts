import type { QuickReply } from '../data/configuration.js';
import type { QuickReplies } from '../data/documents.js';
import { nearest } from '../data/locale.js';
import { fold } from './commands.js';
import type { Pictured } from './quickreplies.js';

/** Found is a quick reply as an agent can send it. */
export interface Found {
  name: string;
  text: string;
  tags: string[];
  pictured?: Pictured | undefined;
}

/** Reply is a quick reply of the configuration, or one that somebody keeps, perhaps with a picture. */
type Reply = QuickReply & Pick<Found, 'pictured'>;

/** What a quick reply may name. */
export interface Names {
  CustomerName: string;
  AgentName: string;
  QueueName: string;
}

/** inLanguage chooses a text as the functions do: in the first of the languages that there is, else any. */
export const inLanguage = (texts: Record<string, string>, languages: string[]): string =>
  texts[nearest(Object.keys(texts), languages)] ?? '';

/** fill puts the names in. One that is not known is left out with what leads to it, else with the comma behind it. */
export function fill(text: string, names: Names): string {
  const braced = (known: boolean): string =>
    `\\{(?:${Object.entries(names)
      .filter(([, name]) => (name !== '') === known)
      .map(([key]) => key)
      .join('|')})\\}`;
  const lost = braced(false);
  const places = new RegExp(`(?:, |، |，|、|[ \u00a0])${lost}|${lost}(?:, |، |，|、)?|${braced(true)}`, 'g');
  return text.replace(places, (found) => names[found.slice(1, -1) as keyof Names] ?? '').trim();
}

/** kept are quick replies that somebody wrote at the desk, as those of the configuration are. */
export const kept = (owner: string, { replies, pictures }: QuickReplies, tags: string[]): Reply[] =>
  Object.entries(replies).map(([name, text]) => {
    const pictured = Object.hasOwn(pictures, name) ? { owner, name, alt: pictures[name] ?? '' } : undefined;
    return { name, texts: { und: text }, tags, queues: [], pictured };
  });

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
  all: Reply[],
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
      pictured: r.pictured,
    }))
    .map((found) => ({ found, rank: rank(found, wanted) }))
    .filter((f) => f.rank < 4 && (f.found.text !== '' || f.found.pictured))
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

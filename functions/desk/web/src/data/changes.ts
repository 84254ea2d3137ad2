import { type DocumentData, deleteField } from 'firebase/firestore';

type Texts = Record<string, string>;

/** Changes are the entries of a map to write, by their names, and those to delete, which are undefined. */
export type Changes = Record<string, string | undefined>;

/** changes is what makes one map of another. Whatever else is in the first one meanwhile stays. */
export function changes(from: Texts, to: Texts): Changes {
  const gone = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const written = Object.entries(to).filter(
    ([name, text]) => !Object.hasOwn(from, name) || from[name] !== text,
  );
  return Object.fromEntries([...gone.map((name) => [name, undefined] as const), ...written]);
}

/**
 * merged is a document's maps with what changes in them, to be merged with what is there: an
 * entry that somebody has added meanwhile, or that this page has not heard of yet, stays.
 */
export function merged(maps: Record<string, Changes>): DocumentData {
  const entries = (all: Changes) =>
    Object.entries(all).map(([name, text]) => [name, text ?? deleteField()] as const);
  return Object.fromEntries(
    Object.entries(maps)
      .filter(([, all]) => Object.keys(all).length > 0) // an empty map would take the place of what is there
      .map(([map, all]) => [map, Object.fromEntries(entries(all))]),
  );
}

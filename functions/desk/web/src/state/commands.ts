import { Model } from './model.js';

/** Command is something that an agent can have done, by name or by keys. */
export interface Command {
  /** unique; the table of shortcuts says by which keys */
  id: string;
  label: string;
  run: () => void;
}

/**
 * Commands is what can be done now. Who shows something says what can be done with
 * it, for as long as it is shown; labels are asked for when they are read, because the
 * language may change.
 */
export class Commands extends Model {
  private readonly sources = new Map<string, () => Command[]>();

  /** offer adds commands until what it returns is called. */
  offer(source: string, commands: () => Command[]): () => void {
    this.sources.set(source, commands);
    this.changed();
    return () => {
      if (this.sources.get(source) === commands) this.sources.delete(source);
      this.changed();
    };
  }

  get all(): Command[] {
    return [...this.sources.values()].flatMap((f) => f());
  }

  matching(text: string): Command[] {
    return matching(this.all, text);
  }
}

/** matching is the commands that have all the words in their names, those that begin so first. */
export function matching(all: Command[], text: string): Command[] {
  const words = fold(text).split(' ').filter(Boolean);
  const found = all.filter((c) => words.every((w) => fold(c.label).includes(w)));
  const begins = (c: Command) => (fold(c.label).startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}

/** fold makes letters the same that people take for the same. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

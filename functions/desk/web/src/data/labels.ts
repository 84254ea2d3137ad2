// Tags, outcomes and the like, as the configuration has them.

import { fields, mapOf, text } from './values.js';

/** Label is something that has a name in the configuration and labels that people read. */
export interface Label {
  name: string;
  labels: Record<string, string>;
  /** one of a fixed set; empty for what has none */
  colour: string;
}

/** labels reads a map of labels by their names. */
export const labels = (v: unknown): Label[] => Object.entries(fields(v)).map(([name, of]) => label(name, of));

/** label reads one. */
export const label = (name: string, v: unknown): Label => ({
  name,
  labels: mapOf(fields(v).labels, text),
  colour: text(fields(v).colour) || 'grey',
});

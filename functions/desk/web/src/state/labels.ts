import type { Configuration } from '../data/configuration.js';
import type { Conversation } from '../data/documents.js';
import type { Label } from '../data/labels.js';
import { type Reason, reason } from '../data/reason.js';
import { mayDismiss, type Who } from './actions.js';
import { inLanguage } from './quick.js';

/** Shown is a label in the language that somebody reads. */
export interface Shown {
  name: string;
  text: string;
  colour: string;
}

/** shownIn is a label in a language, or else in English, or any. */
export const shownIn = (l: Label, language: string): Shown => ({
  name: l.name,
  text: inLanguage(l.labels, [language, 'en']) || l.name,
  colour: l.colour,
});

/** find is the label of a name; one that the configuration has no longer is shown by its name. */
export function find(all: Label[], name: string, language: string): Shown {
  const known = all.find((l) => l.name === name);
  return known ? shownIn(known, language) : { name, text: name, colour: 'grey' };
}

/** sorted are all labels in a language, by what people read. */
export const sorted = (all: Label[], language: string): Shown[] =>
  all.map((l) => shownIn(l, language)).sort((a, b) => a.text.localeCompare(b.text, language));

type Labels = Pick<Configuration, 'tags' | 'outcomes' | 'workstreams'> | undefined;

/** named is a reason with the labels of the tags and outcomes that it names, for whoever reads it. */
export function named(given: Reason, config: Labels, language: string): Reason {
  const r = { ...given, args: within(given.args, config, language) as Reason['args'] };
  const label = (all: Label[] | undefined, arg: string): Reason => ({
    ...r,
    args: { ...r.args, [arg]: find(all ?? [], String(r.args[arg] ?? ''), language).text },
  });
  if (r.code === 'session.tag' || r.code === 'route.setsTag') return label(config?.tags, 'tag');
  if (r.code === 'session.outcome') return label(config?.outcomes, 'outcome');
  if (r.code === 'session.declinedFor')
    return label(
      Object.values(config?.workstreams ?? {}).flatMap((w) => w.declineReasons),
      'reason',
    );
  return r;
}

/** within does the same for the reasons that a reason is made of. */
function within(value: unknown, config: Labels, language: string): unknown {
  if (Array.isArray(value)) return value.map((v) => within(v, config, language));
  const nested = reason(value);
  if (nested) return named(nested, config, language);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, within(v, config, language)]));
}

/** mayTag is whether somebody may set tags and the outcome, as the functions have it. */
export const mayTag = (
  c: Pick<Conversation, 'state' | 'owner' | 'lastOwner' | 'queue' | 'guests'>,
  who: Who,
): boolean => c.state !== 'closed' && mayDismiss(c, who);

type About = Pick<Conversation, 'workstream' | 'outcome'>;
type Config = Pick<Configuration, 'workstreams' | 'outcomes'> | undefined;

/**
 * outcomeOf is whether an action has to say, or is asked, how the session ended: what closes it
 * is, which is the end where there is no wrap-up. An outcome that was set before is not asked for.
 */
export function outcomeOf(action: string, c: About, config: Config): 'none' | 'asked' | 'required' {
  const workstream = config?.workstreams[c.workstream];
  if (!workstream || config.outcomes.length === 0 || c.outcome !== '') return 'none';
  const closes = action === 'done' || (action === 'end' && !workstream.wrapsUp);
  return closes ? workstream.outcome : 'none';
}

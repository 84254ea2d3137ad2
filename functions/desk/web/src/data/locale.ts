// Language tags, compared as the functions do: see shared/locale, whose cases this is tested with.

import { wider } from './words.gen.js';

/** Place is a language with the script that it is written in, and a region or none. */
interface Place {
  base: string;
  script: string;
  region: string;
}

/** The codes of today; the browser knows the other old ones. */
const today: Record<string, string> = { no: 'nb' };

/** parse reads a tag; a browser throws an error at anything else. */
function parse(tag: string): Intl.Locale | undefined {
  try {
    const l = new Intl.Locale(tag.replaceAll('_', '-'));
    return new Intl.Locale([today[l.language] ?? l.language, l.script, l.region].filter(Boolean).join('-'));
  } catch {
    return undefined;
  }
}

/** base is a tag's language alone: fr for fr-CA, he for iw. It is empty for what is no tag. */
export const base = (tag: string): string => parse(tag)?.language ?? '';

const place = (l: Intl.Locale): Place => ({
  base: l.language,
  script: l.maximize().script ?? '',
  region: l.region ?? '',
});

const key = (p: Place): string => `${p.base}-${p.script}-${p.region}`;

/** likely is a place with its likely region: BR for pt. */
const likely = (p: Place): string =>
  key({ ...p, region: p.region || (new Intl.Locale(p.base, { script: p.script }).maximize().region ?? '') });

/** parent is the region that a region counts to in a language, or none. */
const parent = (p: Place): string =>
  Object.keys(wider)
    .find((tag) => tag.startsWith(`${p.base}-`) && wider[tag]?.split(' ').includes(p.region))
    ?.slice(p.base.length + 1) ?? '';

/** chain is a place and those that it is part of, the nearest first. */
function chain(p: Place): Place[] {
  return p.region === '' ? [p] : [p, ...chain({ ...p, region: parent(p) })];
}

const unrelated = 2000;

/** distance is how far a tag is from the wanted one. */
function distance(wanted: string, tag: string): number {
  const w = parse(wanted);
  const t = parse(tag);
  if (!w || !t) return wanted.toLowerCase() === tag.toLowerCase() && tag !== '' ? 0 : unrelated;
  const from = place(w);
  const to = place(t);
  if (from.base !== to.base) return unrelated;
  if (key(from) === key(to)) return 0;
  if (likely(from) === likely(to)) return 1;
  if (from.script !== to.script) return 1000;
  const others = chain(to).map(key);
  const [at, common] = [...chain(from).entries()].find(([, p]) => others.includes(key(p))) ?? [0, from];
  if (key(common) === key(to)) return 2 + at;
  return 100 + 2 * at + (likely(to) === likely(common) ? 0 : 1);
}

/**
 * nearest is the tag that suits the first of the languages for which one does: that very one, else the one for the region
 * that it is part of, else without a region, else of another region, the nearest first, else in another script. Where none
 * suits it is the first in the order of the alphabet.
 */
export function nearest(tags: string[], languages: string[]): string {
  const sorted = [...tags].sort();
  for (const wanted of languages) {
    const found = sorted.map((tag) => ({ tag, far: distance(wanted, tag) })).sort((a, b) => a.far - b.far)[0];
    if (found && found.far < unrelated) return found.tag;
  }
  return sorted[0] ?? '';
}

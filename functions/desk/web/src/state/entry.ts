// What an entry of the roster may say, as isEntry of the rules has it: there it is
// refused without a word, here a field says what is wrong with it.

import type { Role } from '../data/documents.js';
import type { RosterEntry } from '../data/orders.js';
import * as words from '../data/words.gen.js';
import { bounds, forms } from '../data/words.gen.js';

/** What can be wrong with a field; the text of it is the view's. */
export type Fault =
  | 'missing'
  | 'long'
  | 'many'
  | 'address'
  | 'lowerCase'
  | 'known'
  | 'role'
  | 'queue'
  | 'skill'
  | 'twice'
  | 'level'
  | 'capacity'
  | 'language';

export type Faults = Partial<Record<keyof RosterEntry, Fault>>;

const whole = (form: string): RegExp => new RegExp(`^(?:${form})$`);
const address = whole(forms.address);
const word = whole(forms.name);
const tag = whole(forms.tag);
const shown = new RegExp(`^(?:${forms.shown})$`, 'u');

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** What an entry is looked at with. */
export interface Context {
  /** addresses that are taken; none where an entry is changed */
  taken: string[];
  /** queues that there are, and those that the entry had before */
  queues: string[];
  /** roles that may be given, see roles */
  roles: Role[];
}

/** A skill as it is written in a form: the level is the text of its field. */
export interface SkillRow {
  name: string;
  level: string;
}

export function check(e: RosterEntry, skills: SkillRow[], within: Context): Faults {
  const found: [keyof RosterEntry, Fault | undefined][] = [
    ['email', ofAddress(e.email, within.taken)],
    [
      'displayName',
      !shown.test(e.displayName) ? 'missing' : bytes(e.displayName) > bounds.name ? 'long' : undefined,
    ],
    ['role', within.roles.includes(e.role) ? undefined : 'role'],
    [
      'queues',
      ofWords(e.queues, bounds.queues, word, 'queue') ??
        (e.queues.every((q) => within.queues.includes(q)) ? undefined : 'queue'),
    ],
    ['skills', ofSkills(skills)],
    [
      'capacity',
      Number.isInteger(e.capacity) && e.capacity >= 0 && e.capacity <= bounds.capacity
        ? undefined
        : 'capacity',
    ],
    ['languages', ofWords(e.languages, bounds.languages, tag, 'language')],
  ];
  return Object.fromEntries(found.filter(([, fault]) => fault));
}

function ofAddress(email: string, taken: string[]): Fault | undefined {
  if (email === '') return 'missing';
  if (email.length > bounds.address) return 'long';
  if (!address.test(email)) return 'address';
  if (email !== email.toLowerCase()) return 'lowerCase';
  return taken.includes(email) ? 'known' : undefined;
}

function ofWords(all: string[], most: number, form: RegExp, otherwise: Fault): Fault | undefined {
  if (all.length > most || all.join(',').length > bounds.words) return 'many';
  return all.every((w) => form.test(w)) ? undefined : otherwise;
}

function ofSkills(rows: SkillRow[]): Fault | undefined {
  const names = rows.map((r) => r.name);
  if (new Set(names).size < names.length) return 'twice';
  const levels = rows.every((r) => /^[1-9]\d*$/.test(r.level) && Number(r.level) <= bounds.level);
  return ofWords(names, bounds.skills, word, 'skill') ?? (levels ? undefined : 'level');
}

/** The roles that somebody may give: nobody changes their own, and admins are made and unmade by admins. */
export function roles(mine: Role, before: Role, self: boolean): Role[] {
  if (self || (before === 'admin' && mine !== 'admin')) return [before];
  return words.roles.filter((role) => role !== 'admin' || mine === 'admin');
}

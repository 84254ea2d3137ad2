// What an entry of the roster may say, as isEntry of the rules has it: there it is
// refused without a word, here a field says what is wrong with it. The function that
// carries a change out knows more, and says why it refuses one.

import type { Entry, Role } from '../data/documents.js';
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
  | 'language'
  | 'why'
  | 'domain';

/** The fields of the form: those of the entry, and the reason. */
export type Field = keyof RosterEntry | 'why';

export type Faults = Partial<Record<Field, Fault>>;

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
  /** the role before the change; that of a plain agent for somebody new */
  role: Role;
  /** the author's reason */
  why: string;
  /** domains that addresses may be in; none means any */
  domains: string[];
}

/** A skill as it is written in a form: the level is the text of its field. */
export interface SkillRow {
  name: string;
  level: string;
}

export function check(e: RosterEntry, skills: SkillRow[], within: Context): Faults {
  const found: [Field, Fault | undefined][] = [
    ['email', ofAddress(e.email, within)],
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
    ['why', ofWhy(within.why, e.role !== within.role)],
  ];
  return Object.fromEntries(found.filter(([, fault]) => fault));
}

/** A reason is needed where somebody's rights change. */
export function ofWhy(why: string, needed: boolean): Fault | undefined {
  if (bytes(why) > bounds.why) return 'long';
  return needed && why === '' ? 'why' : undefined;
}

function ofAddress(email: string, { taken, domains }: Context): Fault | undefined {
  if (email === '') return 'missing';
  if (email.length > bounds.address) return 'long';
  if (!address.test(email)) return 'address';
  if (email !== email.toLowerCase()) return 'lowerCase';
  if (taken.includes(email)) return 'known';
  const own = email.split('@')[1] ?? '';
  return domains.length > 0 && !domains.includes(own) ? 'domain' : undefined;
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

/**
 * The roles that somebody may give: nobody changes their own, and only admins make and unmake
 * those who supervise. None is given by suspending, and stays while nothing else is chosen.
 */
export function roles(mine: Role, before: Role, self: boolean): Role[] {
  if (self || (mine !== 'admin' && supervises(before))) return [before];
  const all = words.workers.filter((role) => mine === 'admin' || role === 'agent');
  return before === 'none' ? ['none', ...all] : [...all];
}

const supervises = (role: Role): boolean => words.supervisors.some((s) => s === role);

/** What somebody may do to an entry, as the function decides it: shared/roster. */
export interface Rights {
  edit: boolean;
  /** whether the name and the capacity may be changed */
  all: boolean;
  suspend: boolean;
  remove: boolean;
}

export function rights(
  me: { email: string; role: Role },
  of: { email: string; role: Role; adminOnly?: boolean },
): Rights {
  const self = me.email === of.email;
  const admin = me.role === 'admin';
  const below = !supervises(of.role) && !of.adminOnly;
  return {
    edit: self || admin || below,
    all: admin || (!self && below),
    suspend: !self && (of.role === 'none' ? admin && !of.adminOnly : admin || of.role !== 'admin'),
    remove: !self && admin,
  };
}

/** The fields in which two entries differ, in the order of the form. */
export function differences(a: Entry, b: Entry): (keyof Entry)[] {
  const fields: (keyof Entry)[] = ['displayName', 'role', 'queues', 'skills', 'capacity', 'languages'];
  const text = (value: unknown): string =>
    JSON.stringify(value && typeof value === 'object' ? Object.entries(value).sort() : value);
  return fields.filter((field) => text(a[field]) !== text(b[field]));
}

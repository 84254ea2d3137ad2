// Functions store why something is as it is as a code with arguments. The sentences are
// in a table for each language, which the command line reads, too.

import en from '../../../../../emulator/texts/en.json';
import fr from '../../../../../emulator/texts/fr.json';
import { type Reason, reason } from '../data/reason.js';
import { bytes, moment, number, plural, say, span, type Texts } from './language.js';

type Table = Record<string, string>;

const tables: Texts<Table> = { en, fr };

const placeholder = /\{(\w+)(?::(\w+)|\|([^|}]*)\|([^}]*))?\}/g;
const optional = /\[([^\]]*)\]/g;

/** shown is an argument as its kind asks for; a reason within a reason is a clause of it. */
function shown(value: unknown, kind: string | undefined, table: Table): string {
  if (typeof value === 'string') return kind === 'time' ? time(value) : value;
  if (typeof value === 'number') {
    if (kind === 'duration') return span(value * 1000);
    return kind === 'bytes' ? bytes(value) : number(value);
  }
  if (Array.isArray(value)) return value.map((v) => shown(v, kind, table)).join(table.separator);
  const nested = reason(value);
  return nested ? because(nested) : '';
}

const time = (text: string): string => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : moment(at);
};

function fill(text: string, args: Reason['args'], table: Table): string {
  return text
    .replace(optional, (_, part: string) =>
      [...part.matchAll(placeholder)].every(([, name = '']) => shown(args[name], '', table) !== '')
        ? part
        : '',
    )
    .replace(placeholder, (_, name: string, kind?: string, one?: string, other?: string) => {
      const value = args[name];
      if (one === undefined || other === undefined) return shown(value, kind, table);
      return plural(typeof value === 'number' ? value : 0, one, other);
    });
}

/** because is a reason as a clause: it begins with a small letter and has no full stop. */
export function because(r: Reason): string {
  const table = say(tables);
  const text = table[r.code];
  return text === undefined ? fill(table.unknown ?? '', { code: r.code }, table) : fill(text, r.args, table);
}

/** sentence is a reason as a sentence. */
export function sentence(r: Reason): string {
  const clause = because(r);
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

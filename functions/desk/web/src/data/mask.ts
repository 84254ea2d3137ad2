// What must not be stored, as shared/mask finds it: the tests of both have the same cases.
// It is masked here so that it does not even get as far as the functions.

import { ibanLengths, issuers, ranges, replacement } from './mask.gen.js';
import { fields, list, text, yes } from './values.js';

type Direction = 'in' | 'out';

/** Span is a part of a text. */
type Span = [start: number, end: number];

interface Rule {
  name: string;
  replacement: string;
  find: (plain: string) => Span[];
}

/** A part of a number that nothing separates; linked: to the one before. */
interface Group {
  start: number;
  end: number;
  linked: boolean;
  plus: boolean;
}

/** A built-in kind of number. */
interface Numbers {
  letters?: boolean;
  least: number;
  most: number;
  groups?: number[];
  valid: (compact: string) => boolean;
}

let last = 0;
const table = ranges.split(',').map((range) => {
  const [gap, more, as, of] = range.split(' ').map((n) => Number.parseInt(n, 36)) as [
    number,
    number,
    number,
    number,
  ];
  const from = last + gap;
  last = from + more;
  return { from, to: last, as, of };
});

/** seen is what rules see a character as. */
function seen(c: string): string {
  const code = c.codePointAt(0) as number;
  if (code > 31 && code < 127) return c;
  const r = table.find((r) => code <= r.to);
  if (!r || code < r.from) return c;
  return r.as ? String.fromCodePoint(r.as + ((code - r.from) % r.of)) : '';
}

/** escaped is a character, or how addresses, pages and payloads write one. */
const escaped = /%([0-7][0-9a-f])|&#x([0-9a-f]{1,5});|\\u([0-9a-f]{4})|&#([0-9]{1,6});|(&nbsp;)|./gisu;

function meant([whole, ...codes]: RegExpMatchArray): string {
  const [percent, hex, unicode, decimal, blank] = codes;
  if (blank) return ' ';
  if (decimal) return String.fromCodePoint(Number(decimal));
  const code = percent ?? hex ?? unicode;
  return code ? String.fromCodePoint(Number.parseInt(code, 16)) : whole;
}

/** plain is a text as rules see it, and where in the text its parts come from. */
function plain(s: string): { text: string; from: number[]; to: number[] } {
  const view = { text: '', from: [] as number[], to: [] as number[] };
  for (const m of s.matchAll(escaped)) {
    const as = seen(meant(m));
    for (let i = 0; i < as.length; i++) {
      view.from.push(m.index);
      view.to.push(m.index + m[0].length);
    }
    view.text += as;
  }
  return view;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[i]) * ((digits.length - i) % 2 ? 1 : 2);
    sum += d > 9 ? d - 9 : d;
  }
  return digits !== '' && sum % 10 === 0; // false for letters
}

function mod97(compact: string): boolean {
  let rest = 0;
  for (const c of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(c, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return compact.length > 4 && rest === 1;
}

const checks: Record<string, (compact: string) => boolean> = { luhn, mod97 };

const isCard = (s: string): boolean =>
  luhn(s) &&
  issuers.some(([from, to, lengths]) => {
    const head = Number(s.slice(0, String(from).length));
    return from <= head && head <= to && lengths.includes(s.length);
  });

function isNir(s: string): boolean {
  if (!/^[1-478]\d\d(0[1-9]|[1-9]\d)(\d\d|2[AB])\d{8}$/.test(s)) return false;
  const n = Number(s.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97 - (n % 97) === Number(s.slice(13));
}

function isSteuerId(s: string): boolean {
  let product = 10;
  for (const digit of s.slice(0, 10)) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return s[0] !== '0' && (11 - product) % 10 === Number(s[10]);
}

const isDni = (s: string): boolean =>
  /^[XYZ\d]\d{7}[A-Z]$/.test(s) &&
  'TRWAGMYFPDXBNJZSQVHLCKE'[Number(s.slice(0, 8).replace(/[XYZ]/, (c) => String('XYZ'.indexOf(c)))) % 23] ===
    s[8];

const builtIn: Record<string, Numbers> = {
  card: { least: 14, most: 19, valid: isCard },
  iban: {
    letters: true,
    least: 15,
    most: 33,
    valid: (s) => /^[A-Z]{2}\d\d/.test(s) && ibanLengths.includes(s.slice(0, 2) + s.length) && mod97(s),
  },
  'fr-nir': { letters: true, least: 15, most: 15, valid: isNir },
  'us-ssn': {
    least: 9,
    most: 9,
    groups: [3, 2, 4],
    valid: (s) => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)/.test(s),
  },
  'uk-nino': {
    letters: true,
    least: 9,
    most: 9,
    valid: (s) => /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(s),
  },
  'de-steuer-id': { least: 11, most: 11, valid: isSteuerId },
  'es-dni': { letters: true, least: 9, most: 9, valid: isDni },
};

const maxPhone = 15;

/** Whether only separators stand between two groups: nothing of a word or number, and three at most that are no spaces. */
function linked(before: string, group: string): boolean {
  const [, between = '++'] = before.match(new RegExp(`${group}([^\\p{L}\\p{M}\\p{N}]{1,8})$`, 'u')) ?? [];
  const marks = [...between.replace(/[ \n]/g, '')];
  return marks.length <= 3 && between.lastIndexOf('+') <= 0; // a later + is in front of a phone number
}

/** The groups of a text. */
function split(s: string, { letters }: Numbers): Group[] {
  const part = letters ? '[0-9A-Za-z]' : '[0-9]';
  return [...s.matchAll(new RegExp(`${part}+`, 'g'))].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    linked: linked(s.slice(Math.max(0, m.index - 17), m.index), part),
    plus: s[m.index - 1] === '+',
  }));
}

/** longest is how many of the groups from one on make a valid number, or 0. */
function longest(s: string, groups: Group[], from: number, n: Numbers): number {
  let [word, found] = ['', 0];
  for (let i = 0; from + i < groups.length; i++) {
    const g = groups[from + i] as Group;
    const size = g.end - g.start;
    if ((i > 0 && !g.linked) || word.length + size > n.most || (n.groups && n.groups[i] !== size)) break;
    word += s.slice(g.start, g.end).toUpperCase();
    const whole = word.length >= n.least && (!n.groups || i + 1 === n.groups.length);
    if (whole && !(groups[from]?.plus && word.length <= maxPhone) && n.valid(word)) found = i + 1;
  }
  return found;
}

function numbers(s: string, n: Numbers): Span[] {
  const groups = split(s, n);
  const spans: Span[] = [];
  for (let i = 0; i < groups.length; i++) {
    const many = longest(s, groups, i, n);
    if (!many) continue;
    spans.push([groups[i]?.start ?? 0, groups[i + many - 1]?.end ?? 0]);
    i += many - 1;
  }
  return spans;
}

function matches(s: string, pattern: RegExp, check: string): Span[] {
  const valid = (m: string) => !check || checks[check]?.(m.replace(/[^0-9A-Za-z]/g, '').toUpperCase());
  return [...s.matchAll(pattern)].filter((m) => valid(m[0])).map((m) => [m.index, m.index + m[0].length]);
}

/** compiled is a rule as an admin writes it, or nothing for one that is not understood here. */
function compiled(rule: unknown): Rule[] {
  const r = fields(rule);
  const kind = text(r.built_in);
  const named = { name: text(r.name) || kind, replacement: text(r.replacement) || replacement };
  const n = builtIn[kind];
  if (n) return [{ ...named, find: (s) => numbers(s, n) }];
  try {
    const pattern = new RegExp(text(r.pattern), yes(r.ignore_case) ? 'giu' : 'gu');
    return text(r.pattern) ? [{ ...named, find: (s) => matches(s, pattern, text(r.check)) }] : [];
  } catch {
    return []; // the function masks again, and has all rules
  }
}

/** Mask is the rules for texts of a direction, as they stand in the configuration. */
export class Mask {
  private readonly rules: Rule[];

  constructor(rules?: unknown, direction: Direction = 'out') {
    const all = list(rules ?? [{ built_in: 'card' }]);
    const is = (r: unknown) => [direction, 'both', ''].includes(text(fields(r).direction));
    this.rules = all.filter(is).flatMap(compiled);
  }

  /** mask is a text without what the rules find; their names are added to by. */
  mask(s: string, by: Set<string>): string {
    let masked = s;
    for (let pass = 0; pass < 4; pass++) {
      const before = masked;
      for (const rule of this.rules) {
        const after = once(masked, rule);
        if (after !== masked) by.add(rule.name);
        masked = after;
      }
      if (masked === before) break;
    }
    return masked;
  }
}

function once(s: string, rule: Rule): string {
  const view = plain(s);
  let [out, done] = ['', 0];
  for (const [start, end] of rule.find(view.text)) {
    out += s.slice(done, view.from[start]) + rule.replacement;
    done = view.to[end - 1] ?? s.length;
  }
  return out + s.slice(done);
}

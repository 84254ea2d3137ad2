import { base } from '../data/locale.js';
import { Model } from '../state/model.js';

/** The languages that the desk speaks. */
export type Code = 'en' | 'fr';
export const codes: Code[] = ['en', 'fr'];

/** Texts are one part of the desk in every language; the parts are beside what shows them. */
export type Texts<T> = Record<Code, T>;

const stored = 'desk-language';

function preferred(): Code {
  const kept = globalThis.localStorage?.getItem(stored);
  const wanted = [kept ?? '', ...(globalThis.navigator?.languages ?? [])];
  return wanted.map((w) => codes.find((c) => c === base(w))).find(Boolean) ?? 'en';
}

/** The time zone of the browser. */
const here = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

class Language extends Model {
  code: Code = preferred();
  /** the time zone in which times are shown */
  zone = here();

  /** in shows times as they are in a time zone, the browser's if there is no such zone. */
  in(zone: string): void {
    const known = isZone(zone) ? zone : here();
    if (known === this.zone) return;
    this.zone = known;
    this.changed();
  }

  choose(code: Code): void {
    this.code = code;
    globalThis.localStorage?.setItem(stored, code);
    this.apply();
    this.changed();
  }

  apply(): void {
    globalThis.document.documentElement.lang = this.code;
  }
}

function isZone(timeZone: string): boolean {
  try {
    return timeZone !== '' && new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The language that the agent reads; it begins with the browser's. */
export const language = new Language();

/** say is the texts in the language that the agent reads. */
export const say = <T>(texts: Texts<T>): T => texts[language.code];

// ---- Times, numbers and lists, in the agent's language and the workstream's time zone

const made = new Map<string, unknown>();

/** cached is a formatter of the language, which takes long to make. */
function cached<F>(kind: string, options: object, make: () => F): F {
  const key = language.code + kind + JSON.stringify(options);
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as F;
}

/** British English: the day before the month, and 24 hours. */
const tag = (): string => (language.code === 'en' ? 'en-GB' : language.code);

function format(ms: number, how: Intl.DateTimeFormatOptions): string {
  const options = { ...how, timeZone: language.zone };
  return cached('date', options, () => new Intl.DateTimeFormat(tag(), options)).format(ms);
}

const figure = (n: number, options: Intl.NumberFormatOptions): string =>
  cached('number', options, () => new Intl.NumberFormat(tag(), options)).format(n);

export const clock = (ms: number): string => format(ms, { hour: '2-digit', minute: '2-digit' });
export const day = (ms: number): string =>
  format(ms, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
export const shortDay = (ms: number): string => format(ms, { day: 'numeric', month: 'short' });
export const moment = (ms: number): string => format(ms, { dateStyle: 'medium', timeStyle: 'medium' });

/** period is from one instant to another, with what both have in common said once. */
export function period(from: number, to: number): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: language.zone } as const;
  return cached('date', options, () => new Intl.DateTimeFormat(tag(), options)).formatRange(from, to);
}

/** The day of an instant, as something to compare. */
export const dayKey = (ms: number): string => format(ms, { dateStyle: 'short' });

/** dateTitle is a day of the calendar, YYYY-MM-DD, in words. */
export const dateTitle = (date: string): string =>
  new Intl.DateTimeFormat(tag(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${date}T12:00Z`));

/** dateRange is from one day of the calendar to another, and shortDate one of them, on an axis. */
export const dateRange = (from: string, to: string): string =>
  new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(
    Date.parse(`${from}T12:00Z`),
    Date.parse(`${to}T12:00Z`),
  );
export const shortDate = (date: string): string =>
  cached(
    'date',
    { shortDate: true },
    () => new Intl.DateTimeFormat(tag(), { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  ).format(Date.parse(`${date}T12:00Z`));

/** soon is a time of today, or of another day with its day. */
export const soon = (ms: number, now: number): string =>
  dayKey(ms) === dayKey(now)
    ? clock(ms)
    : format(ms, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/**
 * elsewhere is the time now and whose it is, if times are not shown as the browser
 * has them: 09:00 Paris time. Otherwise it is empty.
 */
export function elsewhere(now: number): string {
  const whose = zoneName(now);
  return whose === '' ? '' : `${clock(now)} ${whose}`;
}

/** zoneName is whose times are shown, if the browser has others: Paris time. Otherwise it is empty. */
export function zoneName(now: number): string {
  if (offset(now, language.zone) === offset(now, here())) return '';
  const city = language.zone === 'UTC' ? 'UTC' : (language.zone.split('/').at(-1) ?? '').replaceAll('_', ' ');
  return city === 'UTC' ? city : say({ en: `${city} time`, fr: `heure de ${city}` });
}

const offset = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(ms);

/** recently is the time of today, or the day. */
export const recently = (ms: number, now: number): string =>
  dayKey(ms) === dayKey(now) ? clock(ms) : shortDay(ms);

/** span is a length of time in its largest two units: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  const d = say({ en: 'd', fr: 'j' });
  const units: [number, string][] = [
    [86_400, d],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => s >= size);
  if (first < 0) return '0 s';
  const [size = 1, unit] = units[first] ?? [];
  const [below, unitBelow] = units[first + 1] ?? [];
  const rest = below ? Math.floor((s % size) / below) : 0;
  return `${Math.floor(s / size)} ${unit}${rest > 0 ? ` ${rest} ${unitBelow}` : ''}`;
}

export const number = (n: number, digits = 0): string => figure(n, { maximumFractionDigits: digits });

export const percent = (share: number): string => figure(share, { style: 'percent' });

export const listed = (items: string[]): string =>
  cached('list', {}, () => new Intl.ListFormat(language.code)).format(items);

/** plural chooses by number: French has zero in the singular. */
export const plural = (n: number, one: string, other: string): string =>
  cached('plural', {}, () => new Intl.PluralRules(language.code)).select(n) === 'one' ? one : other;

/** tongue is the name of a language by its tag. */
export function tongue(tag: string): string {
  try {
    return new Intl.DisplayNames([language.code], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** bytes is the size of a file. */
export function bytes(n: number): string {
  const [kilo, mega] = say({ en: ['kB', 'MB'], fr: ['ko', 'Mo'] });
  return n < 1e6 ? `${number(Math.max(1, n / 1e3))} ${kilo}` : `${number(n / 1e6, 1)} ${mega}`;
}

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  clock,
  elsewhere,
  language,
  period,
  plural,
  recently,
  shortDay,
  soon,
  span,
  tongue,
} from '../src/text/language.js';
import { shell } from '../src/text/shell.js';
import { wordsByLanguage } from '../src/text/words.js';

afterEach(() => {
  language.code = 'en';
  language.in('');
});

test('a period says once what its ends have in common', () => {
  language.in('UTC');
  const from = Date.UTC(2026, 2, 6, 9, 30);
  assert.match(period(from, from + 3_600_000), /^6 Mar 2026, 09:30.10:30$/);
  assert.match(period(from, from + 86_400_000), /^6 Mar 2026, 09:30\s–\s7 Mar 2026, 09:30$/u);
});

test('a span has its largest two units', () => {
  const cases: [number, string][] = [
    [-5, '0 s'],
    [400, '0 s'],
    [45_000, '45 s'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [273_600_000, '3 d 4 h'],
  ];
  for (const [ms, want] of cases) assert.equal(span(ms), want);
});

test('French has its own unit for days', () => {
  language.code = 'fr';
  assert.equal(span(273_600_000), '3 j 4 h');
});

test('zero is singular in French and plural in English', () => {
  assert.equal(plural(0, 'message', 'messages'), 'messages');
  language.code = 'fr';
  assert.equal(plural(0, 'message', 'messages'), 'message');
});

test('today is a time and another day is a day', () => {
  const noon = new Date(2026, 2, 5, 12).getTime();
  assert.equal(recently(noon, noon + 1000), clock(noon));
  assert.equal(recently(noon, noon + 86_400_000), shortDay(noon));
});

test('a language that nobody knows is its tag', () => {
  assert.equal(tongue('fr'), 'French');
  assert.equal(tongue('not a tag'), 'not a tag');
});

/** The keys of texts, those of maps within too. */
function keys(of: object, at = ''): string[] {
  return Object.entries(of).flatMap(([k, v]) =>
    v !== null && typeof v === 'object' && !Array.isArray(v) ? keys(v, `${at}${k}.`) : [`${at}${k}`],
  );
}

test('every text is there in both languages', () => {
  for (const texts of [shell, wordsByLanguage]) {
    assert.deepEqual(keys(texts.fr).sort(), keys(texts.en).sort());
  }
});

test('times are those of the workstream’s zone, and it is said where that is not the browser’s', () => {
  const night = Date.UTC(2026, 2, 5, 23, 30);
  const browsers = Intl.DateTimeFormat().resolvedOptions().timeZone;
  language.in(browsers);
  assert.equal(elsewhere(night), '');
  language.in('Asia/Tokyo');
  assert.equal(clock(night), '08:30');
  assert.equal(elsewhere(night), '08:30 Tokyo time');
  assert.equal(recently(night, night + 3_600_000), '08:30', 'the same day there');
  assert.equal(shortDay(night), '6 Mar');
  assert.equal(soon(night, night + 60_000), '08:30');
  assert.match(soon(night + 86_400_000, night), /Sat.*7 Mar.*08:30/);
  language.code = 'fr';
  assert.equal(elsewhere(night), '08:30 heure de Tokyo');
  language.in('America/Argentina/Buenos_Aires');
  assert.equal(elsewhere(night), '20:30 heure de Buenos Aires');
  language.in('No/Such_Zone');
  assert.equal(language.zone, browsers);
});

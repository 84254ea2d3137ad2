import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hours } from '../src/data/configuration.js';
import { nextOpen, spansOn } from '../src/state/hours.js';

const weekday = ['09:00-12:30', '14:00-18:00'];
const office: Hours = {
  zone: 'Europe/Paris',
  week: { monday: weekday, tuesday: weekday, friday: weekday, saturday: ['22:00-02:00'] },
  exceptions: { '2026-03-10': [], '2026-03-12': ['24h'] },
};
const at = (text: string) => Date.parse(text);
const opens = (now: string) => {
  const next = nextOpen(office, at(now));
  return next === undefined ? undefined : new Date(next).toISOString();
};

test('what is open opens now, and what is closed at its next span', () => {
  const open = '2026-03-09T08:00:00.000Z'; // a Monday, nine o’clock in Paris
  assert.equal(opens(open), open);
  assert.equal(opens('2026-03-09T07:59:00Z'), open);
  assert.equal(opens('2026-03-09T11:30:00Z'), '2026-03-09T13:00:00.000Z', 'a span does not include its end');
  assert.equal(opens('2026-03-06T17:00:00Z'), '2026-03-07T21:00:00.000Z', 'the evening after');
});

test('a span ends on the next day, and a date has its own spans', () => {
  const night = '2026-03-08T00:30:00.000Z';
  assert.equal(opens(night), night);
  assert.equal(opens('2026-03-08T01:00:00Z'), '2026-03-09T08:00:00.000Z');
  assert.equal(opens('2026-03-09T17:00:00Z'), '2026-03-11T23:00:00.000Z', 'a day off, then one of 24 hours');
});

test('what never opens has no opening', () => {
  assert.equal(nextOpen({ zone: 'UTC', week: {}, exceptions: {} }, at('2026-03-09T08:00:00Z')), undefined);
});

test('an hour may be written with one digit, and spans in any order', () => {
  const shop: Hours = { zone: 'UTC', week: { monday: ['14:00-18:00', '9:00-12:30'] }, exceptions: {} };
  assert.deepEqual(spansOn(shop, '2026-03-09'), [
    ['09:00', '12:30'],
    ['14:00', '18:00'],
  ]);
  assert.equal(nextOpen(shop, at('2026-03-09T08:00:00Z')), at('2026-03-09T09:00:00Z'));
});

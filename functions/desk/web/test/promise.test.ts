import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initials, tint, tints } from '../src/state/initials.js';
import { grade } from '../src/state/promise.js';
import { short } from '../src/view/ring.js';

test('the promise is green until half of it is gone, amber until it is over, then red', () => {
  assert.deepEqual(
    [0, 49, 50, 100, 101].map((now) => grade(0, 100, now)),
    ['ok', 'ok', 'half', 'half', 'late'],
  );
  assert.equal(grade(5, 0, 1_000_000), '', 'nothing was promised');
});

test('initials are of the first and the last name', () => {
  const all = { 'Dana Lévy': 'DL', Dana: 'D', 'émile de la Tour': 'ÉT', 'Jean-Luc': 'JL', 山田太郎: '山' };
  for (const [name, want] of Object.entries(all)) assert.equal(initials(name), want);
  for (const none of ['', '+33 6 •• •• •• 48', '☺']) assert.equal(initials(none), '');
});

test('a name has one tint, and names have many', () => {
  assert.equal(tint('Dana'), tint('Dana'));
  const seen = new Set(Array.from({ length: 200 }, (_, i) => tint(`Customer ${i}`)));
  assert.equal(seen.size, tints);
});

test('the time that is left of an offer fits into its ring', () => {
  const shown = [0, 45, 99, 100, 299, 600, 3600].map(short);
  assert.deepEqual(shown, ['0', '45', '99', '1:40', '4:59', '10′', '60′']);
});

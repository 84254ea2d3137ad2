import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds } from '../src/data/words.gen.js';
import { brandOf } from '../src/state/overview.js';
import { changes, shown, tooLong } from '../src/state/profile.js';

const known = (text: string) => ({ text, by: 'ana@shop.example', name: 'Ana', at: 1 });

test('only what is different is written, and what is empty is taken away', () => {
  const before = { company: known('Lamps'), note: known('Calls on Fridays.') };
  assert.deepEqual(
    changes(before, { company: ' Lamps ', note: '', email: 'dana@lamps.example', phone: '' }),
    [
      ['email', 'dana@lamps.example'],
      ['note', ''],
    ],
  );
});

test('details are shown in one order, and the note apart', () => {
  const all = { note: known('x'), address: known('Lyon'), name: known('Dana'), unknown: known('?') };
  assert.deepEqual(
    shown(all).map(([d]) => d),
    ['name', 'address'],
  );
});

test('what is too long is said before it is sent', () => {
  assert.equal(tooLong([['phone', '1'.repeat(bounds.detail)]]), undefined);
  assert.equal(tooLong([['phone', 'é'.repeat(bounds.detail)]]), 'phone');
});

test('the brand is named where an account has several', () => {
  const config = (brands: Record<string, string>) =>
    ({ accounts: { acme: { brands } } }) as unknown as Parameters<typeof brandOf>[0];
  const c = { account: 'acme', brandAgent: 'brands/b-1/agents/a-1' };
  assert.equal(brandOf(config({ 'a-1': 'stores', 'a-2': 'pro' }), c), 'stores');
  assert.equal(brandOf(config({ 'a-2': 'pro', 'a-3': 'stores' }), c), '', 'one that is there no longer');
  assert.equal(brandOf(config({ 'a-1': 'stores' }), c), '');
  assert.equal(brandOf(undefined, c), '');
});

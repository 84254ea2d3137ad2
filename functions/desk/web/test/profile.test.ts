import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds } from '../src/data/words.gen.js';
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

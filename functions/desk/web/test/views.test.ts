import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Firestore } from 'firebase/firestore';
import type { Changes } from '../src/data/changes.js';
import { Views } from '../src/state/views.js';

test('a view is kept and taken away by itself, whatever others there are', async () => {
  const written: Changes[] = [];
  const views = new Views({} as Firestore, 'sue@shop.example', async (changes) => {
    written.push(changes);
  });
  await views.save('late', 'state=open');
  await views.remove('early');
  assert.deepEqual(written, [{ late: 'state=open' }, { early: undefined }]);
});

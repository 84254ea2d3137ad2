import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initializeApp } from 'firebase/app';
import {
  collection,
  deleteDoc,
  disableNetwork,
  doc,
  initializeFirestore,
  limit,
  memoryLocalCache,
  orderBy,
  query,
  setDoc,
  terminate,
} from 'firebase/firestore';
import * as listen from '../src/data/listen.js';

/** The library itself, with nothing but what it was told here. */
async function database(t: { after: (f: () => Promise<void>) => void }) {
  const db = initializeFirestore(initializeApp({ projectId: 'demo', apiKey: 'none' }, 'listen'), {
    localCache: memoryLocalCache(),
  });
  t.after(() => terminate(db));
  await disableNetwork(db);
  return db;
}

test('of a list that changes only what has changed is decoded, and the list is whole and in its order', async (t) => {
  const all = collection(await database(t), 'rows');
  const put = (id: string, at: number) => void setDoc(doc(all, id), { at }); // no server ever answers
  for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) put(id, i);

  const decoded: string[] = [];
  let heard = (_: string[]) => {};
  let next = new Promise<string[]>((resolve) => (heard = resolve));
  const stop = listen.all(
    query(all, orderBy('at'), limit(3)),
    (snap) => {
      decoded.push(snap.id);
      return `${snap.id}${snap.data()?.at}`;
    },
    (values) => heard(values),
  );
  const after = (change: () => void) => {
    decoded.length = 0;
    next = new Promise((resolve) => (heard = resolve));
    change();
    return next;
  };

  assert.deepEqual(await next, ['a0', 'b1', 'c2']);
  assert.deepEqual(await after(() => put('b', 1.5)), ['a0', 'b1.5', 'c2']);
  assert.deepEqual(decoded, ['b']);
  assert.deepEqual(
    await after(() => put('c', -1)),
    ['c-1', 'a0', 'b1.5'],
    'what moves is shown where it goes',
  );
  assert.deepEqual(decoded, ['c']);
  assert.deepEqual(
    await after(() => void deleteDoc(doc(all, 'a'))),
    ['c-1', 'b1.5', 'd3'],
    'one goes, the next one comes',
  );
  assert.deepEqual(decoded, ['d']);
  assert.deepEqual(await after(() => put('a', 0)), ['c-1', 'a0', 'b1.5'], 'what comes back is as it is now');
  assert.deepEqual(decoded, ['a']);
  stop();
});

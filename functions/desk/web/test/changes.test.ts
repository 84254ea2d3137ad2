import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteField } from 'firebase/firestore';
import { changes, merged } from '../src/data/changes.js';

test('only what somebody has changed is written, and what they have taken away is deleted', () => {
  const from = { kept: 'a', changed: 'b', renamed: 'c', constructor: 'd' };
  const to = { kept: 'a', changed: 'B', 'renamed.': 'c', toString: '' };
  const wanted = { changed: 'B', renamed: undefined, 'renamed.': 'c', constructor: undefined, toString: '' };
  assert.deepEqual(changes(from, to), wanted);
  assert.deepEqual(changes(to, to), {});
});

test('a map in which nothing changes is left out, as an empty one would take the place of what is there', () => {
  const fields = merged({ replies: { new: 'x', old: undefined }, pictures: {} });
  assert.deepEqual(Object.keys(fields), ['replies']);
  assert.equal(fields.replies.new, 'x');
  assert.ok(deleteField().isEqual(fields.replies.old));
});

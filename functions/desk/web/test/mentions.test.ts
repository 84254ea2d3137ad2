import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Firestore } from 'firebase/firestore';
import type { Mention } from '../src/data/documents.js';
import { Mentions } from '../src/state/mentions.js';
import { isEditable } from '../src/state/note.js';
import { message, settled } from './fakes.js';

const mention = (id: string, conversation: string, seenAt = 0): Mention => ({
  id,
  conversation,
  note: `note-${id}`,
  author: { email: 'ben@x.example', name: 'Ben', bot: false },
  at: 1,
  seenAt,
});

/** Of the conversations a is in a list, b can be read, and c not any more. */
function told(fails = false) {
  const written: string[] = [];
  const read: string[] = [];
  const mentions = new Mentions({} as Firestore, 'ana@x.example', {
    saw: async (id) => {
      written.push(id);
      if (fails) throw new Error('offline');
    },
    called: (id) => (id === 'a' ? 'Maria' : undefined),
    read: async (id) => {
      read.push(id);
      return id === 'b' ? 'Jean' : undefined;
    },
  });
  mentions.heard([mention('m1', 'a'), mention('m2', 'b'), mention('m3', 'a', 5)]);
  return { mentions, written, read };
}

test('a mention is seen with the notes of its conversation, and written once', () => {
  const { mentions, written } = told();
  mentions.looked('a');
  mentions.looked('a');
  assert.deepEqual(written, ['m1']);
  assert.deepEqual(
    mentions.unseen.map((m) => m.id),
    ['m2'],
  );
  mentions.seeAll();
  assert.deepEqual([written, mentions.unseen.length], [['m1', 'm2'], 0]);
});

test('a mention names the customer as the conversation does, which is read once, and is gone where one may not', async () => {
  const { mentions, written, read } = told();
  mentions.heard([mention('m1', 'a'), mention('m2', 'b'), mention('m4', 'c'), mention('m5', 'c')]);
  mentions.name();
  mentions.name();
  await settled();
  mentions.name();
  assert.deepEqual(read, ['b', 'c']);
  assert.deepEqual(
    mentions.list.map((m) => [m.id, mentions.called(m.conversation)]),
    [
      ['m1', 'Maria'],
      ['m2', 'Jean'],
    ],
  );
  assert.deepEqual(written, ['m4', 'm5'], 'nobody has to mark as seen what nobody can see');
});

test('what could not be written is unseen still', async () => {
  const { mentions } = told(true);
  mentions.looked('a');
  await settled();
  assert.equal(mentions.unseen.length, 2);
});

test('a note is editable for its author, for a quarter of an hour', () => {
  const me = 'ana@x.example';
  const author = { email: me, name: 'Ana', bot: false };
  const note = message('n', 0, { direction: 'note', author, committedAt: 1000 });
  assert.ok(isEditable(note, me, 1000 + 899_999));
  assert.ok(!isEditable(note, me, 1000 + 900_000));
  assert.ok(!isEditable(note, 'ben@x.example', 1000));
  assert.ok(!isEditable({ ...note, deletedAt: 1 }, me, 1000));
  assert.ok(!isEditable({ ...note, direction: 'in' }, me, 1000));
});

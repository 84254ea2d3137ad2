import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../src/state/outbox.js';
import { Database, keep, reply, settled, storage } from './fakes.js';

const none = new Set<string>();
const states = (o: Outbox, c = 'c') => o.of(c).map((p) => `${p.id} ${p.state}`);

function world(within = storage(), now = { at: 1000 }) {
  const db = new Database();
  const tabs = new EventTarget();
  const box = new Outbox(db, keep(within), () => now.at, tabs);
  return { db, box, now, within, tabs };
}

/** A page after a reload, with replies that the page before wrote; resume asks what became of them. */
function reloaded(...ids: string[]) {
  const before = world();
  for (const id of ids) before.box.send('c', id, { text: 'offline' });
  const after = world(before.within);
  const resume = async (undecided = () => {}) => {
    const resumed = after.box.resume();
    await settled();
    undecided();
    await after.db.come();
    await resumed;
  };
  return { ...after, resume };
}

test('a reply is there at once, taken when the database has it, gone when the history shows it', async () => {
  const { db, box } = world();
  box.send('c', 'r1', { text: 'hello' });
  assert.deepEqual(states(box), ['r1 queued']);
  assert.equal(box.queued, 1);
  await db.take('r1');
  assert.deepEqual(states(box), ['r1 taken']);
  box.seen('c', new Set(['r1']), []);
  assert.deepEqual(states(box), []);
  assert.deepEqual(db.written.length, 1);
});

test('replies stay in the order in which they were written, within a millisecond too', () => {
  const { box } = world();
  for (const id of ['z', 'a', 'm']) box.send('c', id, { text: id });
  assert.deepEqual(
    box.of('c').map((p) => p.id),
    ['z', 'a', 'm'],
  );
});

test('a reply that the database refuses is kept with its text until somebody discards it', async () => {
  const { db, box, within } = world();
  box.send('c', 'r1', { text: 'too late' });
  await db.refuse('r1');
  assert.deepEqual(states(box), ['r1 lost']);
  assert.equal(box.lost[0]?.why, 'denied');
  assert.equal(world(within).box.lost[0]?.draft.text, 'too late', 'after a reload');
  assert.equal(box.discard('r1')?.draft.text, 'too late');
  assert.deepEqual(world(within).box.lost, []);
});

test('a write that fails for another reason is lost too, and says so', async () => {
  const { db, box } = world();
  box.send('c', 'r1', { text: 'x' });
  await db.refuse('r1', 'invalid-argument');
  assert.equal(box.lost[0]?.why, 'failed');
});

test('after a reload a reply is not written again, and nothing is said before the database decided', async () => {
  const { db, box, resume } = reloaded('r1');
  await resume(() => {
    assert.deepEqual(states(box), ['r1 queued']);
    db.has.add('r1');
  });
  assert.deepEqual(states(box), ['r1 taken']);
  assert.deepEqual(db.written, []);
});

test('after a reload a reply that the database never got is written again, under its id', async () => {
  const { db, box, resume } = reloaded('r1', 'r2');
  await resume();
  assert.deepEqual(db.written.length, 2);
  assert.deepEqual(states(box), ['r1 queued', 'r2 queued']);
  await box.resume();
  assert.deepEqual(db.written.length, 2, 'a page that wrote it hears of it');
  await db.take('r1');
  await db.take('r2');
  assert.deepEqual(states(box), ['r1 taken', 'r2 taken']);
});

test('a reply that came twice and so was refused the second time is taken', async () => {
  const { db, box, resume } = reloaded('r1');
  await resume();
  db.has.add('r1');
  await db.refuse('r1');
  assert.deepEqual(states(box), ['r1 taken']);
});

test('after a reload a reply that was refused meanwhile is shown as lost', async () => {
  const { db, box, resume } = reloaded('r1');
  await resume();
  await db.refuse('r1');
  assert.deepEqual(states(box), ['r1 lost']);
});

test('where one may not look any more a reply of an earlier page is lost', async () => {
  const { db, box, resume } = reloaded('r1');
  db.fails = { code: 'permission-denied' };
  await resume();
  assert.deepEqual(states(box), ['r1 lost']);
});

test('a look that fails for another reason decides nothing', async () => {
  const { db, box, resume } = reloaded('r1');
  db.fails = { code: 'unavailable' };
  await resume();
  assert.deepEqual(states(box), ['r1 queued']);
});

test('a page without anything left behind asks nothing', async () => {
  const { db, box } = world();
  db.decided = () => assert.fail('asked');
  await box.resume();
});

test('a reply that waits is not lost because the history and the queue are without it for a moment', async () => {
  const { db, box } = world();
  box.send('c', 'r1', { text: 'x' });
  box.seen('c', none, [reply('r1', 1, { local: true })]);
  box.seen('c', none, []);
  assert.deepEqual(states(box), ['r1 queued']);
  await db.take('r1');
  box.seen('c', none, []);
  assert.deepEqual(states(box), ['r1 taken']);
});

test('a reply that others can see is taken', () => {
  const { box } = world();
  box.send('c', 'r1', { text: 'x' });
  box.seen('c', none, [reply('r1', 1, { local: true })]);
  assert.deepEqual(states(box), ['r1 queued']);
  box.seen('c', none, [reply('r1', 1)]);
  assert.deepEqual(states(box), ['r1 taken']);
});

test('what was taken long ago is forgotten, whether or not anybody looks', async () => {
  const { db, box, now, within } = world();
  box.send('c', 'r1', { text: 'x' });
  await db.take('r1');
  now.at += 121_000;
  assert.deepEqual(states(world(within, now).box), []);
  box.seen('c', none, []);
  assert.deepEqual(states(box), []);
});

/** stored tells a tab what another one has stored. */
const stored = (tabs: EventTarget, key: string) =>
  tabs.dispatchEvent(Object.assign(new Event('storage'), { key }));

test('what happens in another tab shows here', async () => {
  const a = world();
  const b = world(a.within);
  let news = 0;
  b.box.watch(() => news++);
  a.box.send('c', 'r1', { text: 'x' });
  stored(b.tabs, 'desk/ana/outbox/r1');
  await settled();
  assert.deepEqual(states(b.box), ['r1 queued']);
  await a.db.refuse('r1');
  a.box.discard('r1');
  stored(b.tabs, 'desk/ana/outbox/r1');
  await settled();
  assert.deepEqual(b.box.lost, []);
  assert.equal(news, 2);
});

test('what another tab keeps besides is no news', () => {
  const { box, tabs } = world();
  box.watch(() => assert.fail('changed'));
  stored(tabs, 'desk/ana/draft/c');
});

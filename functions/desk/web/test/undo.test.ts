import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { Ask, Draft } from '../src/data/orders.js';
import { grace, type Held, patience, Undo } from '../src/state/undo.js';
import { keep, settled, storage } from './fakes.js';

/** A database that carries out what it is told, or fails. */
class Writer {
  readonly done: { conversation: string; ask: Ask; id: string }[] = [];
  fails: unknown;
  private next = 0;
  mint = () => `id${++this.next}`;
  act = async (conversation: string, ask: Ask, id: string) => {
    this.done.push({ conversation, ask, id });
    if (this.fails) throw this.fails;
  };
  /** what was sent, and asked for, by its name; what has a name already is denied */
  readonly names: string[] = [];
  reply = async (_: string, id: string, draft: Draft) => {
    if (this.names.includes(id)) throw Object.assign(new Error('denied'), { code: 'permission-denied' });
    this.names.push(id);
    assert.equal(draft.text, 'On its way.');
  };
}

let now = 1_000_000;
let online = true;

function desk(within = storage(), page?: EventTarget) {
  const writer = new Writer();
  const undo = new Undo(
    writer,
    keep(within),
    () => now,
    () => online,
    page,
  );
  const problems: string[] = [];
  undo.onProblem = (h, why) => problems.push(`${h.action} ${h.conversation} ${why}`);
  const hold = (conversation = 'c1', action: Held['action'] = 'end') =>
    undo.hold({ conversation, who: 'Dana', action, ask: { kind: 'end' }, heard: 5 });
  return { writer, undo, problems, hold, within };
}

const wait = (ms: number) => {
  now += ms;
  mock.timers.tick(ms);
};

beforeEach(() => {
  online = true;
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => mock.timers.reset());

test('what was asked for goes out after five seconds, and not before', async () => {
  const { writer, undo, hold } = desk();
  hold();
  wait(grace - 1);
  assert.equal(writer.done.length, 0);
  assert.equal(undo.list.length, 1);
  wait(1);
  assert.deepEqual(writer.done, [{ conversation: 'c1', ask: { kind: 'end' }, id: 'id1' }]);
  assert.equal(undo.list.length, 0, 'it cannot be taken back any more');
  assert.ok(undo.of('c1'), 'it is being carried out');
  await settled();
  assert.equal(undo.of('c1'), undefined);
});

test('what is taken back never goes out', async () => {
  const { writer, undo, hold, within } = desk();
  hold();
  wait(grace - 1);
  const [held] = undo.list;
  assert.ok(held && undo.take(held));
  wait(grace * 3);
  assert.equal(writer.done.length, 0);
  assert.equal(within.length, 0, 'nothing is kept for later');
  assert.ok(!undo.take(held), 'and there is nothing to take back twice');
});

test('several conversations wait side by side; a second order in one lets the first go', () => {
  const { writer, undo, hold } = desk();
  hold('c1');
  hold('c2');
  assert.equal(writer.done.length, 0);
  hold('c1', 'done');
  assert.deepEqual(
    writer.done.map((d) => d.id),
    ['id1'],
  );
  assert.equal(undo.of('c1')?.action, 'done');
  assert.equal(undo.list.length, 2);
});

test('there is more time while somebody is about to take it back, but not for ever', () => {
  const { writer, undo, hold } = desk();
  hold();
  const [held] = undo.list;
  assert.ok(held);
  undo.pause(held);
  wait(patience - 1);
  assert.equal(writer.done.length, 0);
  undo.go(held);
  wait(grace - 1);
  assert.equal(writer.done.length, 0);
  wait(1);
  assert.equal(writer.done.length, 1);
  hold('c2');
  const [other] = undo.list;
  assert.ok(other);
  undo.pause(other);
  wait(patience);
  assert.equal(writer.done.length, 2);
});

test('a page that closes carries everything out at once', () => {
  const page = new EventTarget();
  const { writer, hold } = desk(storage(), page);
  hold('c1');
  hold('c2');
  page.dispatchEvent(new Event('pagehide'));
  assert.equal(writer.done.length, 2);
});

test('what a page could not carry out any more is done by the next one, under the same id', async () => {
  const within = storage();
  desk(within).hold();
  mock.timers.reset(); // the page is gone
  mock.timers.enable({ apis: ['setTimeout'] });
  const { writer, undo, problems } = desk(within);
  undo.resume();
  assert.deepEqual(writer.done, [], 'another tab may have it');
  now += grace * 2;
  writer.fails = { code: 'permission-denied' }; // it is there already
  undo.resume();
  assert.deepEqual(
    writer.done.map(({ id }: { id: string }) => id),
    ['id1'],
  );
  await settled();
  assert.deepEqual(problems, []);
  assert.equal(within.length, 0);
});

test('what was left behind long ago is not done any more, and that is said', () => {
  const within = storage();
  desk(within).hold();
  now += 3_600_000;
  const { writer, undo, problems } = desk(within);
  undo.resume();
  assert.equal(writer.done.length, 0);
  assert.deepEqual(problems, ['end c1 late']);
  assert.equal(within.length, 0);
});

test('without a connection nothing is carried out later, and that is said', () => {
  const { writer, problems, hold } = desk();
  hold();
  online = false;
  wait(grace);
  assert.equal(writer.done.length, 0);
  assert.deepEqual(problems, ['end c1 offline']);
});

test('what is refused is said, with the conversation', async () => {
  const { writer, undo, problems, hold } = desk();
  writer.fails = new Error('refused');
  hold('c1', 'transfer');
  wait(grace);
  await settled();
  assert.deepEqual(problems, ['transfer c1 failed']);
  assert.equal(undo.of('c1'), undefined);
});

test('an offer is declined before its time is over', () => {
  const { writer, undo } = desk();
  const order = {
    conversation: 'c1',
    who: 'Dana',
    action: 'decline',
    ask: { kind: 'decline' },
    heard: 0,
  } as const;
  undo.hold({ ...order, by: now + 1_000 });
  wait(1_000);
  assert.equal(writer.done.length, 1);
  undo.hold({ ...order, by: now - 1_000 });
  wait(0);
  assert.equal(writer.done.length, 2);
});

test('whoever asked is told whether it was carried out', async () => {
  const { undo, hold } = desk();
  const first = hold('c1');
  wait(grace);
  assert.equal(await first, true);
  const second = hold('c2');
  const [held] = undo.list;
  if (held) undo.take(held);
  assert.equal(await second, false);
});

test('whoever writes meanwhile is not ended; a transfer goes on', () => {
  const { writer, undo, problems, hold } = desk();
  hold('c1', 'end');
  hold('c2', 'transfer');
  undo.heard('c1', 5);
  assert.ok(undo.of('c1'), 'what was heard before is not news');
  undo.heard('c1', 6);
  undo.heard('c2', 6);
  wait(grace);
  assert.deepEqual(problems, ['end c1 wrote']);
  assert.deepEqual(
    writer.done.map((d) => d.conversation),
    ['c2'],
  );
});

const steps = [{ draft: { text: 'On its way.' } }, { ask: { kind: 'tag' as const, of: 'refund', on: true } }];
const macro = {
  conversation: 'c1',
  who: 'Dana',
  action: 'end' as const,
  ask: { kind: 'end' as const },
  heard: 5,
  steps,
};

test('a macro is taken back whole, and nothing of it goes out before', () => {
  const { writer, undo } = desk();
  void undo.hold(macro);
  wait(grace - 1);
  const [held] = undo.list;
  assert.ok(held && undo.take(held));
  wait(grace);
  assert.deepEqual([writer.names, writer.done], [[], []]);
});

test('the steps of a macro are carried out in turn, each under a name of its own', async () => {
  const { writer, undo } = desk();
  void undo.hold(macro);
  wait(grace);
  await settled();
  assert.deepEqual(writer.names, ['id1-0']);
  assert.deepEqual(
    writer.done.map((d) => [d.id, d.ask.kind]),
    [
      ['id1-1', 'tag'],
      ['id1', 'end'],
    ],
  );
});

test('a step that is refused is the last of a macro', async () => {
  const { writer, undo, problems } = desk();
  writer.fails = new Error('refused');
  void undo.hold(macro);
  wait(grace);
  await settled();
  assert.deepEqual(
    writer.done.map((d) => d.id),
    ['id1-1'],
  );
  assert.deepEqual(problems, ['end c1 failed']);
});

test('a macro that a page left half-way is finished by the next one, and nothing is done twice', async () => {
  const within = storage();
  keep(within).set('undo/id9', { ...macro, id: 'id9', until: now });
  const { writer, undo, problems } = desk(within);
  writer.names.push('id9-0'); // the page had sent the answer when it was closed
  now += grace * 2;
  undo.resume();
  await settled();
  assert.deepEqual(writer.names, ['id9-0']);
  assert.deepEqual(
    writer.done.map((d) => d.id),
    ['id9-1', 'id9'],
  );
  assert.deepEqual(problems, []);
});

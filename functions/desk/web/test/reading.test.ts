import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoAnswer, Refused } from '../src/data/orders.js';
import { Reading } from '../src/state/reading.js';
import { Receipts } from '../src/state/receipts.js';
import { Position } from '../src/view/thread/position.js';
import { keep, message, settled } from './fakes.js';

const about = (lastCustomerAt: number, unread: number, lastAgentAt = 0) => ({
  id: 'c',
  lastCustomerAt,
  unread,
  lastAgentAt,
});

// ---- How many are unread

test('a message that the conversation knows of and the history does not is unread', () => {
  const reading = new Reading(keep());
  reading.looked(about(10, 1), 10);
  assert.equal(reading.unread(about(20, 2)), 1);
  reading.looked(about(20, 2), 10); // still only the first is on the page
  assert.equal(reading.unread(about(20, 2)), 1);
  reading.looked(about(20, 2), 20);
  assert.equal(reading.unread(about(20, 2)), 0);
});

test('a message that the history has first is read before the conversation knows of it', () => {
  const reading = new Reading(keep());
  reading.looked(about(10, 1), 20);
  assert.equal(reading.unread(about(20, 2)), 0);
});

test('who reads along has one unread message after one more, however many nobody answered', () => {
  const reading = new Reading(keep());
  reading.looked(about(10, 4), 10);
  assert.equal(reading.unread(about(20, 5)), 1);
  assert.equal(reading.unread(about(30, 6)), 2);
});

test('after an answer the count starts over', () => {
  const reading = new Reading(keep());
  reading.looked(about(10, 4), 10);
  assert.equal(reading.unread(about(30, 3, 20)), 3);
});

test('after what was read was marked as read, all that comes is counted', () => {
  const reading = new Reading(keep());
  reading.looked(about(10, 2), 10);
  reading.recount(about(10, 0)); // the receipt has gone out
  assert.equal(reading.unread(about(20, 1)), 1);
  assert.equal(reading.unread(about(30, 2)), 2);
});

// ---- Notes of colleagues

test('notes that were there when a conversation came are not new, but for the one that brought a guest', () => {
  const reading = new Reading(keep());
  const noted = (notes: number) => ({ id: 'c', notes });
  assert.equal(reading.newNotes(noted(4)), 0, 'nothing is known of it');
  reading.found(noted(4), false);
  assert.equal(reading.newNotes(noted(4)), 0);
  assert.equal(reading.newNotes(noted(7)), 3);
  reading.found(noted(7), false); // seen again, and not looked at
  assert.equal(reading.newNotes(noted(7)), 3);
  assert.equal(reading.lookedAtNotes(noted(7)), true);
  assert.equal(reading.lookedAtNotes(noted(7)), false);
  assert.equal(reading.newNotes(noted(7)), 0);
  const guest = new Reading(keep());
  guest.found(noted(4), true);
  assert.equal(guest.newNotes(noted(4)), 1);
});

test('what is kept of a conversation goes when the agent has it no more', () => {
  const within = keep();
  const reading = new Reading(within);
  for (const id of ['c', 'gone']) {
    reading.looked({ ...about(10, 1), id }, 10);
    reading.found({ id, notes: 3 }, false);
    within.set(`told/${id}`, 'm1');
    within.set(`draft/${id}`, 'Dear Dana');
  }
  reading.forget((id) => id === 'c');
  const left = ['read/', 'notes/', 'told/', 'draft/'].flatMap((start) => within.keys(start));
  assert.deepEqual(left, ['read/c', 'notes/c', 'told/c', 'draft/c', 'draft/gone'], 'what was typed stays');
});

// ---- What the customer is told

const mine = { id: 'c', state: 'active', owner: 'ana@shop.example', session: 1 } as const;

function receipts(within = keep()) {
  const told: string[] = [];
  const open: { resolve: () => void; reject: (e: unknown) => void }[] = [];
  const r = new Receipts('ana@shop.example', within, (_, of) => {
    told.push(of);
    return new Promise((resolve, reject) => open.push({ resolve, reject }));
  });
  return { r, told, open, within };
}

test('a message that was looked at before it was accepted is told as soon as it is', () => {
  const { r, told } = receipts();
  r.read({ ...mine, state: 'offered' }, message('m1', 10));
  assert.deepEqual(told, []);
  r.read(mine, message('m1', 10));
  assert.deepEqual(told, ['m1']);
});

test('the newest is told, also after an answer, and each once', async () => {
  const { r, told, open, within } = receipts();
  r.read(mine, message('m1', 10));
  r.read(mine, message('m1', 10));
  open[0]?.resolve();
  await settled();
  r.read(mine, message('m1', 10));
  r.read(mine, message('m2', 20));
  assert.deepEqual(told, ['m1', 'm2']);
  open[1]?.resolve();
  await settled();
  const later = receipts(within); // another page
  later.r.read(mine, message('m2', 20));
  assert.deepEqual(later.told, []);
});

test('of several that come while one is told only the last is told', async () => {
  const { r, told, open } = receipts();
  for (const [i, id] of ['m1', 'm2', 'm3', 'm4'].entries()) r.read(mine, message(id, i));
  open[0]?.resolve();
  await settled();
  assert.deepEqual(told, ['m1', 'm4']);
});

test('only who has the session tells, and of this session', () => {
  const { r, told } = receipts();
  r.read({ ...mine, owner: 'ben@shop.example' }, message('m1', 10));
  r.read({ ...mine, state: 'wrap-up' }, message('m1', 10));
  r.read({ ...mine, session: 2 }, message('m1', 10));
  r.read(mine, undefined);
  assert.deepEqual(told, []);
});

test('what was refused is not tried again, and what did not get there is', async () => {
  for (const [e, times] of [
    [new Refused({ code: 'action.ended', args: {} }), 1],
    [new NoAnswer(), 1],
    [new Error('offline'), 2],
  ] as const) {
    const { r, told, open } = receipts();
    r.read(mine, message('m1', 10));
    open[0]?.reject(e);
    await settled();
    r.read(mine, message('m1', 10));
    assert.equal(told.length, times, e.message);
  }
});

// ---- What is in sight

test('the end stays in sight when what is written or shown changes its height', () => {
  const pane = { scrollTop: 0, scrollHeight: 1000, clientHeight: 400 };
  const position = new Position(() => pane as HTMLElement);
  const at = (top: number) => {
    pane.scrollTop = top;
    position.follow();
  };
  position.settle();
  at(600);
  // The field shrinks after sending, and the browser moves the pane; then a picture gets its height.
  Object.assign(pane, { clientHeight: 500, scrollHeight: 1300 });
  at(500);
  assert.equal(position.end, true);
  assert.equal(pane.scrollTop, 1300);
  at(700);
  assert.equal(position.end, false, 'the reader goes up');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlierOf, isOwn, reachOf, sameReach } from '../src/state/reach.js';

const ben = { supervises: false, queues: ['sales', 'orders'] };
const sue = { supervises: true, queues: [] };

/** The fourth session, which waits in sales; before it there were three. */
const waiting = {
  session: 4,
  state: 'open' as const,
  queue: 'sales',
  history: 'queues',
  earlier: { sales: 1, support: 2, night: 0 },
};

test('supervisors read everything, and agents what the workstream says', () => {
  assert.equal(reachOf(waiting, sue), 'everything');
  assert.equal(reachOf({ ...waiting, history: 'all' }, ben), 'everything');
  assert.deepEqual(reachOf(waiting, ben), { session: 4, queues: ['', 'sales'] });
  assert.deepEqual(reachOf({ ...waiting, history: 'session' }, ben), { session: 4, queues: [] });
  assert.deepEqual(reachOf({ ...waiting, history: '' }, ben), { session: 4, queues: [] });
});

test('a query compares at most thirty queues, and only those that the conversation was in', () => {
  const queues = Array.from({ length: 50 }, (_, n) => `q${n}`);
  const earlier = Object.fromEntries(queues.map((q) => [q, 1]));
  const reach = reachOf({ ...waiting, earlier }, { supervises: false, queues: ['sales', ...queues] });
  assert.equal(reach !== 'everything' && reach.queues.length, 30);
});

test('another session, or another queue that one serves, is another reach', () => {
  const reach = reachOf(waiting, ben);
  assert.ok(sameReach(reach, reachOf({ ...waiting }, { ...ben })));
  assert.ok(!sameReach(reach, reachOf({ ...waiting, session: 5 }, ben)));
  assert.ok(!sameReach(reach, reachOf(waiting, { ...ben, queues: ['sales', 'support'] })));
  assert.ok(!sameReach(undefined, reach));
});

test('earlier sessions are counted: those that one may read, and the others', () => {
  assert.deepEqual(earlierOf(waiting, sue), { read: 3, hidden: 0 });
  assert.deepEqual(earlierOf(waiting, ben), { read: 1, hidden: 2 });
  assert.deepEqual(earlierOf({ ...waiting, history: 'session' }, ben), { read: 0, hidden: 3 });
  assert.deepEqual(earlierOf({ ...waiting, session: 1, earlier: {} }, ben), { read: 0, hidden: 0 });
});

test('the last session may be read although it is over, whatever queue it ended in', () => {
  const closed = { ...waiting, state: 'closed' as const, earlier: { sales: 2, support: 2 } };
  assert.deepEqual(earlierOf(closed, ben), { read: 2, hidden: 2 });
  const elsewhere = { ...closed, queue: 'support' };
  assert.deepEqual(earlierOf(elsewhere, ben), { read: 3, hidden: 1 });
  assert.deepEqual(earlierOf({ ...elsewhere, history: 'session' }, ben), { read: 1, hidden: 3 });
});

test('whose work a conversation is needs no record of reading it', () => {
  const own = (c: object, email = 'ben@example.com', queues = ['sales']) =>
    isOwn(
      { state: 'active', queue: 'sales', owner: '', lastOwner: '', guests: {}, agents: [], ...c },
      { email, queues, supervises: true },
    );
  assert.ok(own({ owner: 'ben@example.com' }));
  assert.ok(own({ guests: { 'ben@example.com': 'Ben' } }));
  assert.ok(own({ state: 'parked', lastOwner: 'ben@example.com' }));
  assert.ok(own({ state: 'open' }));
  assert.ok(own({ state: 'closed', agents: ['ben@example.com'] }));
  assert.ok(!own({ owner: 'ana@example.com' }));
  assert.ok(!own({ lastOwner: 'ben@example.com' }));
  assert.ok(!own({ state: 'open' }, 'sue@example.com', []));
  assert.ok(!own({ state: 'closed', lastOwner: 'ben@example.com' }));
});

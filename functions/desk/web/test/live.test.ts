import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hours, QueueConfig } from '../src/data/configuration.js';
import type { Conversation } from '../src/data/documents.js';
import { byAge, heldBy, isLent, opening, own } from '../src/state/live.js';
import { choices, Roster } from '../src/state/roster.js';
import { agent } from './fakes.js';

const minute = 60_000;

test('who waits is counted by age: an age ends where the next begins', () => {
  const now = 1000 * minute;
  const ago = (...minutes: number[]) => minutes.map((m) => now - m * minute);
  assert.deepEqual(byAge(ago(0, 0.99, 1, 4.9, 5, 15, 59, 60, 6000), now), [2, 2, 1, 2, 2]);
  assert.deepEqual(byAge([now + minute], now), [1, 0, 0, 0, 0], 'who waits since a time to come is new');
  assert.deepEqual(byAge([], now), [0, 0, 0, 0, 0]);
});

const office: Hours = {
  zone: 'Europe/Paris',
  week: { monday: ['09:00-12:30', '12:30-18:00'], tuesday: ['22:00-02:00'] },
  exceptions: { '2026-03-16': ['24h'], '2026-03-17': ['24h'] },
};
const queue = (hours?: Hours) => ({ name: 'a', hours }) as QueueConfig;
const opens = (hours: Hours | undefined, now: string) => {
  const { open, at } = opening(queue(hours), Date.parse(now));
  return [open, at === 0 ? '' : new Date(at).toISOString()];
};

test('a queue is open until it closes, and closed until it opens', () => {
  assert.deepEqual(
    opens(office, '2026-03-09T08:00:00Z'),
    [true, '2026-03-09T17:00:00.000Z'],
    'spans that meet are one',
  );
  assert.deepEqual(opens(office, '2026-03-09T17:00:00Z'), [false, '2026-03-10T21:00:00.000Z']);
  assert.deepEqual(
    opens(office, '2026-03-11T00:30:00Z'),
    [true, '2026-03-11T01:00:00.000Z'],
    'since yesterday',
  );
  assert.deepEqual(
    opens(office, '2026-03-16T12:00:00Z'),
    [true, '2026-03-17T23:00:00.000Z'],
    'two days without a night',
  );
  assert.deepEqual(opens(undefined, '2026-03-09T03:00:00Z'), [true, ''], 'always');
  assert.deepEqual(
    opens({ ...office, week: {}, exceptions: {} }, '2026-03-09T08:00:00Z'),
    [false, ''],
    'never',
  );
});

test('what agents have is counted by its state, with the last answer to it', () => {
  const c = (part: Partial<Conversation>) =>
    ({ owner: 'a', state: 'active', openedAt: 5, lastAgentAt: 0, ...part }) as Conversation;
  const by = heldBy([
    c({ lastAgentAt: 10 }),
    c({ lastAgentAt: 20 }),
    c({ lastAgentAt: 4 }), // of an earlier session
    c({ state: 'offered', lastAgentAt: 30 }), // somebody else’s
    c({ state: 'wrap-up' }),
    c({ owner: 'b', state: 'offered' }),
    c({ owner: '' }),
  ]);
  assert.deepEqual(by.get('a'), { active: 3, offered: 1, wrapUp: 1, answeredAt: 20 });
  assert.deepEqual(by.get('b'), { active: 0, offered: 1, wrapUp: 0, answeredAt: 0 });
  assert.equal(by.size, 2);
});

test('what is for today is not the roster’s, and is over when the day is', () => {
  const today = { queues: ['front'], capacity: 3, until: 100, by: 'sue', name: 'Sue', at: 1 };
  const a = agent({ queues: ['billing'], capacity: 1, today });
  assert.deepEqual([own(a).queues, own(a).capacity, own(a).today], [['front'], 3, undefined]);
  assert.deepEqual([isLent(a, 99), isLent(a, 100), isLent(agent(), 99)], [true, false, false]);
});

test('since when a presence is shown outlasts a page that is loaded again', () => {
  const roster = new Roster(undefined as never, () => 1000);
  (roster as unknown as { leases: Map<string, number> }).leases = new Map([['ana@shop.example', 2000]]);
  const since = (part: Parameters<typeof agent>[0]) => roster.since(agent(part));
  assert.equal(since({ presence: 'available', presenceAt: 900, shown: 'available', shownAt: 100 }), 100);
  assert.equal(
    since({ presence: 'away', presenceAt: 900, shown: 'available', shownAt: 100 }),
    900,
    'not written down yet',
  );
  assert.equal(
    since({ presence: 'available', presenceAt: 900, shown: 'available', shownAt: 100, used: 3 }),
    100,
    'who is full',
  );
  (roster as unknown as { leases: Map<string, number> }).leases.set('ana@shop.example', 500);
  assert.equal(
    since({ presence: 'available', presenceAt: 100, shown: 'available', shownAt: 100 }),
    500,
    'gone',
  );
  assert.equal(
    since({ presence: 'available', presenceAt: 100, shown: 'offline', shownAt: 450 }),
    450,
    'and written down',
  );
});

test('agents of one name are told apart where one is chosen', () => {
  const of = (displayName: string, email: string) => ({ displayName, email });
  assert.deepEqual(
    choices([of('Ben', 'ben.a@x'), of('Ana', 'ana@x'), of('Ben', 'ben.b@x'), of('', 'kim@x')]),
    [
      ['ben.a@x', 'Ben (ben.a@x)'],
      ['ana@x', 'Ana'],
      ['ben.b@x', 'Ben (ben.b@x)'],
      ['kim@x', 'kim@x'],
    ],
  );
});

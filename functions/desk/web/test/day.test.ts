import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClosedSession, Rating } from '../src/data/documents.js';
import { figuresOf } from '../src/state/day.js';
import { dayIn } from '../src/state/zone.js';

const me = 'ana@x.example';
const over = (with_: Partial<ClosedSession>) =>
  ({ answeredBy: me, firstWait: 0, handled: 0, within: false, started: false, ...with_ }) as ClosedSession;

test('an agent’s own figures count whom the agent was the first to answer', () => {
  const figures = figuresOf(
    me,
    [
      over({ firstWait: 20, handled: 100, within: true }),
      over({ firstWait: 40, handled: 200 }),
      over({ answeredBy: 'ben@x.example', firstWait: 900, handled: 300 }),
      over({ started: true, handled: 400 }),
    ],
    [{ rating: 5 }, { rating: 4 }] as Rating[],
  );
  assert.deepEqual(figures, {
    closed: 4,
    answered: 2,
    firstWait: 30,
    within: 1,
    handled: 250,
    rated: 2,
    rating: 4.5,
  });
});

test('nothing divides by nothing', () => {
  const figures = figuresOf(me, [], []);
  assert.deepEqual([figures.firstWait, figures.handled, figures.rating], [0, 0, 0]);
});

test('a day is that of the time zone', () => {
  const late = Date.parse('2026-11-28T23:30Z');
  assert.equal(dayIn(late, 'Europe/Paris'), '2026-11-29');
  assert.equal(dayIn(late, 'UTC'), '2026-11-28');
  assert.equal(dayIn(late, 'No/Such'), dayIn(late, ''));
});

test('the clock of a time zone is made once, however often the day is asked for', (t) => {
  const made = t.mock.method(Intl, 'DateTimeFormat');
  for (let i = 0; i < 10; i++) dayIn(i * 86_400_000, 'Asia/Tokyo');
  assert.equal(made.mock.callCount(), 1);
});

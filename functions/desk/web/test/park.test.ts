import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from '../src/data/configuration.js';
import { hoursOf, mayBeUntil, nextOpening, times, zoneOf } from '../src/state/park.js';
import { isReminder } from '../src/state/reminder.js';
import { snap } from './fakes.js';

const routing = {
  queues: { shop: { hours: 'shop' }, always: {} },
  workstreams: { w: { time_zone: 'America/Montreal' } },
  hours: {
    shop: {
      time_zone: 'Europe/Paris',
      week: {
        monday: ['14:00-18:00', '09:30-12:30'],
        tuesday: ['24h'],
        friday: ['9:00-17:00'],
      },
      exceptions: { '2026-03-06': [], '2026-12-25': [] },
    },
  },
};
const config = configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) }));
const shop = hoursOf(config, 'shop');
const utc = (text: string) => Date.parse(`${text}Z`);

test('times are those of the queue’s hours, else of the workstream', () => {
  assert.equal(zoneOf(config, { queue: 'shop', workstream: 'w' }), 'Europe/Paris');
  assert.equal(zoneOf(config, { queue: 'always', workstream: 'w' }), 'America/Montreal');
  assert.equal(zoneOf(undefined, { queue: 'shop', workstream: 'w' }), 'UTC');
});

test('the next opening is the first of the next day on which there is one', () => {
  const cases: [string, string][] = [
    ['2026-03-01T12:00', '2026-03-02T08:30'], // a Sunday, and Monday's first span, though it is written second
    ['2026-03-02T07:00', '2026-03-03T08:00'], // the whole day begins in the morning
    ['2026-03-05T12:00', '2026-03-09T08:30'], // Friday is an exception
    ['2026-03-12T12:00', '2026-03-13T08:00'],
    ['2026-03-29T12:00', '2026-03-30T07:30'], // in summer time
  ];
  for (const [now, want] of cases) assert.equal(nextOpening(utc(now), 'Europe/Paris', shop), utc(want), now);
  assert.equal(nextOpening(utc('2026-03-05T12:00'), 'UTC', undefined), utc('2026-03-06T09:00'));
  assert.equal(nextOpening(0, 'UTC', { zone: 'UTC', week: {}, exceptions: {} }), 0, 'it never opens');
});

test('the afternoon is offered in the morning only', () => {
  const at = (now: string) => Object.fromEntries(times(utc(now), 'Europe/Paris', shop));
  assert.equal(at('2026-03-02T08:00').afternoon, utc('2026-03-02T13:00'));
  assert.equal('afternoon' in at('2026-03-02T12:30'), false);
  assert.equal(at('2026-03-02T08:00').answer, 0);
  assert.equal(at('2026-03-02T08:00').soon, utc('2026-03-02T08:20'));
});

test('a conversation is set aside for 30 days at most', () => {
  const day = 86_400_000;
  assert.equal(mayBeUntil(30 * day, 0), true);
  assert.equal(mayBeUntil(30 * day + 1, 0), false);
  assert.equal(mayBeUntil(0, 0), false);
  assert.equal(mayBeUntil(Number.NaN, 0), false);
});

test('a reminder is one until somebody writes to the customer', () => {
  assert.equal(isReminder({ remindedAt: 0, lastAgentAt: 0 }), false);
  assert.equal(isReminder({ remindedAt: 5, lastAgentAt: 4 }), true);
  assert.equal(isReminder({ remindedAt: 5, lastAgentAt: 6 }), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from '../src/data/configuration.js';
import type { Setting } from '../src/data/settings.js';
import { nextOpen } from '../src/state/hours.js';
import { snap } from './fakes.js';

const routing = {
  hours: {
    office: {
      time_zone: 'Europe/Paris',
      week: { monday: ['09:00-18:00'] },
      exceptions: { '2026-12-28': [] },
    },
  },
  queues: { front: { hours: 'office' }, back: { hours: 'office' }, always: {} },
  tags: { refund: { labels: { en: 'Refund' } } },
};
const monday = Date.UTC(2026, 11, 21, 8, 0);
const base = {
  spans: [],
  zone: '',
  texts: {},
  colour: '',
  until: monday + 86_400_000,
  by: '',
  name: '',
  date: '',
  why: '',
  removedBy: '',
  removedName: '',
  removedAt: 0,
  removedWhy: '',
};
const settings: Setting[] = [
  { ...base, kind: 'hours', of: 'front', date: '2026-12-21', spans: ['12:00-20:00'], at: 1 },
  { ...base, kind: 'hours', of: 'always', date: '2026-12-21', zone: 'Europe/Paris', at: 2 },
  { ...base, kind: 'hours', of: 'front', date: '2026-12-28', spans: ['10:00-11:00'], at: 3 },
  { ...base, kind: 'hours', of: 'gone', date: '2026-12-21', at: 4 },
  { ...base, kind: 'tag', of: 'recall', texts: { en: 'Recall' }, colour: 'red', at: 5 },
  { ...base, kind: 'tag', of: 'refund', texts: { en: 'Mine' }, at: 6 },
];
const at = (now: number) =>
  configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) }), settings, now);

test('what supervisors set lies over the configuration as the functions have it', () => {
  const c = at(monday);
  const open = (queue: string, hour: number, week = 0) => {
    const then = monday + (hour - 9) * 3_600_000 + 1_800_000 + week * 7 * 86_400_000;
    const hours = c.queues.find((q) => q.name === queue)?.hours;
    return !hours || nextOpen(hours, then) === then;
  };
  const cases: [string, number, number, boolean][] = [
    ['front', 9, 0, false],
    ['front', 19, 0, true],
    ['front', 10, 1, true],
    ['front', 12, 1, false],
    ['front', 10, 2, true],
    ['back', 9, 0, true],
    ['back', 19, 0, false],
    ['back', 10, 1, false],
    ['always', 10, 0, false],
    ['always', 10, 1, true],
  ];
  for (const [queue, hour, week, want] of cases)
    assert.equal(open(queue, hour, week), want, `${queue} ${hour} ${week}`);
  assert.deepEqual(
    c.tags.map((t) => [t.name, t.labels.en, t.colour]),
    [
      ['refund', 'Refund', 'grey'],
      ['recall', 'Recall', 'red'],
    ],
  );
});

test('what has ended counts no longer', () => {
  const c = at(monday + 86_400_000);
  assert.deepEqual(c.queues, at(Number.MAX_SAFE_INTEGER).queues);
  assert.deepEqual(
    c.tags.map((t) => t.name),
    ['refund'],
  );
});

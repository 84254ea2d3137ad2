import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Limits } from '../src/settings.js';
import { amiss, blank, type Composed, draft, isBlank, most, offered } from '../src/state/choice.js';
import { instantOf } from '../src/state/zone.js';

const choice = (fields: Partial<Composed>): Composed => ({ ...blank, label: ' Go ', ...fields });
const named = { label: 'Go', postback: 'Go' };

test('a choice is sent as its kind says', () => {
  assert.deepEqual(draft(choice({})), named);
  assert.deepEqual(draft(choice({ kind: 'url', url: 'shop.example/a' })), {
    kind: 'url',
    ...named,
    url: 'https://shop.example/a',
  });
  assert.deepEqual(draft(choice({ kind: 'url', url: 'https://shop.example', view: 'tall' })), {
    kind: 'url',
    ...named,
    url: 'https://shop.example/',
    view: 'tall',
  });
  assert.deepEqual(draft(choice({ kind: 'dial', phone: '+33 1 23.45-67 89' })), {
    kind: 'dial',
    ...named,
    phone: '+33123456789',
  });
  assert.deepEqual(draft(choice({ kind: 'place', where: '48.85, 2.35' })), {
    kind: 'place',
    ...named,
    place: { latitude: 48.85, longitude: 2.35, label: 'Go' },
  });
  assert.deepEqual(draft(choice({ kind: 'askPlace' })), { kind: 'askPlace', ...named });
  const start = '2026-11-28T20:45';
  const end = '2026-11-28T21:15';
  assert.deepEqual(draft(choice({ kind: 'calendar', title: 'Visit', start, end })), {
    kind: 'calendar',
    ...named,
    appointment: { title: 'Visit', body: '', start: Date.parse(start), end: Date.parse(end) },
  });
});

test('what lacks something, or would be refused, is no choice yet', () => {
  const at = '2026-11-28T20:45';
  for (const fields of [
    { label: ' ' },
    { kind: 'url', url: '' },
    { kind: 'url', url: 'javascript:alert(1)' },
    { kind: 'url', url: 'a b' },
    { kind: 'dial', phone: '01 23 45 67 89' },
    { kind: 'dial', phone: '+33 abc' },
    { kind: 'place', where: 'Paris' },
    { kind: 'place', where: '91, 0' },
    { kind: 'calendar', title: '', start: at, end: '2026-11-28T21:00' },
    { kind: 'calendar', title: 'Visit', start: at, end: at },
    { kind: 'calendar', title: 'Visit', start: at, end: '' },
  ] as Partial<Composed>[])
    assert.equal(draft(choice(fields)), undefined, JSON.stringify(fields));
  assert.ok(isBlank(blank) && !isBlank(choice({})) && !isBlank({ ...blank, kind: 'url' }));
});

test('only what the channel can show is offered', () => {
  assert.deepEqual(offered({ choiceKinds: ['person', 'dial', 'reply'] } as unknown as Limits), [
    'reply',
    'dial',
  ]);
  assert.deepEqual(offered(undefined), []);
  const all = { choiceKinds: ['reply', 'place', 'calendar'] } as unknown as Limits;
  assert.deepEqual(offered(all, 4), ['reply', 'place', 'calendar']);
  assert.deepEqual(offered(all, 5), ['reply']);
  const limits = { choices: 11 } as unknown as Limits;
  assert.equal(most([blank, blank], limits), 11);
  assert.equal(most([blank, { ...blank, kind: 'calendar' }], limits), 4);
});

test('what is amiss of a choice is the first field that keeps it from being sent', () => {
  const at = '2026-11-28T20:45';
  const cases: [Partial<Composed>, string | undefined][] = [
    [{ label: ' ', kind: 'url' }, 'label'],
    [{ kind: 'reply' }, undefined],
    [{ kind: 'url', url: 'a b' }, 'url'],
    [{ kind: 'url', url: 'shop.example' }, undefined],
    [{ kind: 'dial', phone: '01 23' }, 'phone'],
    [{ kind: 'dial', phone: '+33 1 23 45 67 89' }, undefined],
    [{ kind: 'place', where: 'Paris' }, 'where'],
    [{ kind: 'askPlace' }, undefined],
    [{ kind: 'calendar', start: at, end: at }, 'title'],
    [{ kind: 'calendar', title: 'Visit', end: at }, 'start'],
    [{ kind: 'calendar', title: 'Visit', start: at, end: at }, 'end'],
    [{ kind: 'calendar', title: 'Visit', start: at, end: '2026-11-28T21:00' }, undefined],
  ];
  for (const [fields, want] of cases) {
    assert.equal(amiss(choice(fields)), want, JSON.stringify(fields));
    assert.equal(draft(choice(fields)) === undefined, want !== undefined, JSON.stringify(fields));
  }
});

test('an appointment is in the zone in which times are shown', () => {
  const visit = {
    kind: 'calendar',
    title: 'Visit',
    start: '2026-11-28T20:45',
    end: '2026-11-28T21:45',
  } as const;
  const at = (zone: string) => draft(choice(visit), zone)?.appointment?.start;
  assert.equal(at('UTC'), Date.UTC(2026, 10, 28, 20, 45));
  assert.equal(at('Europe/Paris'), Date.UTC(2026, 10, 28, 19, 45));
  assert.equal(at('America/New_York'), Date.UTC(2026, 10, 29, 1, 45));
  assert.equal(at('no/zone'), Date.parse(visit.start));
  // The clocks in Paris go back on 25 October 2026 at 3:00, and forward on 29 March at 2:00.
  assert.equal(instantOf('2026-10-25T04:00', 'Europe/Paris'), Date.UTC(2026, 9, 25, 3));
  assert.equal(instantOf('2026-10-25T01:30', 'Europe/Paris'), Date.UTC(2026, 9, 24, 23, 30));
  assert.equal(instantOf('2026-03-29T03:30', 'Europe/Paris'), Date.UTC(2026, 2, 29, 1, 30));
  assert.ok(Number.isNaN(instantOf('', 'Europe/Paris')));
});

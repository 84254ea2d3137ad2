import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueueConfig } from '../src/data/configuration.js';
import type { Agent, Conversation, Figures, Item } from '../src/data/documents.js';
import { Mask } from '../src/data/mask.js';
import { none, total } from '../src/data/measures.js';
import { most } from '../src/data/queries.js';
import { byQueue, dateOf, isKept, moved, rates } from '../src/state/figures.js';
import { overview, titleOf, waitsSince } from '../src/state/overview.js';
import { matches, Sessions } from '../src/state/sessions.js';
import { entryTexts } from '../src/text/entry.js';
import { supervise } from '../src/text/supervise.js';
import { found, sorted, turned } from '../src/view/supervise/order.js';
import { agent as anAgent } from './fakes.js';

// ---- Figures

const figures = (part: Partial<Figures>): Figures => ({
  ...none(),
  date: '',
  queue: '',
  shard: '',
  byHour: {},
  byChannel: {},
  byWorkstream: {},
  byTag: {},
  byAgent: {},
  ...part,
});

test('figures of queues add up, and what was added is as it was', () => {
  const a = figures({ opened: 3, answered: 2, abandoned: 1, firstWaits: { 9: 2 } });
  const b = figures({
    opened: 4,
    answered: 4,
    started: 5,
    rated: 2,
    ratings: 9,
    firstWaits: { 9: 1, 40: 3 },
  });
  const both = total([a, b]);
  assert.deepEqual(
    [both.opened, both.answered, both.abandoned, both.started, both.rated, both.ratings],
    [7, 6, 1, 5, 2, 9],
  );
  assert.deepEqual(both.firstWaits, { 9: 3, 40: 3 });
  assert.deepEqual(a.firstWaits, { 9: 2 });
});

test('the parts of a queue add up to one', () => {
  const part = (queue: string, shard: string, opened: number) =>
    figures({ date: '2026-03-05', queue, shard, opened });
  const all = byQueue([part('a', '0', 3), part('b', '0', 1), part('a', '7', 4), part('b', '3', 2)]);
  assert.deepEqual(
    all.map((f) => [f.queue, f.opened]),
    [
      ['a', 7],
      ['b', 3],
    ],
  );
});

test('an average is of those that it is about: waits of the answered, work of the closed that somebody took', () => {
  const r = rates(
    figures({
      opened: 10,
      answered: 8,
      abandoned: 2,
      firstWait: 400,
      within: 6,
      closed: 7,
      handled: 1500,
      rated: 4,
      ratings: 18,
    }),
  );
  assert.deepEqual(r, { abandoned: 0.2, level: 0.75, firstWait: 50, handled: 300, satisfaction: 4.5 });
});

test('of nothing there is no average', () => {
  assert.deepEqual(rates(figures({})), {
    abandoned: undefined,
    level: undefined,
    firstWait: undefined,
    handled: undefined,
    satisfaction: undefined,
  });
  assert.equal(
    rates(figures({ opened: 2, abandoned: 2, closed: 2 })).handled,
    undefined,
    'all were abandoned',
  );
});

const queue = (name: string, part: Partial<QueueConfig> = {}): QueueConfig => ({
  name,
  displayName: name,
  within: 300,
  percent: 80,
  hours: undefined,
  ...part,
});

test('a promise is kept from its very per cent on', () => {
  const q = queue('a');
  assert.equal(isKept(q, figures({ answered: 10, within: 8 })), true);
  assert.equal(isKept(q, figures({ answered: 1000, within: 799 })), false);
  assert.equal(isKept(q, figures({})), undefined);
  assert.equal(isKept(q, undefined), undefined);
  assert.equal(isKept(undefined, figures({ answered: 1, within: 1 })), undefined, 'a queue that is gone');
});

test('a day is the workstream’s, and the days before and after are of the calendar', () => {
  const evening = Date.UTC(2026, 2, 6, 0, 30); // in Montréal it is still the day before
  assert.equal(dateOf(evening, 'America/Montreal'), '2026-03-05');
  assert.equal(dateOf(evening, 'UTC'), '2026-03-06');
  assert.equal(dateOf(Date.UTC(2026, 11, 31, 23, 30), 'Europe/Paris'), '2027-01-01');
  assert.equal(moved('2026-03-01', -1), '2026-02-28');
  assert.equal(moved('2028-02-28', 1), '2028-02-29');
  assert.equal(moved('2026-12-31', 1), '2027-01-01');
  assert.equal(moved('2026-03-29', -1), '2026-03-28', 'when clocks change');
});

// ---- Queues

const now = Date.UTC(2026, 2, 5, 12);
const minutes = (n: number) => now - n * 60_000;

const item = (part: Partial<Item>): Item => ({
  conversation: 'c',
  queue: 'a',
  priority: 0,
  rank: 0,
  skills: {},
  language: 'en',
  tags: [],
  attributes: {},
  session: 1,
  account: '',
  brandAgent: '',
  handover: { by: '', name: '', why: '', agent: '', refused: '' },
  customer: '',
  channel: '',
  preview: '',
  kind: 'text',
  remindedAt: 0,
  enqueuedAt: 0,
  lateAt: 0,
  why: [],
  ...part,
});

const agent = (part: Partial<Agent>): Agent =>
  anAgent({ email: 'a@x.example', displayName: '', queues: ['a'], capacity: 2, ...part });

test('a customer waits since before the queue: the rank says since when, without the head start', () => {
  assert.equal(waitsSince(item({ rank: minutes(30), priority: 20, enqueuedAt: minutes(1) })), minutes(10));
  assert.equal(waitsSince(item({ rank: minutes(5), priority: -5 })), minutes(10));
  assert.equal(waitsSince(item({ enqueuedAt: minutes(3) })), minutes(3), 'without a rank');
});

test('a queue shows who waits longest, who longer than promised, who could take them', () => {
  const items = [
    item({ rank: minutes(10), priority: 6, lateAt: minutes(-1) }), // for 4
    item({ rank: minutes(6), lateAt: minutes(1) }),
    item({ rank: minutes(5), lateAt: now }), // in time, just
    item({ rank: minutes(6), lateAt: minutes(-600) }), // since the night: the queue was closed
    item({ rank: minutes(6) }), // in a queue that never opens
  ];
  const roster = [
    { agent: agent({}), presence: 'available' as const },
    { agent: agent({ used: 2 }), presence: 'busy' as const },
    { agent: agent({ capacity: 0 }), presence: 'available' as const },
    { agent: agent({ used: 1 }), presence: 'away' as const },
    { agent: agent({}), presence: 'offline' as const },
    { agent: agent({ queues: ['b'] }), presence: 'available' as const },
  ];
  const o = overview(queue('a'), items, roster, undefined, now);
  assert.deepEqual([o.oldest, o.late, o.cut, o.serve, o.there, o.room], [minutes(6), 1, false, 5, 3, 1]);
});

test('a list that is cut says so, and one that is not there yet has nobody', () => {
  const full = Array.from({ length: most.items }, () => item({ rank: now }));
  assert.equal(overview(queue('a'), full, [], undefined, now).cut, true);
  assert.equal(overview(queue('a'), full.slice(1), [], undefined, now).cut, false);
  const unknown = overview(queue('a'), undefined, [], undefined, now);
  assert.deepEqual([unknown.items, unknown.oldest, unknown.late], [undefined, 0, 0]);
});

test('queues that customers know by one name are told apart', () => {
  const config = {
    version: '',
    zone: 'UTC',
    queues: [
      queue('orders', { displayName: 'Orders' }),
      queue('partner', { displayName: 'Orders' }),
      queue('pro'),
    ],
    quickReplies: [],
    hours: {},
    macros: [],
    tags: [],
    outcomes: [],
    workstreams: {},
    accounts: {},
    skills: [],
    agentDomains: [],
    mask: new Mask(),
  };
  assert.equal(titleOf(config, 'partner'), 'Orders (partner)');
  assert.equal(titleOf(config, 'pro'), 'pro');
  assert.equal(titleOf(config, 'gone'), 'gone');
});

// ---- Tables

const columns = [
  { key: 'name', by: (r: { name: string; n: number | undefined }) => r.name },
  { key: 'n', by: (r: { name: string; n: number | undefined }) => r.n },
  { key: 'none' },
];

test('rows are sorted by numbers, by texts as people read them, and unknown ones are last', () => {
  const rows = [
    { name: 'Crew 10', n: 2 },
    { name: 'Élodie', n: undefined },
    { name: 'crew 2', n: 10 },
  ];
  const by = (key: string, down: boolean) => sorted(rows, columns, { by: key, down }).map((r) => r.name);
  assert.deepEqual(by('name', false), ['crew 2', 'Crew 10', 'Élodie']);
  assert.deepEqual(by('name', true), ['Élodie', 'Crew 10', 'crew 2']);
  assert.deepEqual(by('n', false), ['Crew 10', 'crew 2', 'Élodie']);
  assert.deepEqual(by('n', true), ['crew 2', 'Crew 10', 'Élodie']);
  assert.deepEqual(
    by('none', false),
    rows.map((r) => r.name),
    'as they came',
  );
});

test('a head that is pressed sorts by it, and pressed again the other way', () => {
  const first = turned({ by: 'a', down: true }, 'b');
  assert.deepEqual(first, { by: 'b', down: false });
  assert.deepEqual(turned(first, 'b'), { by: 'b', down: true });
});

test('what is typed is found in any of the texts, word by word', () => {
  assert.ok(found('', 'anything'));
  assert.ok(found('elodie french', 'Élodie', 'french, german'));
  assert.ok(!found('elodie heating', 'Élodie', 'french'));
});

// ---- Sessions

const conversation = (id: string, at: number, part: Partial<Conversation> = {}): Conversation =>
  ({ id, lastCustomerAt: at, state: 'open', queue: 'a', owner: '', ...part }) as Conversation;

/** So many, the newest first, the first one at an instant. */
const page = (from: number, length = most.sessions) =>
  Array.from({ length }, (_, i) => conversation(`c${from - i}`, from - i));

const shown = (s: Sessions) => s.list.map((c) => c.id);
const model = () => new Sessions(undefined as never);

test('a conversation that newer ones push off the live page stays below it', () => {
  const s = model();
  s.heard(page(1000), true);
  s.heard(page(1002), true);
  assert.equal(s.live, most.sessions);
  assert.deepEqual(
    shown(s),
    page(1002, most.sessions + 2).map((c) => c.id),
  );
  assert.equal(s.whole, false);
});

test('one that does not match any more leaves the list, wherever it was', () => {
  const s = model();
  s.heard(page(1000), true);
  const without = page(1000, most.sessions + 1).filter((c) => c.id !== 'c990');
  s.heard(without, true);
  assert.ok(!shown(s).includes('c990'));
  assert.equal(shown(s).length, most.sessions);
});

test('one that comes back to the top is there once', () => {
  const s = model();
  s.heard(page(1000), true);
  s.heard(page(1001), true); // c951 slides off
  s.heard([conversation('c951', 2000), ...page(1001, most.sessions - 1)], true);
  assert.equal(shown(s).filter((id) => id === 'c951').length, 1);
  assert.equal(shown(s)[0], 'c951');
});

test('what only the local cache had for the newest does not stay below the live page', () => {
  const s = model();
  s.heard(page(500), false);
  s.heard(page(1000), true);
  assert.deepEqual(
    shown(s),
    page(1000).map((c) => c.id),
  );
});

test('a page that is not full is all there is, once the server says so', () => {
  const s = model();
  s.heard(page(10, 3), false);
  assert.deepEqual([s.loaded, s.whole], [true, false], 'from the cache');
  s.heard(page(10, 3), true);
  assert.equal(s.whole, true);
  const empty = model();
  empty.heard([], false);
  assert.equal(empty.loaded, false);
  empty.heard([], true);
  assert.deepEqual([empty.loaded, empty.whole], [true, true]);
});

test('a filter matches here as it does in the database', () => {
  const c = conversation('c', 1, { state: 'active', queue: 'a', owner: 'o@x.example' });
  assert.ok(matches({}, c));
  assert.ok(matches({ state: 'active', queue: 'a', owner: 'o@x.example' }, c));
  assert.ok(matches({ state: '', queue: '', owner: '' }, c));
  assert.ok(!matches({ state: 'closed' }, c));
  assert.ok(!matches({ queue: 'b' }, c));
  assert.ok(!matches({ owner: 'p@x.example' }, c));
});

// ---- Texts

test('both languages have every text, and none is empty', () => {
  const keys = (o: object): string[] =>
    Object.entries(o).flatMap(([k, v]) => (typeof v === 'object' ? keys(v).map((x) => `${k}.${x}`) : [k]));
  for (const bundle of [supervise, entryTexts]) {
    assert.deepEqual(keys(bundle.fr), keys(bundle.en));
    for (const texts of Object.values(bundle)) {
      for (const [key, text] of Object.entries(texts)) assert.notEqual(text, '', key);
    }
  }
});

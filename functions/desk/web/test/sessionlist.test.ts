import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClosedSession } from '../src/data/documents.js';
import { NoAnswer, Refused } from '../src/data/orders.js';
import type { Asked } from '../src/data/searchqueries.js';
import { Bulk, bulkBounds, type Writer } from '../src/state/bulk.js';
import { Chosen } from '../src/state/chosen.js';
import { Past, step } from '../src/state/past.js';
import { nothingWanted, range, read, type Wanted, written } from '../src/state/sessionfilter.js';

// ---- Filters

const everything: Wanted = {
  state: 'closed',
  queue: 'billing',
  agent: 'ben@x.example',
  channel: 'rcs',
  tag: 'vip',
  outcome: 'solved',
  rating: '2',
  when: 'range',
  from: '2026-03-05T09:00',
  to: '2026-03-05T17:30',
  text: 'a refund & more',
};

test('a link has every filter, and what is searched for only where it is shared', () => {
  assert.deepEqual(read(`#${written(everything, true)}`), everything);
  assert.deepEqual(read(written(everything)), { ...everything, text: '' });
  assert.ok(!written(everything).includes('refund'));
  assert.equal(written(nothingWanted, true), '');
  assert.deepEqual(read(''), nothingWanted);
});

test('what is no filter is left out of a link that somebody made', () => {
  const hash =
    '#state=gone&rating=6&when=never&from=yesterday&to=2026-03-05&queue=billing&admin=1&__proto__=x';
  assert.deepEqual(read(hash), { ...nothingWanted, queue: 'billing' });
  assert.equal(read(`#text=${'x'.repeat(1000)}`).text.length, 200);
});

test('days begin in the desk’s zone, with the clocks of that day', () => {
  const of = (part: Partial<Wanted>, now: string) => {
    const { from, to } = range({ ...nothingWanted, ...part }, Date.parse(now), 'Europe/Paris');
    const text = (ms: number) => (ms === 0 ? '' : new Date(ms).toISOString());
    return [text(from), text(to)];
  };
  const night = '2026-03-05T23:30:00Z'; // already the 6th in Paris
  assert.deepEqual(of({ when: 'today' }, night), ['2026-03-05T23:00:00.000Z', '']);
  assert.deepEqual(of({ when: 'yesterday' }, night), [
    '2026-03-04T23:00:00.000Z',
    '2026-03-05T23:00:00.000Z',
  ]);
  assert.deepEqual(of({ when: 'week' }, '2026-04-02T10:00:00Z'), ['2026-03-26T23:00:00.000Z', '']);
  assert.deepEqual(of({ when: 'today' }, '2026-03-29T10:00:00Z'), ['2026-03-28T23:00:00.000Z', '']);
  assert.deepEqual(of({ when: 'yesterday' }, '2026-03-30T10:00:00Z'), [
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
  assert.deepEqual(of({ when: 'range', from: '2026-03-05T09:00' }, night), ['2026-03-05T08:00:00.000Z', '']);
  assert.deepEqual(of({}, night), ['', '']);
});

// ---- What is over

const over = (n: number, part: Partial<ClosedSession> = {}) =>
  ({
    id: String(n).padStart(5, '0'),
    customer: 'Maria',
    words: ['maria', 'refund'],
    tags: [],
    ...part,
  }) as unknown as ClosedSession;

/** A database that reads pages, and notes what it was asked for. */
function database(all: ClosedSession[]) {
  const asked: Asked[] = [];
  let documents = 0;
  const past = new Past(async (a, after, most) => {
    asked.push(a);
    const page = all.filter((s) => s.id > after).slice(0, most);
    documents += Math.max(1, page.length);
    return page;
  });
  return { past, asked, read: () => documents };
}

const settled = () => new Promise((r) => setImmediate(r));
const always = { from: 0, to: 0 };

test('what Ben closed today is asked of the database, filter by filter', async () => {
  const { past, asked, read } = database([over(1), over(2)]);
  past.follow({ ...everything, text: '' }, { from: 10, to: 20 });
  await settled();
  assert.deepEqual(asked, [
    {
      key: 'tag:vip',
      queue: 'billing',
      agent: '',
      from: 10,
      to: 20,
      same: { owner: 'ben@x.example', channel: 'rcs', outcome: 'solved', rating: 2 },
    },
  ]);
  assert.equal(past.cost, read());
});

test('one word is looked up, and the others and the tag are compared', async () => {
  const { past, asked } = database([
    over(1, { tags: ['vip'] }),
    over(2, { tags: ['vip'], words: ['refund'] }),
    over(3),
  ]);
  past.follow({ ...nothingWanted, state: 'closed', tag: 'vip', text: 'Maria refunds'.slice(0, 12) }, always);
  await settled();
  assert.equal(asked[0]?.key, 'refund');
  assert.deepEqual(
    past.rows.map((s) => s.id),
    ['00001'],
  );
});

test('no more is read than is shown or than one asks for', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => over(i, { tags: i % 100 === 0 ? ['vip'] : [] }));
  const { past, read } = database(many);
  past.follow({ ...nothingWanted, state: 'closed' }, always);
  await settled();
  assert.deepEqual([past.rows.length, read(), past.whole], [step.page, step.page, false]);
  await past.more();
  assert.deepEqual([past.rows.length, read()], [2 * step.page, 2 * step.page]);
  const before = read();
  past.follow({ ...nothingWanted, state: 'closed', tag: 'vip' }, always);
  await settled();
  await settled();
  assert.deepEqual([past.rows.length, read() - before, past.cost], [2, step.most, step.most]);
});

test('the same filters again read nothing, and others forget what is under way', async () => {
  const { past, read } = database([over(1)]);
  past.follow({ ...nothingWanted, state: 'closed' }, always);
  past.follow({ ...nothingWanted, state: 'closed' }, always);
  await settled();
  assert.equal(read(), 1);
  assert.equal(past.rows.length, 1);
  past.follow({ ...nothingWanted, state: 'closed', queue: 'a' }, always);
  past.follow({ ...nothingWanted, state: 'closed', queue: 'b' }, always);
  await settled();
  assert.equal(past.rows.length, 1, 'once, and not for each');
});

// ---- Several at once

/** A database that does with each conversation what is said, and knows what it has done. */
function does(what: Record<string, 'done' | 'refused' | 'lost' | 'silent'>) {
  const acted: string[] = [];
  const known = new Map<string, 'done' | 'refused' | 'pending'>();
  let minted = 0;
  let atOnce = 0;
  let most = 0;
  const writer: Writer = {
    mint: () => `id${++minted}`,
    act: async (c, _, id) => {
      acted.push(`${c} ${id}`);
      most = Math.max(most, ++atOnce);
      await settled();
      atOnce--;
      const how = what[c] ?? 'done';
      if (how === 'refused') {
        known.set(id, 'refused');
        throw new Refused({ code: 'action.closed', args: {} });
      }
      if (how === 'lost') throw new NoAnswer();
      known.set(id, 'done');
      if (how === 'silent') throw new NoAnswer();
    },
    became: async (_, id) => known.get(id),
  };
  return { writer, acted, most: () => most };
}

const some = (...ids: string[]) => ids.map((id) => ({ id, called: id }));
const close = { kind: 'close' as const, text: 'A test.' };

test('each of several is done once, a few at the same time', async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `c${i}`);
  const { writer, acted, most } = does({});
  const bulk = new Bulk(some(...ids), writer);
  assert.equal(await bulk.run(close), true);
  assert.deepEqual([acted.length, bulk.ended, most()], [20, 20, bulkBounds.atOnce]);
  assert.equal(await bulk.run(close), true);
  assert.equal(acted.length, 20, 'what is done is not done again');
});

test('no more than so many are taken', () => {
  const ids = Array.from({ length: bulkBounds.most + 5 }, (_, i) => `c${i}`);
  assert.equal(new Bulk(some(...ids), does({}).writer).all.length, bulkBounds.most);
});

test('what was refused is said with its reason, and holds up nothing', async () => {
  const { writer, acted } = does({ b: 'refused' });
  const bulk = new Bulk(some('a', 'b', 'c'), writer);
  assert.equal(await bulk.run(close), false);
  assert.deepEqual(
    bulk.failed.map((o) => [o.conversation, (o.problem as Refused).reason.code]),
    [['b', 'action.closed']],
  );
  await bulk.run(close);
  assert.deepEqual(acted, ['a id1', 'b id2', 'c id3', 'b id4'], 'asked again it is another action');
});

test('what nobody knows of is the same action when it is asked for again', async () => {
  const world: Record<string, 'done' | 'lost' | 'silent'> = { a: 'silent', b: 'lost' };
  const { writer, acted } = does(world);
  const bulk = new Bulk(some('a', 'b'), writer);
  assert.equal(await bulk.run(close), false);
  assert.equal(bulk.count('unknown'), 2);
  world.b = 'done';
  assert.equal(await bulk.run(close), true);
  assert.deepEqual(acted, ['a id1', 'b id2', 'b id2'], 'a was done, which is found');
});

test('a session that is over is named in what is asked, and two of one customer are two', async () => {
  const asked: unknown[] = [];
  const { writer } = does({});
  const bulk = new Bulk(
    [
      { id: 'c_1', called: 'Dana', conversation: 'c', session: 1 },
      { id: 'c_2', called: 'Dana', conversation: 'c', session: 2 },
      { id: 'd', called: 'Eli' },
    ],
    {
      ...writer,
      act: async (c, ask) => {
        asked.push([c, ask]);
      },
    },
  );
  assert.ok(await bulk.run({ kind: 'tag', of: 'vip', on: true }));
  assert.deepEqual(asked, [
    ['c', { kind: 'tag', of: 'vip', on: true, session: 1 }],
    ['c', { kind: 'tag', of: 'vip', on: true, session: 2 }],
    ['d', { kind: 'tag', of: 'vip', on: true }],
  ]);
  assert.deepEqual(
    bulk.all.map((o) => o.row),
    ['c_1', 'c_2', 'd'],
  );
});

test('what was just tagged is shown so, without being read again', async () => {
  const { past, read } = database([over(1), over(2)]);
  past.follow({ ...nothingWanted, state: 'closed' }, always);
  await settled();
  const [first, second] = past.rows;
  past.tagged([first?.id ?? ''], 'fine', true);
  past.tagged([first?.id ?? ''], 'fine', true);
  assert.deepEqual(
    past.rows.map((s) => s.tags.filter((t) => t === 'fine').length),
    [1, 0],
  );
  assert.equal(past.rows[1], second);
  past.tagged([first?.id ?? ''], 'fine', false);
  assert.deepEqual([past.rows[0]?.tags, read()], [first?.tags, 2]);
});

// ---- What is chosen

const rows = ['a', 'b', 'c', 'd', 'e', 'f'];
const chosen = (c: Chosen): string => [...c.ids].sort().join('');

test('with Shift all from the last one to this one are chosen, in either direction', () => {
  const c = new Chosen().toggled('f').toggled('c');
  assert.equal(chosen(c.to('e', rows)), 'cdef');
  assert.equal(chosen(c.to('a', rows)), 'abcf');
  assert.equal(chosen(c.to('e', rows).to('d', rows)), 'cdf', 'a range that ends earlier lets go');
  assert.equal(chosen(c.to('e', rows).to('a', rows)), 'abcf', 'and one that turns round, too');
  assert.equal(
    chosen(c.to('e', rows).toggled('d').to('f', rows)),
    'c',
    'from one that was taken back, they are taken back',
  );
});

test('a range goes by the order that is shown, and begins anew where its beginning is gone', () => {
  const c = new Chosen().toggled('b');
  assert.equal(chosen(c.to('e', ['b', 'e', 'a'])), 'be');
  assert.equal(chosen(c.to('e', ['d', 'e', 'f'])), 'be');
  assert.equal(chosen(c.to('e', ['d', 'e', 'f']).to('d', ['d', 'e', 'f'])), 'bde');
  assert.equal(chosen(c.to('gone', rows)), 'b');
  assert.equal(chosen(new Chosen().to('c', rows).to('d', rows)), 'cd');
  assert.equal(chosen(c.to('d', rows).without(['c'])), 'bd');
});

test('no more are chosen than can be done at once', () => {
  const many = Array.from({ length: bulkBounds.most + 20 }, (_, i) => `r${i}`);
  const c = new Chosen().toggled('r5').to('r119', many);
  assert.equal(c.ids.size, bulkBounds.most);
  assert.ok(c.full && c.has('r104') && !c.has('r105'));
  assert.equal(c.toggled('r119').ids.size, bulkBounds.most);
  assert.ok(!c.toggled('r104').full);
});

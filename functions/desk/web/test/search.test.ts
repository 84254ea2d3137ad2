import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClosedSession, conversation, type Item } from '../src/data/documents.js';
import type { Asked, Finder, Reach } from '../src/data/searchqueries.js';
import { parse } from '../src/state/address.js';
import { marked, matches, matchesNumber, nothingWanted, Search, terms } from '../src/state/search.js';
import { snap } from './fakes.js';

const closed = (n: number, over: Partial<ClosedSession> = {}): ClosedSession => ({
  id: String(n).padStart(13, '0'),
  conversation: `c${n}`,
  session: 1,
  customer: 'Maria',
  channel: 'rcs',
  brandAgent: 'acme',
  queue: 'sales',
  agents: {},
  owner: 'ben@x.example',
  ownerName: 'Ben',
  answeredBy: 'ben@x.example',
  openedAt: 0,
  closedAt: 1000 - n,
  closedBy: 'done',
  started: false,
  within: true,
  firstWait: 0,
  handled: 0,
  preview: 'thanks',
  previewKind: 'text',
  tags: ['vip'],
  outcome: '',
  rating: 0,
  words: ['maria', 'refund', 'of', 'shoes'],
  lines: '0*1 1*2 2*1',
  ...over,
});

/** A database of sessions that are over, which counts what it is asked for. */
function world(all: ClosedSession[], supervises = false, queues = ['sales']) {
  const read = { documents: 0, asked: [] as { reach: Reach; asked: Asked }[] };
  const finder: Finder = {
    closed: async (reach, asked, after) => {
      const reached = all.filter(
        (s) =>
          'all' in reach || ('worked' in reach ? s.agents[reach.worked] : reach.queues.includes(s.queue)),
      );
      const page = reached.filter((s) => s.id > after).slice(0, 20);
      read.asked.push({ reach, asked });
      read.documents += Math.max(1, page.length);
      return page;
    },
    open: async () => [],
    line: async () => 'Please refund the shoes',
  };
  const search = new Search({
    finder,
    email: 'ana@x.example',
    supervises: () => supervises,
    queues: () => queues,
    mine: () => [],
    waiting: () => [],
  });
  return { search, read };
}

test('a search asks for one word, and compares the others in what is found', async () => {
  const { search, read } = world([closed(1), closed(2, { words: ['refund'], lines: '1*1' })], true);
  await search.find({ ...nothingWanted, text: 'Réfunds MARIA shoe' });
  assert.deepEqual(read.asked, [
    { reach: { all: true }, asked: { key: 'refund', queue: '', agent: '', from: 0, to: 0 } },
  ]);
  assert.equal(search.hits.length, 0);
  await search.find({ ...nothingWanted, text: 'refun mari shoe' });
  assert.deepEqual(
    search.hits.map((h) => h.conversation),
    ['c1'],
  );
});

test('an agent asks for what the agent worked on and for what ended in the own queues, and each is found once', async () => {
  const mine = { agents: { 'ana@x.example': true } };
  const { search, read } = world([
    closed(1, mine),
    closed(2),
    closed(3, { ...mine, queue: 'support' }),
    closed(4, { queue: 'support' }),
  ]);
  await search.find({ ...nothingWanted, text: 'maria' });
  assert.deepEqual(
    read.asked.map((a) => a.reach),
    [{ worked: 'ana@x.example' }, { queues: ['sales'] }],
  );
  assert.deepEqual(
    search.hits.map((h) => h.conversation),
    ['c1', 'c2', 'c3'],
  );
});

test('a search reads 60 documents of a list at most, and goes on when it is asked to', async () => {
  const many = Array.from({ length: 200 }, (_, n) => closed(n, { words: ['refund'], lines: '1*1' }));
  many[150] = closed(150);
  const { search, read } = world(many, true);
  await search.find({ ...nothingWanted, text: 'refund maria' });
  assert.equal(read.documents, 60);
  assert.deepEqual([search.hits.length, search.whole], [0, false]);
  await search.more();
  await search.more();
  assert.equal(read.documents, 180);
  assert.deepEqual(
    search.hits.map((h) => h.conversation),
    ['c150'],
  );
});

test('an agent of many queues asks for 30 at a time', async () => {
  const queues = Array.from({ length: 50 }, (_, n) => `q${n}`);
  const { search, read } = world([], false, queues);
  await search.find({ ...nothingWanted, text: 'maria' });
  assert.deepEqual(
    read.asked.map(({ reach }) => ('queues' in reach ? reach.queues.length : 0)),
    [0, 30, 20],
  );
});

test('what could be newer is shown before what is older, whichever list is read first', async () => {
  const mine = Array.from({ length: 70 }, (_, n) =>
    closed(2 * n, { queue: 'support', agents: { 'ana@x.example': true } }),
  );
  const others = Array.from({ length: 10 }, (_, n) => closed(100 * n + 1));
  const { search } = world([...mine, ...others].sort((a, b) => (a.id < b.id ? -1 : 1)));
  await search.find({ ...nothingWanted, text: 'maria' });
  const shown = search.hits.map((h) => h.key);
  assert.deepEqual(shown, [...shown].sort());
  const before = shown.length;
  await search.more();
  assert.deepEqual(
    search.hits.slice(0, before).map((h) => h.key),
    shown,
  );
});

test('a filter by itself finds what is over', async () => {
  const { search, read } = world([closed(1)], true);
  await search.find({ ...nothingWanted, agent: 'ben@x.example', from: 5 });
  assert.deepEqual(read.asked[0]?.asked, { key: '', queue: '', agent: 'ben@x.example', from: 5, to: 0 });
  assert.equal(search.hits.length, 1);
  await search.find(nothingWanted);
  assert.deepEqual([search.begun, search.hits.length, read.asked.length], [false, 0, 1]);
});

test('a line is read only of what is the own, once', async () => {
  const { search } = world([closed(1, { agents: { 'ana@x.example': true } }), closed(2)]);
  await search.find({ ...nothingWanted, text: 'shoes' });
  const [own, other] = search.hits;
  assert.ok(own && other);
  search.lineOf(own);
  search.lineOf(other);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([search.lineOf(own), search.lineOf(other)], ['Please refund the shoes', '']);
});

test('a number is compared with what is shown of it', () => {
  const shown = '+33 6 •• •• •• 12';
  for (const typed of ['12', '5612', '0612345612', '33612345612'])
    assert.ok(matchesNumber(shown, typed), typed);
  for (const typed of ['2', '13', '0712345612', '49612345612', '133612345612'])
    assert.ok(!matchesNumber(shown, typed), typed);
  assert.ok(!matchesNumber('Maria 12', '12'));
});

test('digits may be a number or a word', () => {
  assert.deepEqual(terms('+33 6 12 34 56 12').digits, '33612345612');
  assert.deepEqual(terms('12345'), { words: ['12345'], digits: '12345' });
  assert.deepEqual(terms('order 12345'), { words: ['order', '12345'], digits: '' });
});

test('a word is the beginning of one, and a short one all of it', () => {
  assert.ok(matches(['refunds', 'li'], ['refund', 'li']));
  assert.ok(!matches(['linda'], ['li']));
  assert.ok(matches([], []));
});

test('the words are marked in their line, which is cut to where they are', () => {
  const line = (text: string, words: string[]) =>
    marked(text, words)
      .map((p) => (p.is ? `[${p.text}]` : p.text))
      .join('');
  assert.equal(line('Une Réponse <b>', ['reponse']), 'Une [Réponse] <b>');
  assert.equal(line('nothing here', ['refund']), 'nothing here');
  const long = `${'many words before it '.repeat(20)}my refund, please`;
  assert.match(line(long, ['refund']), /^….{40}\[refund\], please$/);
  assert.ok(line('x '.repeat(400), ['y']).length < 150);
});

test('what is searched for is in no address', () => {
  assert.deepEqual(parse('/search/Maria'), { name: 'search' });
});

test('a tag finds what is open, too: the own, what waits, and what the database has', async () => {
  const asked: unknown[] = [];
  const tagged = (id: string, tags: string[], state = 'active') =>
    conversation(snap(id, { session: { state, tags } }));
  const item = (id: string, tags: string[]) => ({
    conversation: id,
    queue: 'sales',
    tags,
    enqueuedAt: 1,
    customer: 'Jo',
    preview: '',
  });
  const search = new Search({
    finder: {
      closed: async () => [],
      open: async (part, queues) => {
        asked.push([part, queues]);
        return [tagged('o1', ['vip'], 'open'), tagged('o2', ['vip'], 'closed')];
      },
      line: async () => undefined,
    },
    email: 'ana@x.example',
    supervises: () => false,
    queues: () => ['sales'],
    mine: () => [tagged('m1', ['vip']), tagged('m2', [])],
    waiting: () => [item('w1', ['vip']), item('w2', []), item('o1', ['vip'])] as unknown as Item[],
  });
  await search.find({ ...nothingWanted, tag: 'vip' });
  assert.deepEqual(asked, [[{ tag: 'vip' }, ['sales']]]);
  assert.deepEqual(search.hits.map((h) => h.key).sort(), ['m1', 'o1', 'w1']);
});

test('a tag by itself is asked for, and with a word it is compared', async () => {
  const { search, read } = world([closed(1), closed(2, { tags: [] })], true);
  await search.find({ ...nothingWanted, tag: 'vip' });
  assert.equal(read.asked[0]?.asked.key, 'tag:vip');
  await search.find({ ...nothingWanted, tag: 'vip', text: 'maria' });
  assert.equal(read.asked[1]?.asked.key, 'maria');
  assert.deepEqual(
    search.hits.map((h) => h.conversation),
    ['c1'],
  );
});

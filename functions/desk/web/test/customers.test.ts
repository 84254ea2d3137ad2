import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Conversation, DataRequest } from '../src/data/documents.js';
import * as documents from '../src/data/documents.js';
import { Mask } from '../src/data/mask.js';
import { dataOrder, Refused, type Subject } from '../src/data/orders.js';
import { requestKinds } from '../src/data/words.gen.js';
import { format, parse, views, viewsFor } from '../src/state/address.js';
import { Customers, type Database, progress, refusalOf, subjectOf } from '../src/state/customers.js';
import { customers as texts, type Wish } from '../src/text/customers.js';
import { language } from '../src/text/language.js';
import { asker, became, fetchable, outcome, whose, wishFor } from '../src/view/supervise/wishes.js';
import { settled, snap } from './fakes.js';

afterEach(() => {
  language.code = 'en';
  language.in('');
});

const id = '0f'.repeat(16);

/** A request as the database has it. */
const request = (over: Partial<DataRequest> = {}): DataRequest => ({
  ...documents.dataRequest(snap('r', { author: { email: 'ada@shop.example', name: 'Ada', bot: false } })),
  kind: 'erase',
  conversation: id,
  ...over,
});

const done = (over: Partial<DataRequest> = {}) => request({ status: 'done', found: 1, ...over });
const refused = (code: string, over: Partial<DataRequest> = {}) =>
  request({ status: 'refused', reason: { code, args: {} }, ...over });

/** A database that is told what to answer. */
class Fake implements Database {
  readonly asked: { kind: string; of: Subject; why: string }[] = [];
  readonly open = new Set<string>();
  fails: unknown;
  private readonly heard = new Map<string, (r: DataRequest) => void>();
  private readonly eachHeard = new Map<string, (all: DataRequest[]) => void>();
  readonly shown = new Map<string, (c: Conversation | undefined) => void>();
  private list: (all: DataRequest[]) => void = () => {};

  async ask(kind: string, of: Subject, why: string): Promise<string> {
    if (this.fails) throw this.fails;
    this.asked.push({ kind, of, why });
    return `r${this.asked.length}`;
  }

  private listen(what: string): () => void {
    this.open.add(what);
    return () => this.open.delete(what);
  }

  request(name: string, f: (r: DataRequest) => void) {
    this.heard.set(name, f);
    return this.listen(name);
  }

  parts(of: string, f: (all: DataRequest[]) => void) {
    this.eachHeard.set(of, f);
    return this.listen(`parts of ${of}`);
  }

  latest(f: (all: DataRequest[]) => void) {
    this.list = f;
    return this.listen('latest');
  }

  conversation(name: string, f: (c: Conversation | undefined) => void) {
    this.shown.set(name, f);
    return this.listen(`conversation ${name}`);
  }

  say(name: string, r: DataRequest): void {
    this.heard.get(name)?.({ ...r, id: name });
  }

  sayParts(name: string, all: DataRequest[]): void {
    this.eachHeard.get(name)?.(all);
  }

  sayLatest(all: DataRequest[]): void {
    this.list(all);
  }
}

/** These are functions because an assertion would narrow the type of a field. */
const there = (model: Customers) => model.there;
const latest = (model: Customers) => model.latest;

const conversation = (fields: object = {}): Conversation => documents.conversation(snap(id, fields));

test('whose data is meant is read from an id, from a page’s address and from a number', () => {
  const cases: [string, Subject | undefined][] = [
    [id, { conversation: id }],
    [` ${id.toUpperCase()} `, { conversation: id }],
    [`/conversations/${id}`, { conversation: id }],
    [`https://desk.example/conversations/${id}/`, { conversation: id }],
    ['+33 6 39 98 12 34', { customer: '+33 6 39 98 12 34' }],
    ['a-key-of-the-channel', { customer: 'a-key-of-the-channel' }],
    [id.slice(1), { customer: id.slice(1) }],
    ['', undefined],
    ['  ', undefined],
    ['é'.repeat(501), undefined],
  ];
  for (const [typed, want] of cases) assert.deepEqual(subjectOf(typed), want, typed);
});

test('a reason is needed for everything but a count, and has an end', () => {
  assert.equal(refusalOf('count', ''), undefined);
  for (const kind of ['erase', 'hold', 'release', 'export'] as const) {
    assert.equal(refusalOf(kind, ' \n')?.code, 'request.needsWhy');
    assert.equal(refusalOf(kind, 'Case 4711'), undefined);
    assert.deepEqual(refusalOf(kind, 'é'.repeat(251)), { code: 'request.longWhy', args: { most: 500 } });
  }
});

test('the reason is masked, and whose data it is about is said as it is', () => {
  const mask = { mask: (text: string) => text.replaceAll('4111', '••••') } as unknown as Mask;
  assert.deepEqual(dataOrder(mask, 'erase', { customer: '+4111' }, 'card 4111'), {
    kind: 'erase',
    customer: '+4111',
    why: 'card ••••',
  });
  assert.equal(dataOrder(new Mask(), 'hold', { conversation: id }, 'x').why, 'x');
});

test('a request is read without the number that it may be about', () => {
  const r = documents.dataRequest(
    snap('r', { customer: '+33639981234', kind: 'erase', counts: { files: 2 } }),
  );
  assert.ok(!JSON.stringify(r).includes('+33'));
  assert.deepEqual(r.counts, { files: 2 });
});

test('a request about one conversation is done, refused, or waits for BigQuery', () => {
  assert.equal(progress(request()).state, 'pending');
  assert.deepEqual(
    [progress(request({ retryAt: 5 })).retryAt, progress(request({ retryAt: 5 })).state],
    [5, 'pending'],
  );
  assert.equal(progress(done()).state, 'done');
  const no = progress(refused('request.onHold'));
  assert.deepEqual([no.state, no.refused, no.reason?.code], ['refused', 1, 'request.onHold']);
});

test('a request about a customer is done when each of its parts is', () => {
  const parent = done({ conversation: '', found: 3 });
  const one = done({ counts: { messages: 2, files: 1 }, again: 1, goneAt: 50 });
  const two = done({ counts: { messages: 5 }, goneAt: 70 });
  assert.equal(progress(request({ conversation: '' })).state, 'pending');
  assert.equal(progress(parent).state, 'pending', 'no part is known yet');
  const some = progress(parent, [one, request({ retryAt: 90 }), request({ retryAt: 80 })]);
  assert.deepEqual([some.state, some.ended, some.all, some.retryAt], ['pending', 1, 3, 80]);
  const all = progress(parent, [one, two, refused('request.onHold')]);
  assert.deepEqual([all.state, all.ended, all.refused], ['refused', 3, 1]);
  assert.deepEqual([all.counts, all.again, all.goneAt], [{ messages: 7, files: 1 }, 1, 70]);
  assert.equal(progress(parent, [one, two, two]).state, 'done');
});

test('a count of a customer is one request, and its conversations are shown live', async () => {
  const db = new Fake();
  const model = new Customers(db);
  model.start();
  await model.count({ customer: '+33' });
  assert.deepEqual(db.asked, [{ kind: 'count', of: { customer: '+33' }, why: '' }]);
  assert.equal(there(model), undefined);
  db.say('r1', request({ kind: 'count', conversation: '' }));
  assert.equal(db.shown.size, 0);
  const counted = done({
    kind: 'count',
    conversation: '',
    conversations: [id, 'gone'],
    found: 2,
    counts: { files: 1 },
  });
  db.say('r1', counted);
  db.say('r1', counted);
  assert.deepEqual([...db.shown.keys()], [id, 'gone']);
  db.shown.get(id)?.(conversation({ customer: { context: { displayName: 'Dana' } } }));
  db.shown.get('gone')?.(undefined);
  assert.deepEqual(
    [...model.conversations.values()].map((c) => c?.called),
    ['Dana', undefined],
  );
  assert.equal(there(model)?.found, 2);

  await model.count({ conversation: id });
  assert.equal(model.conversations.size, 0, 'what was shown of somebody else goes');
  assert.deepEqual([...db.open], ['latest', 'r2']);
  db.say('r2', done({ kind: 'count', counts: {} }));
  assert.equal(there(model), undefined, 'there is nothing');
});

test('an erasure is followed with its parts, and what was counted is shown again only if it is refused', async () => {
  const db = new Fake();
  const model = new Customers(db);
  const of = { customer: '+33' };
  await model.count(of);
  db.say(
    'r1',
    done({ kind: 'count', conversation: '', conversations: [id], found: 1, counts: { files: 1 } }),
  );
  await assert.rejects(
    model.ask('erase', of, ' '),
    (e) => e instanceof Refused && e.reason.code === 'request.needsWhy',
  );
  assert.equal(db.asked.length, 1);
  await model.ask('erase', of, ' Case 4711 ');
  assert.deepEqual(db.asked[1], { kind: 'erase', of, why: 'Case 4711' });
  assert.equal(there(model), undefined);
  db.say('r2', done({ conversation: '', found: 1 }));
  db.sayParts('r2', [request()]);
  assert.equal(there(model), undefined);
  db.sayParts('r2', [refused('request.onHold')]);
  assert.equal(there(model)?.id, 'r1');

  await model.ask('hold', { conversation: id }, 'Case 4711');
  assert.ok(
    !db.open.has('r2') && !db.open.has('parts of r2'),
    'what was asked for before is not followed any more',
  );
  assert.equal(there(model)?.id, 'r1');
  db.say('r3', done({ kind: 'hold' }));
  assert.ok(!db.open.has('parts of r3'));
  model.stop();
  assert.deepEqual([...db.open], []);
});

test('what the database does not take was not asked for', async () => {
  const db = new Fake();
  const model = new Customers(db);
  db.fails = { code: 'permission-denied' };
  await assert.rejects(model.count({ conversation: id }));
  assert.equal(model.counted, undefined);
  db.fails = undefined;
  const late = model.count({ conversation: id });
  model.stop();
  await late;
  await settled();
  assert.deepEqual([...db.open], [], 'a page that is gone follows nothing');
});

test('the latest requests come as they are', () => {
  const db = new Fake();
  const model = new Customers(db);
  model.start();
  assert.equal(latest(model), undefined);
  db.sayLatest([request()]);
  assert.equal(latest(model)?.length, 1);
});

const noon = Date.UTC(2026, 2, 5, 12);

test('what became of a request is said in sentences', () => {
  language.in('UTC');
  const of = { conversation: id };
  const say = (kind: Wish, r?: DataRequest, parts: DataRequest[] = []) =>
    became({ kind, of, request: r, parts }, noon).join(' ');
  assert.match(say('erase'), /^Erasing…/);
  assert.match(say('erase', request({ retryAt: noon + 300_000 })), /BigQuery.*again at 12:05\.$/);
  assert.match(
    say('erase', done({ counts: { messages: 1200, files: 3 }, again: 2, goneAt: noon })),
    /^Erased: 1,203 documents and files of 1 conversation\. 2 of them were .* runs out on Thursday,? 5 March 2026\.$/,
  );
  assert.equal(
    say('erase', refused('request.onHold')),
    'Refused: the conversation is on hold: release it first.',
  );
  const both = done({ conversation: '', found: 2 });
  assert.match(say('erase', both, [done()]), /1 of 2 conversations\.$/);
  assert.match(
    say('erase', both, [done(), refused('request.onHold')]),
    /^Refused for 1 of 2 .* of 1 conversation\.$/,
  );
  assert.equal(say('hold', done({ kind: 'hold' })), '1 conversation is on legal hold.');
  assert.match(
    say('export', done({ kind: 'export', goneAt: noon })),
    /^The archive is ready\. It can be downloaded until 5 Mar 2026/,
  );
  assert.equal(say('release', done({ kind: 'release' })), '1 conversation is no longer on legal hold.');
});

test('a row says who asked, about whom and what became of it, with nothing of a customer', () => {
  language.in('UTC');
  assert.equal(asker(request()), 'Ada (ada@shop.example)');
  assert.equal(asker(request({ author: undefined, operator: 'jo' })), 'jo, by command');
  assert.equal(whose(request()), 'Conversation 0f0f0f0f');
  assert.equal(whose(request({ conversation: '', account: 'acme' })), 'Everybody of the account acme');
  assert.equal(whose(request({ conversation: '' })), 'A customer, by number');
  assert.equal(
    whose(request({ conversation: '', kind: 'retain' as 'erase' })),
    'Everybody whose time had come',
  );
  const cases: [DataRequest, RegExp][] = [
    [request(), /^Under way$/],
    [request({ retryAt: noon }), /BigQuery/],
    [refused('request.nobody'), /^Refused: nothing is stored/],
    [done({ kind: 'count', counts: { files: 2 } }), /^2 documents and files$/],
    [done({ counts: { files: 2 }, goneAt: noon }), /^2 documents and files deleted\. The last backup/],
    [done({ conversation: '', found: 2 }), /^A request for each of 2 conversations$/],
    [done({ conversation: '', found: 0, counts: { files: 3 } }), /^3 documents and files deleted$/],
    [done({ kind: 'export', goneAt: noon }), /^Done$/],
    [done({ kind: 'hold', counts: { documents: 9 } }), /^Done$/],
  ];
  for (const [r, want] of cases) assert.match(outcome(r, noon), want);
});

test('an export is downloaded by whoever asked for it, as long as it is there', () => {
  const r = done({ kind: 'export', goneAt: noon });
  const ada = 'ada@shop.example';
  assert.ok(fetchable(r, ada, noon - 1));
  assert.ok(!fetchable(r, ada, noon));
  assert.ok(!fetchable(r, 'bob@shop.example', noon - 1));
  for (const over of [
    { kind: 'erase' },
    { status: 'pending' },
    { conversation: '' },
    { operator: 'jo', author: undefined },
  ] as const)
    assert.ok(!fetchable({ ...r, ...over }, ada, noon - 1), JSON.stringify(over));
});

test('the question says on its button what goes', async () => {
  const whys: string[] = [];
  const about = { whose: 'Dana', conversations: 2, counts: { files: 1 }, held: 0 };
  const ask = wishFor({ wish: 'erase', ...about }, async (why) => void whys.push(why));
  assert.equal(ask.title, 'Erase: Dana');
  assert.equal(ask.confirm, 'Erase 2 conversations for good');
  assert.ok(ask.danger);
  const form = new FormData();
  form.set('why', 'Case 4711');
  assert.equal(await ask.run?.(form), true);
  assert.deepEqual(whys, ['Case 4711']);
  assert.ok(!wishFor({ wish: 'hold', ...about }, async () => {}).danger);
});

test('every kind of request has a name in every language', () => {
  for (const t of Object.values(texts))
    for (const kind of [...requestKinds, 'retain']) assert.ok(t.kinds[kind], kind);
});

test('the page is for admins, and may begin with a conversation', () => {
  assert.deepEqual(viewsFor({ supervises: false, administers: false }), []);
  assert.ok(!viewsFor({ supervises: true, administers: false }).includes('customers'));
  assert.deepEqual(viewsFor({ supervises: true, administers: true }), views);
  const page = { name: 'supervise', view: 'customers', of: id } as const;
  assert.equal(format(page), `/supervise/customers/${id}`);
  assert.deepEqual(parse(format(page)), page);
  assert.deepEqual(parse('/supervise/agents/x'), { name: 'supervise', view: 'agents' });
});

test('since when a conversation is on legal hold is known', () => {
  assert.equal(conversation().heldSince, 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuickReplies as Shelf } from '../src/data/documents.js';
import { bounds } from '../src/data/words.gen.js';
import { kept, quick } from '../src/state/quick.js';
import { everybody, faultIn, QuickReplies, rowsOf, written } from '../src/state/quickreplies.js';

const shelf = (replies: Record<string, string>): Shelf => ({ replies, pictures: {} });

const ana = 'ana@shop.example';

/** listening is quick replies that nobody has said anything of, and what tells of them, by their owner. */
function listening() {
  const heard: Record<string, (kept: Shelf | undefined, live: boolean) => void> = {};
  const listen = (owner: string, f: (kept: Shelf | undefined, live: boolean) => void) => {
    heard[owner] = f;
    return () => delete heard[owner];
  };
  return { heard, q: new QuickReplies(ana, listen, () => Promise.resolve(undefined)) };
}

test('quick replies are read when somebody first wants one, and forgotten at the end', () => {
  const { heard, q } = listening();
  assert.deepEqual(Object.keys(heard), []);
  q.start();
  q.start();
  assert.deepEqual(Object.keys(heard), [ana, everybody]);
  heard[ana]?.(shelf({ hi: 'Hi!' }), true);
  heard[everybody]?.(undefined, true);
  assert.deepEqual([q.own, q.shared], [shelf({ hi: 'Hi!' }), shelf({})]);
  q.stop();
  assert.deepEqual([q.own, Object.keys(heard)], [shelf({}), []]);
});

test('nobody knows what somebody keeps before the server has said so', () => {
  const { heard, q } = listening();
  const known = () => [q.isKnown(ana), q.isKnown(everybody), q.isComplete];
  q.start();
  heard[ana]?.(undefined, false);
  assert.deepEqual(known(), [false, false, false]);
  heard[ana]?.(undefined, true);
  assert.deepEqual(known(), [true, false, false]);
  heard[everybody]?.(shelf({}), true);
  assert.deepEqual(known(), [true, true, true]);
  q.stop();
  assert.deepEqual(known(), [false, false, false]);
});

test('whoever listens in vain is told why, and listens again', () => {
  let fails = (_: unknown) => {};
  let listened = 0;
  const listen = (_: string, __: unknown, failed: (e: unknown) => void) => {
    listened++;
    fails = failed;
    return () => {};
  };
  const q = new QuickReplies(ana, listen, () => Promise.resolve(undefined));
  q.start();
  fails('denied');
  assert.deepEqual([q.problem, listened], ['denied', 2]);
  q.start();
  assert.deepEqual([q.problem, listened], [undefined, 4]);
});

test('a picture is read when it is wanted, and is a file then', async () => {
  const asked: string[] = [];
  const q = new QuickReplies(
    'ana@shop.example',
    () => () => {},
    (owner) => {
      asked.push(owner);
      return Promise.resolve(owner === everybody ? { map: btoa('\xff\xd8jpeg') } : undefined);
    },
  );
  const file = await q.picture({ owner: everybody, name: 'map', alt: 'The way' });
  assert.deepEqual([file?.name, file?.type, file?.size], ['map.jpg', 'image/jpeg', 6]);
  assert.equal(await q.picture({ owner: everybody, name: 'gone', alt: '' }), undefined);
  assert.equal(await q.picture({ owner: 'ana@shop.example', name: 'map', alt: '' }), undefined);
  assert.deepEqual(asked, [everybody, everybody, 'ana@shop.example']);
});

test('what somebody keeps is found and filled in as what is configured', () => {
  const names = { CustomerName: 'Dana', AgentName: 'Ana', QueueName: 'Orders' };
  const own = {
    replies: { hi: 'Hi {CustomerName}, {AgentName} here.', 'hi map': '' },
    pictures: { 'hi map': 'The way' },
  };
  const found = quick(kept('ana', own, ['mine']), 'hi', { queue: 'orders', languages: ['fr'], names });
  const pictured = { owner: 'ana', name: 'hi map', alt: 'The way' };
  assert.deepEqual(found, [
    { name: 'hi', text: 'Hi Dana, Ana here.', tags: ['mine'], pictured: undefined },
    { name: 'hi map', text: '', tags: ['mine'], pictured },
  ]);
});

test('each has a name of its own and a text, and there are only so many', () => {
  const row = (name: string, text = 'x', picture = '') => ({ name, text, picture, alt: ' what ' });
  assert.equal(faultIn([row('a'), row(' ', ' '), row('b')]), undefined);
  assert.deepEqual(faultIn([row('a'), row('')]), { at: 1, fault: 'name' });
  assert.deepEqual(faultIn([row('__a__')]), { at: 0, fault: 'reserved' });
  assert.deepEqual(faultIn([row('a', ' ')]), { at: 0, fault: 'text' });
  assert.deepEqual(faultIn([row('a'), row(' a ')]), { at: 1, fault: 'twice' });
  assert.deepEqual(faultIn([row('a', 'é'.repeat(bounds.quickReplyText))]), { at: 0, fault: 'long' });
  const many = Array.from({ length: bounds.quickReplies + 1 }, (_, i) => row(`n${i}`));
  assert.equal(faultIn(many)?.fault, 'many');
  const large = many.slice(1).map((r) => ({ ...r, text: 'x'.repeat(1000) }));
  assert.equal(faultIn(large)?.fault, 'large');
  assert.equal(faultIn([row('a', '', 'jpeg')]), undefined);
  assert.deepEqual(faultIn([row('', '', 'jpeg')]), { at: 0, fault: 'name' });
  const pictured = many.slice(0, bounds.quickPictures + 1).map((r) => ({ ...r, picture: 'jpeg' }));
  assert.equal(faultIn(pictured)?.fault, 'pictures');
  const [one, ...others] = pictured;
  assert.equal(faultIn([one ?? row('')], others)?.fault, 'pictures'); // others have added theirs meanwhile
  assert.equal(faultIn([row('a')], [row('a')])?.fault, 'twice');
  assert.deepEqual(written([row(' a ', ' x '), row('', ''), row('b ', '', 'jpeg')]), {
    replies: { a: 'x', b: '' },
    captions: { b: 'what' },
    pictures: { b: 'jpeg' },
  });
});

test('what is kept becomes rows and what rows say is kept, whatever the names are', () => {
  const kept: Shelf = { replies: { constructor: 'x', b: '', a: 'y' }, pictures: { b: 'what' } };
  const rows = rowsOf(kept, { b: 'jpeg' });
  assert.deepEqual(rows, [
    { name: 'a', text: 'y', picture: '', alt: '' },
    { name: 'b', text: '', picture: 'jpeg', alt: 'what' },
    { name: 'constructor', text: 'x', picture: '', alt: '' },
  ]);
  assert.deepEqual(written(rows), {
    replies: kept.replies,
    captions: kept.pictures,
    pictures: { b: 'jpeg' },
  });
});

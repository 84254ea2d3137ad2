import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timestamp } from 'firebase/firestore';
import { configuration, seconds } from '../src/data/configuration.js';
import * as documents from '../src/data/documents.js';
import { stamp } from '../src/data/values.js';
import { snap } from './fakes.js';

test('an empty document is nothing of everything, not an error', () => {
  assert.equal(documents.conversation(snap('c', {})).state, 'closed');
  assert.equal(documents.message(snap('m', {})).kind, 'text');
  assert.equal(documents.agent(snap('ana@shop.example', {})).presence, 'offline');
  assert.deepEqual(configuration(snap('current', {})).queues, []);
  assert.equal(documents.item(snap('c', undefined)).conversation, 'c');
});

test('a field of another type than it should be counts as missing', () => {
  const c = documents.conversation(
    snap('c', {
      session: { owner: 7, guests: ['a'], priority: Number.NaN, openedAt: '2026' },
      thread: { unread: 'many' },
      customer: { context: 'none' },
    }),
  );
  assert.equal(c.owner, '');
  assert.deepEqual(c.guests, {});
  assert.equal(c.unread, 0);
  assert.equal(c.context.displayName, '');
  assert.equal(c.priority, 0);
  assert.equal(c.openedAt, 0);
});

test('a customer without a name is called by what everybody may see of the number', () => {
  const customer = { personal: true, shown: '+33 6 •• •• •• 12', context: {} };
  assert.equal(documents.conversation(snap('c', { customer })).called, '+33 6 •• •• •• 12');
  const named = { ...customer, context: { displayName: 'Dana' } };
  assert.equal(documents.conversation(snap('c', { customer: named })).called, 'Dana');
});

test('the zero time of Go is never', () => {
  const zero = new Timestamp(-62_135_596_800, 0);
  assert.equal(documents.conversation(snap('c', { session: { closedAt: zero } })).closedAt, 0);
});

test('a time keeps its microseconds, there and back', () => {
  const at = new Timestamp(1_772_701_234, 567_891_000);
  const { sentAt } = documents.message(snap('m', { sentAt: at }));
  assert.ok(stamp(sentAt).isEqual(at));
});

test('durations are read as an admin writes them', () => {
  const cases: [unknown, number][] = [
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5400],
    ['2d', 172_800],
    ['', 0],
    [undefined, 0],
    ['soon', 0],
  ];
  for (const [text, want] of cases) assert.equal(seconds(text), want);
});

test('the configuration gives names, promises, quick replies and skills', () => {
  const routing = {
    queues: {
      b: { display_name: 'Zebra', service_level: { within: '2m', percent: 90, hours: undefined } },
      a: {},
    },
    quick_replies: { hi: { texts: { en: 'Hello' }, tags: ['greeting'] } },
    workstreams: {
      w: { language: 'fr', classification: [{ rules: [{ set: { skills: { returns: 2 } } }] }] },
      x: { time_zone: 'Europe/Paris' },
      y: { time_zone: 'Europe/Paris' },
    },
  };
  const c = configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) }));
  assert.deepEqual(c.queues, [
    { name: 'a', displayName: 'a', within: 300, percent: 80, hours: undefined },
    { name: 'b', displayName: 'Zebra', within: 120, percent: 90, hours: undefined },
  ]);
  assert.deepEqual(c.quickReplies, [{ name: 'hi', texts: { en: 'Hello' }, tags: ['greeting'], queues: [] }]);
  assert.deepEqual(c.skills, ['returns']);
  assert.equal(c.workstreams.w?.language, 'fr');
  assert.deepEqual([c.workstreams.w?.zone, c.zone], ['UTC', 'Europe/Paris']);
});

test('a configuration that is no JSON leaves the desk without names, not without work', () => {
  const c = configuration(snap('current', { routing: '{' }));
  assert.deepEqual([c.queues, c.zone], [[], 'UTC']);
});

test('a reply that only this client has is marked', () => {
  assert.equal(documents.reply(snap('r', { status: 'pending' }, true)).local, true);
});

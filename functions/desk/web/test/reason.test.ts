import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reason, reasons } from '../src/data/reason.js';
import { language } from '../src/text/language.js';
import { because, sentence } from '../src/text/reason.js';

/** both is a reason in English and in French. */
function both(code: string, args = {}, show = because): [string, string] {
  const en = show({ code, args });
  language.code = 'fr';
  try {
    return [en, show({ code, args })];
  } finally {
    language.code = 'en';
  }
}

test('a reason is a sentence in each language, with names as they are', () => {
  assert.deepEqual(both('action.inQueue', { queue: 'Retours' }, sentence), [
    'This conversation is waiting in the queue Retours.',
    'Cette conversation attend dans la file Retours.',
  ]);
});

test('a reason within a reason is a part of its sentence', () => {
  const inQueue = { code: 'action.inQueue', args: { queue: 'Retours' } };
  assert.deepEqual(both('action.offerOver', { because: inQueue }, sentence), [
    'This offer is no longer open: this conversation is waiting in the queue Retours.',
    'Cette proposition n’est plus valable : cette conversation attend dans la file Retours.',
  ]);
});

test('several are listed, each in words', () => {
  const limits = [
    { code: 'limit.missing', args: { field: 'text' } },
    { code: 'limit.many', args: { field: 'cards', count: 1200, most: 10 } },
  ];
  assert.deepEqual(both('reply.limits', { limits }), [
    'text is missing; cards: there are 1,200, and 10 at most are allowed',
    'text manque ; cards : il y en a 1\u202f200, le maximum est 10',
  ]);
});

test('numbers choose between one and many, as the language does', () => {
  assert.deepEqual(both('agent.freeUnits', { units: 1 }), ['1 unit free', '1 unité libre']);
  assert.deepEqual(both('agent.freeUnits', { units: 0 }), ['0 units free', '0 unité libre']);
});

test('durations, sizes and times are shown as everywhere else', () => {
  assert.deepEqual(both('action.offerEnded', { ago: 95 }), [
    'this offer expired 1 min 35 s ago',
    'cette proposition a expiré il y a 1 min 35 s',
  ]);
  assert.match(both('file.tooLarge', { most: 10_485_760 })[1], /dépasse 10,5 Mo$/);
  assert.match(both('agent.lastReleased', { at: '2026-03-05T11:57:00Z' })[0], /5 Mar 2026/);
});

test('what is not there is left out with what belongs to it', () => {
  const status = '404 Not Found';
  assert.equal(both('reply.refused', { status, message: '' })[0], 'the channel refused it: 404 Not Found');
  assert.equal(
    both('reply.refused', { status, message: 'no {such} [thing]' })[0],
    `the channel refused it: ${status}, no {such} [thing]`,
  );
});

test('a code without a text is named, and never blank', () => {
  for (const text of both('moon.full', { phase: 3 })) assert.match(text, /\(moon\.full\)$/);
});

test('what is not a reason is none', () => {
  for (const v of [undefined, null, '', 'because', 3, [], {}, { code: '' }, { code: 3 }]) {
    assert.equal(reason(v), undefined);
    assert.deepEqual(reasons([v]), []);
  }
  assert.deepEqual(reason({ code: 'a', args: null }), { code: 'a', args: {} });
});

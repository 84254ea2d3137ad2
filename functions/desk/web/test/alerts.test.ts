import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../src/data/documents.js';
import { inOrder, isNews, isPutOff, mayAskForHelp } from '../src/state/alerts.js';
import { alertTexts } from '../src/text/alerts.js';
import { language } from '../src/text/language.js';

const now = Date.UTC(2026, 2, 5, 12);
const minutes = (n: number): number => now + n * 60_000;

const alert = (over: Partial<Alert> = {}): Alert => ({
  id: 'waiting_front',
  kind: 'waiting',
  queue: 'front',
  agent: '',
  conversation: '',
  count: 1,
  since: minutes(-10),
  open: true,
  raisedAt: minutes(-5),
  seen: {},
  snoozedUntil: 0,
  snoozedBy: '',
  author: undefined,
  ...over,
});

test('what customers suffer from comes first, of that the oldest, and what was put off last', () => {
  const all = [
    alert({ id: 'away', kind: 'set-away' }),
    alert({ id: 'off', kind: 'help', snoozedUntil: minutes(5) }),
    alert({ id: 'young', since: minutes(-1) }),
    alert({ id: 'old' }),
    alert({ id: 'help', kind: 'help' }),
  ];
  assert.deepEqual(
    inOrder(all, now).map((a) => a.id),
    ['help', 'old', 'young', 'away', 'off'],
  );
});

test('an alert is news until this supervisor has seen it, or anybody has put it off', () => {
  const me = 'sue@shop.example';
  assert.equal(isNews(alert(), me, now), true);
  assert.equal(isNews(alert({ seen: { 'ada@shop.example': 'Ada' } }), me, now), true);
  assert.equal(isNews(alert({ seen: { [me]: 'Sue' } }), me, now), false);
  assert.equal(isNews(alert({ snoozedUntil: minutes(1) }), me, now), false);
  assert.equal(isPutOff(alert({ snoozedUntil: now }), now), false);
});

test('who has a conversation can ask for help with it', () => {
  const me = 'ana@shop.example';
  assert.equal(mayAskForHelp({ owner: me, state: 'active' }, me), true);
  assert.equal(mayAskForHelp({ owner: me, state: 'wrap-up' }, me), true);
  assert.equal(mayAskForHelp({ owner: me, state: 'offered' }, me), false);
  assert.equal(mayAskForHelp({ owner: 'ben@shop.example', state: 'active' }, me), false);
});

test('every alert is a sentence, in both languages', () => {
  for (const code of ['en', 'fr'] as const) {
    language.code = code;
    for (const what of Object.values(alertTexts[code].what))
      for (const count of [1, 2]) assert.match(what({ where: 'Front', who: 'Ana', count }), /Front|Ana|2|1/);
  }
  language.code = 'en';
});

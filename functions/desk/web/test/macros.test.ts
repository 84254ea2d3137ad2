import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from '../src/data/configuration.js';
import * as documents from '../src/data/documents.js';
import type { Desk } from '../src/state/desk.js';
import { macrosFor, plan } from '../src/state/macros.js';
import { snap } from './fakes.js';

const routing = {
  queues: { front: { display_name: 'Front desk' } },
  workstreams: { w: { language: 'en' } },
  outcomes: { solved: { labels: { en: 'Solved' } } },
  tags: { refund: { labels: { en: 'Refund' } } },
  // as text: a property of that name is a promise's, to the linter
  macros: JSON.parse(`{
    "refund": {
      "labels": { "en": "Refund sent", "fr": "Remboursé" },
      "texts": { "en": "On its way, {CustomerName}.", "fr": "En route, {CustomerName}." },
      "tags": ["refund", "vip"], "outcome": "solved", "then": "end"
    },
    "later": { "labels": { "en": "Later" }, "then": "park", "for": "20m" },
    "elsewhere": { "labels": { "en": "On" }, "then": "transfer", "to": "front", "queues": ["back"] }
  }`),
};

const now = 1_000_000;
const desk = {
  email: 'ana',
  supervises: false,
  me: undefined,
  name: 'Ana',
  config: configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) })),
  queueName: () => 'Front desk',
  limits: () => undefined,
  now: () => now,
} as unknown as Desk;

const conversation = (session: object) =>
  documents.conversation(
    snap('c', {
      customer: { context: { displayName: 'Dana' } },
      session: { state: 'active', owner: 'ana', workstream: 'w', queue: 'front', language: 'fr', ...session },
    }),
  );

test('macros are for whoever works on a conversation of their queues, and are found by their labels', () => {
  const names = (session: object, typed = '') =>
    macrosFor(conversation(session), desk, typed, 'en').map((m) => m.name);
  assert.deepEqual(names({}), ['later', 'refund']);
  assert.deepEqual(names({ queue: 'back' }), ['later', 'elsewhere', 'refund']);
  assert.deepEqual(names({}, 'sent'), ['refund']);
  assert.deepEqual(names({ owner: 'ben' }), []);
  assert.deepEqual(names({ state: 'wrap-up' }), []);
});

test('a macro answers in the customer’s language, and does only what is not so already', () => {
  const [, refund] = macrosFor(conversation({}), desk, '', 'en');
  assert.ok(refund);
  const p = plan(refund, conversation({ tags: ['vip'] }), desk);
  assert.deepEqual(p.before, [
    { draft: { text: 'En route, Dana.' } },
    { ask: { kind: 'tag', of: 'refund', on: true } },
    { ask: { kind: 'outcome', of: 'solved' } },
  ]);
  assert.deepEqual(p.last, { kind: 'end' });
  assert.deepEqual(
    plan(refund, conversation({ tags: ['vip', 'refund'], outcome: 'solved' }), desk).before.length,
    1,
  );
});

test('a macro sets aside for a time that begins when it is asked for', () => {
  const [later] = macrosFor(conversation({}), desk, 'later', 'en');
  assert.ok(later);
  assert.deepEqual(plan(later, conversation({}), desk).last, { kind: 'park', until: now + 20 * 60_000 });
});

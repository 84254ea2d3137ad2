import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../src/data/documents.js';
import type { Reason } from '../src/data/reason.js';
import { placement, steps } from '../src/state/why.js';

const part = (code: string, args: Reason['args'] = {}): Reason => ({ code: `route.${code}`, args });
const event = (cause: Event['cause'], queue: string, trace: Reason[], seq = 1): Event => ({
  seq,
  session: 1,
  from: 'closed',
  to: 'open',
  cause,
  actor: 'customer',
  queue,
  configVersion: '',
  trace,
  at: seq,
});
const route = part('route', { route: 'by-topic' });
const ofTopic = part('matches', {
  rule: part('rule', { ruleset: 'topic', rule: 'invoice' }),
  sets: [part('setsAttribute', { attribute: 'topic', value: 'billing' })],
});
const french = part('matches', {
  rule: part('rule', { ruleset: 'language', rule: 'writes-french' }),
  because: [part('true', { comparison: 'message.text.matches("merci")', values: '' })],
  sets: [part('setsLanguage', { language: 'fr' })],
});
const whenBilling = part('matches', {
  rule: route,
  because: [part('true', { comparison: 'attributes.topic == "billing"', values: '' })],
});
const chosen = part('chosen', { queue: 'billing', rule: route });

test('a session is where its topic has led it, in the language of its text', () => {
  const opened = event('customerWrote', 'billing', [french, ofTopic, whenBilling, chosen]);
  assert.deepEqual(placement([opened], 1), {
    queue: 'billing',
    cause: { kind: 'topics', topics: [{ name: 'topic', value: 'billing' }] },
    language: 'text',
  });
});

test('a rule without a condition recognised nothing', () => {
  const anything = part('matches', { rule: route, because: [part('unconditional')] });
  const opened = event('customerWrote', 'front-desk', [ofTopic, anything, chosen]);
  assert.deepEqual(placement([opened], 1), { queue: 'front-desk', cause: { kind: 'nothing' }, language: '' });
});

test('what a rule asks for that is no topic is said by its name, and what is closed in its own words', () => {
  const vip = part('matches', {
    rule: route,
    because: [part('true', { comparison: 'customer.returning', values: '' })],
  });
  assert.deepEqual(placement([event('customerWrote', 'a', [vip, chosen])], 1)?.cause, {
    kind: 'rule',
    rule: 'by-topic',
  });
  const closed = part('closed', { queue: 'a', until: part('neverOpens') });
  assert.deepEqual(placement([event('customerWrote', 'b', [vip, chosen, closed])], 1)?.cause, {
    kind: 'reason',
    reason: closed,
  });
});

test('who passed it on last comes before the rules', () => {
  const moved = event('transferredToQueue', 'repairs', [], 3);
  const all = [event('customerWrote', 'billing', [ofTopic, whenBilling, chosen]), moved];
  assert.deepEqual(placement(all, 1), {
    queue: 'repairs',
    cause: { kind: 'moved', event: moved },
    language: '',
  });
  assert.equal(placement(all, 2), undefined);
});

test('steps that led nowhere are apart', () => {
  const not = part('doesNotMatch', { rule: route });
  assert.deepEqual(steps([not, ofTopic, chosen]), { taken: [ofTopic, chosen], passed: [not] });
});

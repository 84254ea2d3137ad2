import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounds } from '../src/data/words.gen.js';
import { kept, quick } from '../src/state/quick.js';
import { everybody, faultIn, QuickReplies, written } from '../src/state/quickreplies.js';

test('quick replies are read when somebody first wants one, and forgotten at the end', () => {
  const heard: Record<string, (replies: Record<string, string> | undefined) => void> = {};
  const q = new QuickReplies('ana@shop.example', (owner, f) => {
    heard[owner] = f;
    return () => delete heard[owner];
  });
  assert.deepEqual(Object.keys(heard), []);
  q.start();
  q.start();
  assert.deepEqual(Object.keys(heard), ['ana@shop.example', everybody]);
  heard['ana@shop.example']?.({ hi: 'Hi!' });
  heard[everybody]?.(undefined);
  assert.deepEqual([q.own, q.shared], [{ hi: 'Hi!' }, {}]);
  q.stop();
  assert.deepEqual([q.own, Object.keys(heard)], [{}, []]);
});

test('what somebody keeps is found and filled in as what is configured', () => {
  const names = { CustomerName: 'Dana', AgentName: 'Ana', QueueName: 'Orders' };
  const found = quick(kept({ hi: 'Hi {CustomerName}, {AgentName} here.' }, ['mine']), 'hi', {
    queue: 'orders',
    languages: ['fr'],
    names,
  });
  assert.deepEqual(found, [{ name: 'hi', text: 'Hi Dana, Ana here.', tags: ['mine'] }]);
});

test('each has a name of its own and a text, and there are only so many', () => {
  const row = (name: string, text = 'x') => ({ name, text });
  assert.equal(faultIn([row('a'), row(' ', ' '), row('b')]), undefined);
  assert.deepEqual(faultIn([row('a'), row('')]), { at: 1, fault: 'name' });
  assert.deepEqual(faultIn([row('a', ' ')]), { at: 0, fault: 'text' });
  assert.deepEqual(faultIn([row('a'), row(' a ')]), { at: 1, fault: 'twice' });
  assert.deepEqual(faultIn([row('a', 'é'.repeat(bounds.quickReplyText))]), { at: 0, fault: 'long' });
  const many = Array.from({ length: bounds.quickReplies + 1 }, (_, i) => row(`n${i}`));
  assert.equal(faultIn(many)?.fault, 'many');
  const large = many.slice(1).map((r) => ({ ...r, text: 'x'.repeat(1000) }));
  assert.equal(faultIn(large)?.fault, 'large');
  assert.deepEqual(written([row(' a ', ' x '), row('', '')]), { a: 'x' });
});

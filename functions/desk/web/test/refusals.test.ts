import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { language } from '../src/text/language.js';
import { refusal } from '../src/text/refusals.js';

const nouns = '../../../shared/conversation';

/** Every sentence that a function refuses an action with, with something in its gaps. */
function sentences(): string[] {
  const sources = readdirSync(nouns).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'));
  const found = sources.flatMap((f) => [
    ...readFileSync(join(nouns, f), 'utf8').matchAll(/refuse\(\s*"((?:[^"\\]|\\.)*)"/g),
  ]);
  const gap: Record<string, string> = {
    '%d': '3',
    '%s': 'Ana',
    '%q': '"ana"',
    '%v': 'this conversation is closed',
  };
  return found.map(([, text = '']) =>
    text
      .replaceAll('\\"', '"')
      .replace('is %s', 'is away')
      .replace(/%[dsqv]/g, (g) => gap[g] ?? g),
  );
}

test('every refusal of the functions has its French', () => {
  const all = sentences();
  assert.ok(all.length > 20, 'the sentences were not found');
  language.code = 'en';
  const english = all.map(refusal);
  language.code = 'fr';
  const same = all.filter((s, i) => refusal(s) === english[i]);
  language.code = 'en';
  assert.deepEqual(same, []);
});

test('a sentence within a sentence is translated too', () => {
  language.code = 'fr';
  assert.equal(
    refusal('this offer is over: this conversation waits in the queue Retours'),
    'Cette proposition n’est plus valable : cette conversation attend dans la file Retours.',
  );
  language.code = 'en';
});

test('a refusal that nobody translated stays as it is', () => {
  language.code = 'fr';
  assert.equal(refusal('something new'), 'Something new.');
  language.code = 'en';
});

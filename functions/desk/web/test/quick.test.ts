import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, fill, inLanguage, quick } from '../src/state/quick.js';

const names = { CustomerName: 'Dana', AgentName: 'Ana', QueueName: 'Orders' };

test('a text is in the first language that there is, as the functions choose it', () => {
  const texts = { de: 'de', en: 'en', 'fr-BE': 'fr-BE', 'fr-CA': 'fr-CA' };
  const cases: [string[], string][] = [
    [['fr-CA', 'en'], 'fr-CA'],
    [['fr', 'en'], 'fr-BE'],
    [['fr-FR', 'en'], 'fr-BE'],
    [['en-GB'], 'en'],
    [['en_US'], 'en'],
    [['es', 'en'], 'en'],
    [['es', ''], 'de'],
    [[], 'de'],
  ];
  for (const [languages, want] of cases) assert.equal(inLanguage(texts, languages), want, languages.join());
  assert.equal(inLanguage({}, ['en']), '');
});

test('names are filled in, and what is not known is left out with what leads to it', () => {
  assert.equal(fill('Hello {CustomerName}, here is {AgentName}.', names), 'Hello Dana, here is Ana.');
  assert.equal(fill('Hello {CustomerName}!', { ...names, CustomerName: '' }), 'Hello!');
  assert.equal(fill('Hello, {CustomerName}!', { ...names, CustomerName: '' }), 'Hello!');
  assert.equal(fill('{CustomerName} hello', { ...names, CustomerName: '' }), 'hello');
  assert.equal(fill('{Other} {QueueName}', names), '{Other} Orders');
});

test('a name that looks like a place for one is a name', () => {
  assert.equal(
    fill('Hello {CustomerName}', { ...names, CustomerName: '{AgentName} $& $1' }),
    'Hello {AgentName} $& $1',
  );
});

const replies = [
  {
    name: 'hello',
    texts: { en: 'Hello {CustomerName}', fr: 'Bonjour {CustomerName}' },
    tags: ['greeting'],
    queues: [],
  },
  {
    name: 'order-number',
    texts: { en: 'What is the number?' },
    tags: ['commande', 'order'],
    queues: ['orders'],
  },
  { name: 'bye', texts: { en: 'Thanks for the hello' }, tags: [], queues: [] },
  { name: 'nothing', texts: {}, tags: [], queues: [] },
];
const about = { queue: 'orders', languages: ['fr', 'en'], names };
const found = (typed: string, over = {}) => quick(replies, typed, { ...about, ...over }).map((f) => f.name);

test('quick replies are found by name, tag and text, in this order', () => {
  assert.deepEqual(found(''), ['bye', 'hello', 'order-number']);
  assert.deepEqual(found('hel'), ['hello', 'bye']);
  assert.deepEqual(found('GREET'), ['hello']);
  assert.deepEqual(found('commandé'), ['order-number']);
  assert.deepEqual(found('number'), ['order-number']);
  assert.deepEqual(found('zzz'), []);
});

test('quick replies of other queues and without a text are none', () => {
  assert.deepEqual(found('', { queue: 'front' }), ['bye', 'hello']);
});

test('a quick reply is in the language of the customer', () => {
  assert.equal(quick(replies, 'hello', about)[0]?.text, 'Bonjour Dana');
  assert.equal(quick(replies, 'hello', { ...about, languages: ['es', 'en'] })[0]?.text, 'Hello Dana');
});

test('a mark at the beginning of a word asks for something, one within a word does not', () => {
  const at = (text: string, marks = '/@', caret = text.length) => asked(text, caret, marks);
  assert.deepEqual(at('/'), { mark: '/', typed: '', from: 0 });
  assert.deepEqual(at('Hello /ord'), { mark: '/', typed: 'ord', from: 6 });
  assert.deepEqual(at('one\n@Ché'), { mark: '@', typed: 'Ché', from: 4 });
  assert.deepEqual(at('/ord er', '/', 4), { mark: '/', typed: 'ord', from: 0 });
  for (const none of ['', 'and/or', 'a@b', '/ord er', 'https://x', '//', '1/2', '/x/y']) {
    assert.equal(at(none), undefined, none);
  }
  assert.equal(at('/ord', '@'), undefined);
  assert.equal(asked(`${'x'.repeat(100_000)} /a`, 100_003, '/')?.from, 100_001);
});

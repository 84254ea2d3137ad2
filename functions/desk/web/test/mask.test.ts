import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Mask } from '../src/data/mask.js';
import { clean, rosterOrder } from '../src/data/orders.js';
import { Outbox } from '../src/state/outbox.js';
import { maskedWords } from '../src/text/words.js';
import { Database, keep, storage } from './fakes.js';

interface Group {
  rules: unknown[];
  cases: { name: string; direction: 'in' | 'out'; text: string; want: string; by: string[] }[];
}

/** The cases that the functions are tried with, too. */
const groups: Group[] = JSON.parse(readFileSync('../../../shared/mask/testdata/cases.json', 'utf8'));

test('what is masked is what the functions mask', () => {
  for (const { rules, cases } of groups) {
    for (const c of cases) {
      const by = new Set<string>();
      assert.equal(new Mask(rules, c.direction).mask(c.text, by), c.want, c.name);
      assert.deepEqual([...by], c.by, c.name);
    }
  }
});

test('cards are masked where the configuration says nothing, and nothing where it says that', () => {
  const by = new Set<string>();
  const card = 'My card is 4111 1111 1111 1111';
  assert.equal(new Mask().mask(card, by), 'My card is ••••');
  assert.equal(new Mask([]).mask(card, by), card);
});

test('a rule that is not understood here is left to the functions', () => {
  const rules = [
    { name: 'a', pattern: '(?P<x>abc)' },
    { name: 'b', built_in: 'newer' },
    { built_in: 'card' },
  ];
  assert.equal(new Mask(rules).mask('abc 4111111111111111', new Set()), 'abc ••••');
});

test('a long text takes no time worth speaking of', () => {
  const digits = '4 1 2 '.repeat(3300);
  const began = performance.now();
  new Mask().mask(digits, new Set());
  assert.ok(performance.now() - began < 2000);
});

test('everything that an agent writes is masked but addresses, and what was masked is said', () => {
  const card = '4111 1111 1111 1111';
  const draft = {
    text: card,
    choices: [{ label: card, url: `https://x.example/${card}` }],
    cards: [{ title: card, body: card, media: { object: card, alt: card } }],
    masked: ['other'],
  };
  assert.deepEqual(clean(draft, new Mask()), {
    text: '••••',
    choices: [{ label: '••••', url: `https://x.example/${card}` }],
    cards: [{ title: '••••', body: '••••', media: { object: card, alt: '••••' } }],
    masked: ['other', 'card'],
  });
  assert.deepEqual(clean({ kind: 'note', text: 'hello', on: true }, new Mask()), {
    kind: 'note',
    text: 'hello',
    on: true,
  });
});

test('what waits in the browser to be sent is masked, too', () => {
  const within = storage();
  new Outbox(new Database(), keep(within), () => 1000).send('c', 'r1', { text: 'Card 4111111111111111' });
  assert.equal(JSON.stringify(keep(within).get('outbox/r1', {})).includes('4111'), false);
});

test('an agent reads what was masked, in words', () => {
  assert.equal(maskedWords(['card', 'customer number']), 'Masked: card number, customer number');
});

test('the reason of a change of the roster is masked before it is written', () => {
  const why = 'He wrote down 4111 1111 1111 1111.';
  const asked = rosterOrder(new Mask(), 'suspend', 'ben@shop.example', why);
  assert.deepEqual(asked, { kind: 'suspend', agent: 'ben@shop.example', why: 'He wrote down ••••.' });
});

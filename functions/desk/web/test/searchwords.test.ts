import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ending, keyOf, wordsOf } from '../src/data/searchwords.js';

/** The cases that the functions are tried with, too. */
const cases: {
  words: { name: string; text: string; want: string[] }[];
  keys: { word: string; want: string[] }[];
  endings: { number: string; want: string }[];
} = JSON.parse(readFileSync('../../../shared/words/testdata/cases.json', 'utf8'));

test('the words of a text are those that the functions keep', () => {
  for (const c of cases.words) assert.deepEqual(wordsOf(c.text), c.want, c.name);
});

test('a word is asked for by one of the keys that the functions keep', () => {
  for (const c of cases.keys) assert.equal(keyOf(c.word), c.want.at(-1), c.word);
});

test('a number is asked for by the digits that everybody sees', () => {
  for (const c of cases.endings) assert.equal(ending(c.number), c.want, c.number);
});

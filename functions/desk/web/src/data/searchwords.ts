// The words of texts by which sessions are found, made as package words makes them for
// the functions: one table of cases is run by both.

import { bounds } from './words.gen.js';

/** Letters that have no accent to take off, and how they are written without them. */
const alike: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
};

/** fold makes letters the same that people take for the same. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[ßæœøđðþłıς]/g, (letter) => alike[letter] ?? letter);

/** A word, or a run of characters of a script that is written without spaces. */
const pieces =
  /([ー\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+)|((?:(?![ー\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+)/gu;

const shortest = 2;

/** wordsOf are the words of a text, folded, each once, in their order. */
export function wordsOf(text: string): string[] {
  const all = new Set<string>();
  for (const [, run, word] of fold(text).matchAll(pieces)) {
    const letters = [...(run ?? word ?? '')];
    if (word !== undefined) {
      if (letters.length >= shortest) all.add(letters.slice(0, bounds.wordLength).join(''));
    } else if (letters.length === 1) all.add(letters.join(''));
    else for (let i = 0; i + 1 < letters.length; i++) all.add(letters.slice(i, i + 2).join(''));
  }
  return [...all];
}

/** keyOf is what sessions with a word are asked for; whoever asks compares the rest of it in what is found. */
export const keyOf = (word: string): string => [...word].slice(0, bounds.wordKey).join('');

/** ending is the key of a phone number, by the last two digits that are shown of it; empty where none are. */
export function ending(number: string): string {
  const digits = /(\d{2,})$/.exec(number.replace(/\s/g, ''))?.[1];
  return digits ? `#${digits.slice(-2)}` : '';
}

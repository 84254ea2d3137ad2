import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Edited, list, mark, nextItem } from '../src/state/format.js';

/** A text with [what is selected] in brackets, or | where the caret is. */
function read(shown: string): [string, number, number] {
  const from = shown.search(/[[|]/);
  const to = shown.includes('|') ? from : shown.indexOf(']') - 1;
  return [shown.replace(/[[\]|]/g, ''), from, to];
}
const show = ({ text, from, to }: Edited): string =>
  from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;

test('a mark goes around what is selected, without the spaces at its ends, and away again', () => {
  const bold = (shown: string) => show(mark(...read(shown), '**'));
  assert.equal(bold('It is [very ]late'), 'It is **[very]** late');
  assert.equal(bold('It is **[very]** late'), 'It is [very] late');
  assert.equal(bold('It is |'), 'It is **|**');
  assert.equal(bold('It is **|**'), 'It is |');
  assert.equal(show(mark(...read('**[very]**'), '*')), '***[very]***');
});

test('lines become items of a list, and lines again', () => {
  const listed = (shown: string) => show(list(...read(shown)));
  assert.equal(listed('a\nb[ one\ntw]o\nc'), 'a\n[• b one\n• two]\nc');
  assert.equal(listed('a\n[• b\n• c]'), 'a\n[b\nc]');
  assert.equal(listed('1. a|'), '• a|');
});

test('a list goes on in the next line until an item has no words', () => {
  const next = (shown: string) => {
    const [text, at] = read(shown);
    const edited = nextItem(text, at);
    return edited && show(edited);
  };
  assert.equal(next('• a|'), '• a\n• |');
  assert.equal(next('- a|b'), '- a\n- |b');
  assert.equal(next('Steps\n9. a|'), 'Steps\n9. a\n10. |');
  assert.equal(next('• a\n• |'), '• a\n|');
  assert.equal(next('no list|'), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Field,
  listKey,
  type Stroke,
  shortcutOf,
  shortcuts,
  struck,
  writesIn,
} from '../src/state/keys.js';

/** What is printed on the keys of some keyboards, by place. The others are as on the first. */
const us = Object.fromEntries([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((l) => [`Key${l}`, l.toLowerCase()]));
const layouts: Record<string, Record<string, string>> = {
  QWERTY: { ...us, Slash: '/' },
  AZERTY: { ...us, KeyQ: 'a', KeyA: 'q', KeyW: 'z', KeyZ: 'w', Semicolon: 'm', KeyM: ',', Comma: ';' },
  QWERTZ: { ...us, KeyY: 'z', KeyZ: 'y', Semicolon: 'ö', Minus: 'ß' },
  Dvorak: { ...us, KeyE: '.', KeyD: 'e', KeyQ: "'", KeyW: ',', KeyT: 'y', KeyK: 't', KeyV: 'k', KeyJ: 'h' },
  Turkish: { ...us, KeyI: 'ı', Quote: 'i' },
  Russian: { ...us, KeyA: 'ф', KeyE: 'у', KeyK: 'л', KeyP: 'з', KeyQ: 'й', KeyD: 'в' },
  Greek: { ...us, KeyA: 'α', KeyE: 'ε', KeyK: 'κ', KeyP: 'π', KeyQ: ';' },
};

const stroke = (over: Partial<Stroke>): Stroke => ({
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...over,
});

/** Every stroke of a keyboard, with its modifiers. */
function* strokes(): Generator<{ layout: string; printed: string; e: Stroke }> {
  const flags = [false, true];
  for (const [layout, keys] of Object.entries(layouts))
    for (const [code, printed] of Object.entries(keys))
      for (const shiftKey of flags)
        for (const altKey of flags)
          for (const ctrlKey of flags)
            for (const metaKey of flags)
              for (const repeat of flags) {
                const key = shiftKey ? printed.toUpperCase() : printed;
                yield {
                  layout,
                  printed,
                  e: stroke({ key, code, shiftKey, altKey, ctrlKey, metaKey, repeat }),
                };
              }
}

const all = new Set<string>(Object.values(shortcuts));
const isPlain = ({ altKey, ctrlKey, metaKey, repeat }: Stroke) => !altKey && !ctrlKey && !metaKey && !repeat;

test('whoever writes only ever gets the list of commands, and without Alt', () => {
  for (const { layout, printed, e } of strokes()) {
    const is = struck(e, true);
    assert.ok(is === '' || is === listKey, `${layout}: ${printed} is ${is}`);
    if (is === listKey) assert.ok((e.ctrlKey || e.metaKey) && !e.altKey && !e.repeat);
  }
});

test('nothing takes Alt, and a key that is held counts once', () => {
  for (const { layout, printed, e } of strokes())
    if (e.altKey || e.repeat) assert.equal(struck(e, false), '', `${layout}: ${printed}`);
  for (const key of ['é', 'Dead', 'π', 'å', '†', '∑', 'e'])
    assert.equal(struck(stroke({ key, code: 'KeyE', altKey: true }), false), '', key);
  const altGraph = { getModifierState: (k: string) => k === 'AltGraph' };
  assert.equal(struck({ ...stroke({ key: 'e', code: 'KeyE' }), ...altGraph }, false), '');
  assert.equal(struck(stroke({ key: 'a', code: 'KeyA', isComposing: true }), false), '');
  assert.equal(struck(stroke({ key: 'Dead', code: 'BracketLeft' }), false), '');
});

test('a key does what is printed on it, on every keyboard', () => {
  for (const { layout, printed, e } of strokes()) {
    if (!isPlain(e) || !/^[a-z]$/.test(printed)) continue;
    const name = printed.toUpperCase();
    assert.equal(struck(e, false), e.shiftKey ? `Shift+${name}` : name, `${layout}: ${printed}`);
  }
  // Ctrl+K where K is printed, and nowhere else.
  assert.equal(struck(stroke({ key: 'k', code: 'KeyV', ctrlKey: true }), true), listKey);
  assert.equal(struck(stroke({ key: 't', code: 'KeyK', ctrlKey: true }), true), '');
});

test('on keyboards of other scripts our letters are in their usual places', () => {
  assert.equal(struck(stroke({ key: 'ф', code: 'KeyA' }), false), 'A');
  assert.equal(struck(stroke({ key: 'У', code: 'KeyE', shiftKey: true }), false), 'Shift+E');
  assert.equal(struck(stroke({ key: 'л', code: 'KeyK', ctrlKey: true }), true), listKey);
  // A Latin letter that no shortcut has is nothing else's place.
  assert.ok(!all.has(struck(stroke({ key: 'ö', code: 'KeyP' }), false)));
});

test('the question mark is where it is printed, with Shift or without', () => {
  assert.equal(struck(stroke({ key: '?', code: 'Slash', shiftKey: true }), false), '?');
  assert.equal(struck(stroke({ key: '?', code: 'KeyM', shiftKey: true }), false), '?');
  assert.equal(struck(stroke({ key: '?', code: 'Digit7' }), false), '?');
  assert.equal(struck(stroke({ key: '?', code: 'Slash', shiftKey: true }), true), '');
});

test('what sends something away takes Shift', () => {
  for (const id of ['end', 'done', 'decline', 'release', 'park'])
    assert.match(shortcutOf(`thread/${id}`) ?? '', /^Shift\+/, id);
});

test('no two commands that can be there together have the same keys', () => {
  const alike = new Map<string, string[]>();
  for (const [id, keys] of Object.entries(shortcuts)) alike.set(keys, [...(alike.get(keys) ?? []), id]);
  const twice = [...alike.values()].filter((ids) => ids.length > 1);
  assert.deepEqual(twice, [['thread/end', 'thread/done']]); // of an active session, and of one in wrap-up
});

test('where letters go into something, somebody writes', () => {
  const field = (tagName: string, over: Partial<Field> = {}): Field => ({ tagName, ...over });
  const writes = [
    field('TEXTAREA'),
    field('INPUT', { type: 'text' }),
    field('INPUT', { type: 'search' }),
    field('INPUT', { type: 'number' }),
    field('INPUT'),
    field('SELECT'),
    field('DIV', { isContentEditable: true }),
    field('DIV', { role: 'textbox' }),
  ];
  for (const f of writes) assert.ok(writesIn(f), JSON.stringify(f));
  const others = [
    field('BODY'),
    field('BUTTON'),
    field('A'),
    field('DIV', { role: 'region' }),
    field('INPUT', { type: 'checkbox' }),
    null,
  ];
  for (const f of others) assert.ok(!writesIn(f), JSON.stringify(f));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stable } from '../src/view/stable.js';

let now = 0;
const rows = (...keys: string[]) => keys.map((key) => ({ key, height: 10, draw: () => key }));
const shown = (all: { key: string; draw: () => string }[]) => all.map((r) => r.draw());
const list = () =>
  new Stable<{ key: string; height: number; draw: () => string }>(
    () => () => '',
    () => now,
  );

test('nothing moves while somebody aims, and all is in its place afterwards', () => {
  const s = list();
  s.arrange(rows('a', 'b', 'c'));
  s.aim();
  assert.deepEqual(shown(s.arrange(rows('new', 'c', 'a'))), ['a', '', 'c']);
  now += 1_400;
  s.aim();
  now += 1_400;
  assert.deepEqual(shown(s.arrange(rows('new', 'c', 'a'))), ['a', '', 'c']);
  now += 200;
  assert.deepEqual(shown(s.arrange(rows('new', 'c', 'a'))), ['new', 'c', 'a']);
});

test('whoever never stops moving sees what is new after ten seconds', () => {
  const s = list();
  s.arrange(rows('a'));
  for (let i = 0; i < 10; i++) {
    s.aim();
    now += 1_000;
  }
  assert.deepEqual(shown(s.arrange(rows('new', 'a'))), ['new', 'a']);
});

test('a pointer that leaves lets everything go', () => {
  const s = list();
  s.arrange(rows('a'));
  s.aim();
  assert.deepEqual(shown(s.arrange(rows('new', 'a'))), ['a']);
  s.release();
  assert.deepEqual(shown(s.arrange(rows('new', 'a'))), ['new', 'a']);
});

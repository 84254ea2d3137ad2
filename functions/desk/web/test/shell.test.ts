import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Address, format, type Page, parse } from '../src/state/address.js';
import { Commands, fold } from '../src/state/commands.js';
import { Keep } from '../src/state/model.js';
import { Notices } from '../src/state/notices.js';
import { visible } from '../src/view/window.js';

test('an address is read as it was written', () => {
  const pages: Page[] = [
    { name: 'desk' },
    { name: 'conversation', id: 'a b/ç' },
    { name: 'supervise', view: 'figures' },
  ];
  for (const page of pages) assert.deepEqual(parse(format(page)), page);
});

test('an address that leads nowhere leads to the desk', () => {
  for (const path of ['', '/', '/conversations', '/conversations/', '/nothing/here']) {
    assert.deepEqual(parse(path), { name: 'desk' }, path);
  }
  assert.deepEqual(parse('/supervise/nothing'), { name: 'supervise', view: 'queues' });
});

test('an address that is no address leads to the desk', () => {
  assert.deepEqual(parse('/conversations/%E0%A4%A'), { name: 'desk' });
});

test('an address that leads nowhere becomes the desk’s', () => {
  const at = (pathname: string) => {
    const all: string[] = [];
    const history = { replaceState: (_: unknown, __: string, path: string) => all.push(path) };
    new Address({ location: { pathname }, history, addEventListener: () => {} } as unknown as Window);
    return all;
  };
  assert.deepEqual(at('/nothing/here'), ['/']);
  assert.deepEqual(at('/sign-in'), []); // it leads to the desk and back for ever otherwise
  assert.deepEqual(at('/'), []);
  assert.deepEqual(at('/conversations/c'), []);
});

test('news go after a while, and so do problems, later', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const notices = new Notices();
  notices.done('Assigned.');
  notices.problem('No answer.');
  mock.timers.tick(5_000);
  assert.deepEqual(
    notices.list.map((n) => n.text),
    ['No answer.'],
  );
  mock.timers.tick(55_000);
  assert.deepEqual(notices.list, []);
  mock.timers.reset();
});

test('of many rows only those near the viewport are drawn', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => ({ key: String(i), height: 68 }));
  const { entries, total } = visible(rows, 100_000, 900);
  assert.equal(total, 5000 * 68);
  assert.ok(entries.length < 30, `${entries.length} rows`);
  const tops = entries.map((e) => e.top);
  assert.ok(Math.min(...tops) <= 100_000 && Math.max(...tops) >= 100_900 - 68);
});

test('commands are found by any of their words, without accents, those that begin so first', () => {
  const commands = new Commands();
  const command = (label: string) => ({ id: label, label, run: () => {} });
  commands.offer('a', () => [command('Aller à : Équipe'), command('Équipe du soir')]);
  const found = (text: string) => commands.matching(text).map((c) => c.label);
  assert.deepEqual(found('equipe'), ['Équipe du soir', 'Aller à : Équipe']);
  assert.deepEqual(found('equipe aller'), ['Aller à : Équipe']);
  assert.deepEqual(found('nothing'), []);
  assert.equal(fold('  É  à '), 'e a');
});

test('who withdraws its commands after another took its place does no harm', () => {
  const commands = new Commands();
  const first = commands.offer('a', () => []);
  commands.offer('a', () => [{ id: 'x', label: 'X', run: () => {} }]);
  first();
  assert.equal(commands.all.length, 1);
});

/** A storage like the browser's, which may be full. */
class Store implements Storage {
  [name: string]: unknown;
  readonly map = new Map<string, string>();
  full = false;
  get length() {
    return this.map.size;
  }
  key(i: number) {
    return [...this.map.keys()][i] ?? null;
  }
  getItem(k: string) {
    return this.map.get(k) ?? null;
  }
  setItem(k: string, v: string) {
    if (this.full) throw new Error('QuotaExceededError');
    this.map.set(k, v);
  }
  removeItem(k: string) {
    this.map.delete(k);
  }
  clear() {
    this.map.clear();
  }
}

test('what is kept for one agent is not another one’s, and after the end nothing is', () => {
  const store = new Store();
  const ana = new Keep('ana/', store);
  const ben = new Keep('ben/', store);
  ana.set('draft', 'Hello');
  ben.set('draft', 'Bye');
  assert.equal(ana.get('draft', ''), 'Hello');
  ana.end();
  ana.set('draft', 'Typed too late');
  assert.equal(ana.get('draft', ''), 'Hello');
  assert.equal(ben.get('draft', ''), 'Bye');
});

test('a full storage and a broken value lose comfort only', () => {
  const store = new Store();
  const keep = new Keep('', store);
  store.map.set('x', '{');
  assert.equal(keep.get('x', 7), 7);
  store.full = true;
  keep.set('y', 'text');
  assert.equal(keep.get('y', ''), '');
});

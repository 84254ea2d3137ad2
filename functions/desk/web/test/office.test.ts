import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Settings } from '../src/settings.js';
import { Clock } from '../src/state/clock.js';
import { type Ending, Office } from '../src/state/office.js';

/** storage is the least of localStorage that an office uses. */
const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};

/** page is a window at an address. */
const page = (search = '') => {
  const went: string[] = [];
  const window = Object.assign(new EventTarget(), {
    location: { pathname: '/', search, assign: (to: string) => went.push(to) },
    localStorage: storage(),
    sessionStorage: storage(),
  });
  return { window: window as unknown as Window & typeof globalThis, went };
};

const open = (search = '') => {
  const p = page(search);
  const settings = { signIn: ['agents'], idleTimeout: 60 } as unknown as Settings;
  const office = new Office(settings, new Clock(async () => 0), p.window, 'en');
  return { ...p, office };
};

test('notifications that are shown are closed when the agent leaves, and only those', async () => {
  const { office } = open();
  const closed: string[] = [];
  const notification = (name: string) => Object.assign(new EventTarget(), { close: () => closed.push(name) });
  const [shown, read] = [notification('shown'), notification('read')];
  office.shows(shown);
  office.shows(read);
  read.dispatchEvent(new Event('close'));
  await office.leave();
  assert.deepEqual(closed, ['shown']);
});

test('the next page says why the agent has to sign in again, though nothing is stored', async () => {
  for (const [ending, address] of Object.entries({
    idle: '/?ended=idle',
    removed: '/?ended=removed',
    '': '/',
  })) {
    const { office, went } = open();
    await office.leave(ending as Ending);
    assert.deepEqual(went, [address]);
    assert.equal(office.stage, 'starting'); // nothing is on the screen meanwhile
  }
});

test('a start that never ends is begun again once, and then says so', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(globalThis, 'fetch', () => new Promise(() => {})); // nobody says who works here
  const { office, window } = open();
  let loaded = 0;
  Object.assign(window.location, { reload: () => loaded++ });
  void office.open();
  t.mock.timers.tick(19_999);
  assert.deepEqual([loaded, office.slow], [0, false]);
  t.mock.timers.tick(1);
  assert.deepEqual([loaded, office.slow], [1, false]);

  const next = new Office(office.settings, new Clock(async () => 0), window, 'en');
  void next.open();
  t.mock.timers.tick(20_000);
  assert.deepEqual([loaded, next.slow], [1, true]);
  await Promise.all([office.leave(), next.leave()]); // a channel that is open keeps the tests from ending
  assert.equal(next.slow, false);
});

test('an agent leaves once, however many reasons there are', async () => {
  const { office, went } = open();
  await Promise.all([office.leave('removed'), office.leave('idle')]);
  assert.deepEqual(went, ['/?ended=removed']);
});

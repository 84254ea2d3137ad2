import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Idle } from '../src/state/idle.js';

const minute = 60_000;
const hour = 60 * minute;

/** A browser with a clock of its own, in which pages are opened and closed. */
class Browser {
  now = Date.parse('2026-03-05T12:00:00Z');
  private readonly kept = new Map<string, unknown>();
  readonly ended: string[] = [];

  open(name: string): { idle: Idle; page: EventTarget } {
    const page = new EventTarget();
    const keep = {
      get: <T>(key: string, otherwise: T): T => (this.kept.get(key) as T | undefined) ?? otherwise,
      set: (key: string, value: unknown) => void this.kept.set(key, value),
    };
    const idle = new Idle(
      2 * hour,
      keep,
      page,
      () => this.ended.push(name),
      () => this.now,
    );
    return { idle, page };
  }

  get active(): number {
    return Number(this.kept.get('active'));
  }
}

const wake = (page: EventTarget) => page.dispatchEvent(new Event('focus'));
const use = (page: EventTarget) => page.dispatchEvent(new Event('keydown'));

test('an agent who uses the desk is never idle', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const browser = new Browser();
  const { idle, page } = browser.open('a');
  idle.start();
  for (let i = 0; i < 10; i++) {
    browser.now += hour;
    use(page);
    t.mock.timers.tick(1000);
    assert.equal(idle.warns, false);
  }
  assert.deepEqual(browser.ended, []);
});

test('an agent is warned a minute before the end, and stays by doing anything', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const browser = new Browser();
  const { idle, page } = browser.open('a');
  idle.start();
  browser.now += 2 * hour - minute - 1;
  assert.equal(idle.warns, false);
  browser.now += 1;
  assert.equal(idle.warns, true);
  use(page);
  assert.equal(idle.warns, false);
  browser.now += 2 * hour - 1;
  t.mock.timers.tick(1000);
  assert.deepEqual(browser.ended, []);
  browser.now += 1;
  t.mock.timers.tick(1000);
  assert.deepEqual(browser.ended, ['a']);
});

test('whoever touches a desk too late finds it at its end', () => {
  const browser = new Browser();
  const { idle, page } = browser.open('a');
  idle.start();
  browser.now += 3 * hour; // a machine that slept
  use(page);
  assert.deepEqual(browser.ended, ['a']);
});

test('a machine that wakes ends an old desk before anybody touches it, and once', () => {
  const browser = new Browser();
  const { idle, page } = browser.open('a');
  idle.start();
  browser.now += 3 * hour;
  wake(page);
  wake(page);
  use(page);
  assert.deepEqual(browser.ended, ['a']);
});

test('what an agent does in one tab counts in all', () => {
  const browser = new Browser();
  const a = browser.open('a');
  const b = browser.open('b');
  a.idle.start();
  b.idle.start();
  browser.now += 2 * hour - minute;
  use(a.page);
  browser.now += hour;
  wake(b.page);
  assert.equal(b.idle.warns, false);
  assert.deepEqual(browser.ended, []);
  browser.now += hour;
  wake(a.page);
  wake(b.page);
  assert.deepEqual(browser.ended, ['a', 'b']);
  a.idle.stop();
  b.idle.stop();
});

test('a warning goes when somebody uses another tab', async () => {
  const browser = new Browser();
  const a = browser.open('a');
  const b = browser.open('b');
  a.idle.start();
  b.idle.start();
  browser.now += 2 * hour - minute;
  wake(a.page);
  use(b.page);
  let shown = 0;
  await Promise.resolve(); // the warning's own change
  a.idle.watch(() => shown++);
  wake(a.page);
  await Promise.resolve();
  assert.equal(a.idle.warns, false);
  assert.equal(shown, 1);
  a.idle.stop();
  b.idle.stop();
});

test('a browser that was closed for too long is away, one that never was open is not', () => {
  const browser = new Browser();
  assert.equal(browser.open('first').idle.away, false);
  const { idle } = browser.open('a');
  idle.start();
  idle.stop();
  browser.now += 2 * hour - 1;
  assert.equal(browser.open('in time').idle.away, false);
  browser.now += 1;
  assert.equal(browser.open('late').idle.away, true);
});

test('a time to come, which a wrong clock has stored, is no sign of anybody', () => {
  const browser = new Browser();
  const { idle } = browser.open('a');
  idle.start();
  idle.stop();
  browser.now -= 24 * hour;
  const b = browser.open('b').idle;
  assert.equal(b.away, true);
  b.start();
  assert.equal(b.left, 2 * hour);
  b.stop();
});

test('the browser is told often enough, and not with every movement', () => {
  const browser = new Browser();
  const { idle, page } = browser.open('a');
  idle.start();
  const began = browser.active;
  browser.now += 4_999;
  use(page);
  assert.equal(browser.active, began);
  browser.now += 1;
  use(page);
  assert.equal(browser.active, browser.now);
  idle.stop();
});

test('a page that stays, such as the one for a wall, is never signed out, and is no way back in', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const browser = new Browser();
  const { idle, page } = browser.open('wall');
  idle.start();
  idle.hold(true);
  browser.now += 5 * hour;
  t.mock.timers.tick(1000);
  wake(page);
  use(page);
  assert.deepEqual([browser.ended, idle.warns], [[], false]);
  idle.hold(false);
  assert.deepEqual(browser.ended, ['wall'], 'whoever leaves it too late has to sign in');
});

test('loading a page that stays again is no sign that somebody is there', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const browser = new Browser();
  const before = browser.open('desk').idle;
  before.start();
  before.stop(); // the page is closed
  browser.now += 5 * hour;
  const { idle, page } = browser.open('wall');
  idle.hold(true);
  idle.start();
  use(page);
  t.mock.timers.tick(1000);
  assert.deepEqual(browser.ended, []);
  idle.hold(false);
  assert.deepEqual(browser.ended, ['wall']);
});

test('whoever leaves a page that stays in time goes on', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const browser = new Browser();
  const { idle, page } = browser.open('wall');
  idle.hold(true);
  idle.start();
  browser.now += hour;
  use(page);
  browser.now += hour;
  idle.hold(false);
  t.mock.timers.tick(1000);
  assert.deepEqual(browser.ended, []);
});

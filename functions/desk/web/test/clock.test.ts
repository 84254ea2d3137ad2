import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Clock } from '../src/state/clock.js';
import { Presence } from '../src/state/presence.js';
import { agent } from './fakes.js';

const noon = Date.UTC(2026, 2, 5, 12);
const minute = 60_000;
const hour = 60 * minute;

/**
 * A world has a server with its time, a machine with a clock that can be wrong, and a
 * database that takes leases as the rules do, and answers while it can be reached.
 */
class World {
  server = noon;
  /** how far the machine's clock is ahead */
  wrong = 0;
  /** how long the machine has slept */
  slept = 0;
  /** whether the server answers when it is asked for its time */
  tells = true;
  reachable = true;
  until = 0;
  readonly written: string[] = [];
  readonly page = new EventTarget();
  private waiting: (() => void)[] = [];
  private readonly answer = async (): Promise<number> => {
    if (!this.tells) throw new Error('no answer');
    return Math.floor(this.server / 1000) * 1000;
  };
  readonly clock = new Clock(this.answer, {
    wall: () => this.server + this.wrong,
    steady: () => this.server - noon - this.slept,
  });
  readonly presence = new Presence(
    { come: (p, lease) => this.write(`come ${p}`, lease), beat: (lease) => this.write('beat', lease) },
    60,
    150,
    this.clock,
    this.page,
  );

  constructor(private readonly t: TestContext) {
    t.mock.timers.enable({ apis: ['setInterval'] });
  }

  private async write(what: string, lease: number): Promise<void> {
    const until = this.clock.now() + lease * 1000;
    if (!this.reachable) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (until < this.server || until > this.server + 180_000) {
      this.written.push(`${what}, denied`);
      throw Object.assign(new Error('denied'), { code: 'permission-denied' });
    }
    this.written.push(what);
    this.until = until;
  }

  /** reached is that the connection is there again. */
  async reached(): Promise<void> {
    this.reachable = true;
    for (const go of this.waiting.splice(0)) go();
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 5; i++) await new Promise((r) => setImmediate(r));
  }

  /** passes lets time pass in which the machine runs. */
  async passes(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= minute) {
      this.server += Math.min(left, minute);
      this.t.mock.timers.tick(Math.min(left, minute));
      await this.settle();
    }
  }

  async comes(): Promise<void> {
    this.presence.known(agent());
    this.presence.connection(true);
    this.presence.start();
    await this.settle();
    assert.deepEqual(this.written.splice(0), ['come available']);
  }

  get leased(): boolean {
    return this.until > this.server;
  }
}

test('an emulator’s clock moves the time that is shown, and no lease', async (t) => {
  const w = new World(t);
  await w.comes();
  w.clock.moved(30 * 24 * hour);
  assert.equal(w.clock.product(), noon + 30 * 24 * hour);
  assert.equal(w.clock.now(), noon);
  await w.passes(minute);
  assert.deepEqual(w.written, ['beat']);
  assert.ok(w.leased);
});

test('a heartbeat is one write', async (t) => {
  const w = new World(t);
  await w.comes();
  await w.passes(5 * minute);
  assert.deepEqual(w.written, Array(5).fill('beat'));
  w.page.dispatchEvent(new Event('focus'));
  await w.settle();
  assert.equal(w.written.length, 5, 'nothing more while all is well');
});

for (const [name, sleep] of [
  ['a machine that slept', 30 * minute],
  ['a tab that was frozen', 0],
] as const) {
  test(`${name} is back at work within a heartbeat`, async (t) => {
    const w = new World(t);
    await w.comes();
    w.server += 30 * minute;
    w.slept += sleep;
    await w.passes(minute);
    assert.deepEqual(w.written, ['come available']);
    assert.ok(w.leased);
  });
  test(`${name} is back at work as soon as it is looked at`, async (t) => {
    const w = new World(t);
    await w.comes();
    w.server += 30 * minute;
    w.slept += sleep;
    w.page.dispatchEvent(new Event('visibilitychange'));
    await w.settle();
    assert.deepEqual(w.written, ['come available']);
  });
}

for (const [name, by] of [
  ['ahead', hour],
  ['back', -hour],
  ['a little back, by less than a lease', -100_000],
] as const) {
  test(`a clock that is put ${name} changes no lease`, async (t) => {
    const w = new World(t);
    await w.comes();
    w.wrong = by;
    await w.passes(minute);
    assert.deepEqual(w.written, ['beat']);
    assert.equal(Math.round((w.until - w.server) / minute), 3);
    w.wrong = 0;
    await w.passes(minute);
    assert.deepEqual(w.written, ['beat', 'beat']);
    assert.equal(w.clock.now(), w.server);
  });
  test(`nor a sleep with a clock that is put ${name} after it`, async (t) => {
    const w = new World(t);
    await w.comes();
    w.server += hour;
    w.slept += hour;
    w.wrong = by;
    await w.passes(minute);
    // As much as it slept, and nothing shows it but that the database denies the lease.
    const first = by === -hour ? ['beat, denied'] : [];
    assert.deepEqual(w.written, [...first, 'come available']);
    assert.ok(w.leased);
  });
  test(`a choice right after the clock was put ${name} is taken`, async (t) => {
    const w = new World(t);
    await w.comes();
    w.wrong = by;
    await w.presence.choose('busy');
    assert.deepEqual(w.written, ['come busy']);
    assert.ok(w.leased);
  });
}

test('a machine whose clock is wrong from the start works', async (t) => {
  const w = new World(t);
  w.wrong = hour;
  await w.comes();
  assert.ok(w.leased);
});

test('a clock that is set while the server cannot be asked is found out later', async (t) => {
  const w = new World(t);
  await w.comes();
  w.tells = false;
  w.wrong = -hour;
  await w.passes(4 * minute);
  assert.ok(w.written.every((what) => what === 'beat, denied'));
  assert.ok(w.presence.problem);
  w.tells = true;
  await w.passes(minute);
  assert.equal(w.written.at(-1), 'come available', 'for the lease was over');
  assert.equal(w.presence.problem, undefined);
});

test('a heartbeat that waits for the connection until the lease is over is followed by the choice', async (t) => {
  const w = new World(t);
  await w.comes();
  await w.passes(minute);
  w.reachable = false;
  await w.passes(2 * minute + 50_000);
  await w.reached();
  assert.deepEqual(w.written, ['beat', 'beat', 'come available']);
});

test('and one that waited even longer is denied, and then the choice is written', async (t) => {
  const w = new World(t);
  await w.comes();
  w.reachable = false;
  await w.passes(20 * minute);
  await w.reached();
  await w.passes(minute);
  assert.deepEqual(w.written, ['beat, denied', 'come available']);
});

test('a return that was denied is a return the next time, too', async (t) => {
  const w = new World(t);
  w.tells = false;
  w.wrong = hour;
  w.presence.known(agent());
  w.presence.connection(true);
  w.presence.start();
  await w.settle();
  w.tells = true;
  await w.passes(minute);
  assert.deepEqual(w.written, ['come available, denied', 'come available']);
});

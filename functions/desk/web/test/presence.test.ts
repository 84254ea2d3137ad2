import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent } from '../src/data/documents.js';
import type { Presence as Choice } from '../src/data/words.gen.js';
import { effective, Presence } from '../src/state/presence.js';
import { agent } from './fakes.js';

test('what others see follows from the choice, the lease and the load', () => {
  const cases: [string, Partial<Agent>, number, Choice][] = [
    ['available with a lease', {}, 10, 'available'],
    ['without a lease', {}, 0, 'offline'],
    ['at the very end of the lease', {}, 5, 'offline'],
    ['full', { used: 3 }, 10, 'busy'],
    ['over capacity', { used: 4 }, 10, 'busy'],
    ['nothing to do and no capacity', { capacity: 0 }, 10, 'available'],
    ['away and full', { presence: 'away', used: 3 }, 10, 'away'],
  ];
  for (const [name, over, until, want] of cases) assert.equal(effective(agent(over), until, 5), want, name);
});

/** A database that notes what is written and answers when it is told. */
function desk(kept = 0) {
  let now = 1000;
  const memory = new Map<string, unknown>([['lease', kept]]);
  const written: string[] = [];
  let answer: { resolve: () => void; reject: (e: Error) => void } | undefined;
  const write = (what: string) => {
    written.push(what);
    return new Promise<void>((resolve, reject) => {
      answer = { resolve, reject };
    });
  };
  const presence = new Presence(
    { come: (p) => write(`come ${p}`), beat: () => write('beat') },
    60,
    150,
    { now: () => now, doubtful: false, compare: async () => false },
    undefined,
    {
      get: <T>(key: string, otherwise: T) => (memory.get(key) as T) ?? otherwise,
      set: (key: string, value: unknown) => void memory.set(key, value),
    },
  );
  const settle = async (f: (a: NonNullable<typeof answer>) => void) => {
    if (answer) f(answer);
    answer = undefined;
    await new Promise((r) => setImmediate(r));
  };
  return {
    written,
    presence,
    kept: () => memory.get('lease'),
    passes: (ms: number) => {
      now += ms;
    },
    taken: () => settle((a) => a.resolve()),
    refused: () => settle((a) => a.reject(new Error('no'))),
  };
}

test('a client that comes back writes its presence again', async () => {
  const { presence, written, taken, passes } = desk();
  presence.known(agent());
  assert.deepEqual(written, [], 'nothing while it is not connected');
  presence.connection(true);
  assert.deepEqual(written, ['come available']);
  await taken();
  presence.connection(false);
  passes(150_000);
  presence.connection(true);
  assert.deepEqual(written, ['come available', 'come available']);
});

test('a client whose lease has held all along was never gone, over a reload either', async () => {
  const { presence, written, taken, kept } = desk();
  presence.known(agent());
  presence.connection(true);
  await taken();
  presence.connection(false);
  presence.connection(true);
  assert.deepEqual(written, ['come available', 'beat']);
  await taken();

  const next = desk(kept() as number);
  next.presence.known(agent());
  next.presence.connection(true);
  assert.deepEqual(next.written, ['beat']);

  const late = desk(kept() as number);
  late.passes(150_000);
  late.presence.known(agent());
  assert.equal(late.presence.settled, false, 'until the database has answered');
  late.presence.connection(true);
  assert.deepEqual(late.written, ['come available']);
});

test('what a function decided is not undone by coming back', () => {
  const { presence, written } = desk();
  const awayBy = { code: 'agent.missedOffers', args: { missed: 2 } };
  presence.known(agent({ presence: 'away', awayBy }));
  presence.connection(true);
  assert.deepEqual(written, ['beat']);
  assert.equal(presence.awayBy, awayBy);
});

test('who was offline stays so', () => {
  const { presence, written } = desk();
  presence.known(agent({ presence: 'offline' }));
  presence.connection(true);
  assert.deepEqual(written, ['beat']);
});

test('a choice shows at once and goes back if it is refused', async () => {
  const { presence, refused, taken } = desk();
  presence.known(agent({ presence: 'away' }));
  presence.connection(true);
  await taken();
  const chosen = presence.choose('available');
  assert.equal(presence.choice, 'available');
  await Promise.all([assert.rejects(chosen), refused()]);
  assert.equal(presence.choice, 'away');
});

test('the lease counts only when the database took it', async () => {
  const { presence, taken } = desk();
  presence.known(agent());
  presence.connection(true);
  assert.equal(presence.effective, 'offline');
  await taken();
  assert.equal(presence.effective, 'available');
});

test('what a supervisor chose is said again where it may get the agent work, and no other', async () => {
  const by = (code: string, choice: Choice) => agent({ presence: choice, awayBy: { code, args: {} } });
  for (const [code, choice, want] of [
    ['roster.setBy', 'available', 'come available'],
    ['roster.setBy', 'away', 'beat'],
    ['agent.missedOffers', 'away', 'beat'],
  ] as const) {
    const { presence, written } = desk();
    presence.known(by(code, choice));
    presence.connection(true);
    assert.deepEqual(written, [want], `${code} ${choice}`);
  }
});

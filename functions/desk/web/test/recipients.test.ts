import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent } from '../src/data/documents.js';
import type { Presence, State } from '../src/data/words.gen.js';
import { choices, type Purpose } from '../src/state/recipients.js';
import { agent as anAgent } from './fakes.js';

const agent = (name: string, over: Partial<Agent> = {}): Agent =>
  anAgent({ email: `${name}@shop.example`, displayName: name, queues: ['front'], ...over });

const about = (over = {}) => ({
  owner: 'me@shop.example',
  queue: 'front',
  guests: {} as Record<string, string>,
  skills: {} as Record<string, number>,
  cost: 2,
  state: 'active' as State,
  ...over,
});

const lost = agent('lost');
const team = [
  agent('away', { presence: 'away' }),
  agent('full', { used: 2 }),
  agent('busy', { presence: 'busy' }),
  agent('other', { queues: ['back'] }),
  agent('roomy', { used: 0 }),
  agent('some', { used: 1 }),
  lost,
  agent('off', { presence: 'offline' }),
  agent('me'),
];
const presence = (a: Agent): Presence => (a === lost ? 'offline' : a.presence);

const named = (purpose: Purpose, c = about()) =>
  choices(team, presence, c, purpose, 'me@shop.example').map((x) => [x.agent.displayName, x.obstacle]);

test('a transfer goes to who serves the queue, is there and has room; the others say why not', () => {
  assert.deepEqual(named('transfer'), [
    ['roomy', ''],
    ['some', ''],
    ['busy', ''],
    ['other', ''],
    ['full', 'full'],
    ['away', 'away'],
    ['lost', 'gone'],
    ['off', 'offline'],
  ]);
});

test('what costs nothing has room everywhere', () => {
  assert.ok(named('transfer', about({ cost: 0 })).some(([name, why]) => name === 'full' && why === ''));
});

test('a supervisor assigns to whoever is there, with room or without, and to nobody twice', () => {
  const all = new Map(named('assign', about({ owner: 'roomy@shop.example' })) as [string, string][]);
  assert.equal(all.get('full'), '');
  assert.equal(all.get('away'), '');
  assert.equal(all.get('me'), '');
  assert.equal(all.get('roomy'), 'owner');
  assert.equal(all.get('lost'), 'gone');
  assert.equal(all.get('off'), 'offline');
});

test('who is being offered a conversation can be given it', () => {
  const all = new Map(
    named('assign', about({ owner: 'roomy@shop.example', state: 'offered' })) as [string, string][],
  );
  assert.equal(all.get('roomy'), '');
});

test('anybody can be consulted once, up to five', () => {
  const all = new Map(
    named('consult', about({ guests: { 'away@shop.example': 'away' } })) as [string, string][],
  );
  assert.equal(all.get('away'), 'reads');
  assert.equal(all.get('off'), '');
  assert.equal(all.has('me'), false);
  const guests = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`g${n}`, 'g']));
  assert.ok(named('consult', about({ guests })).every(([, why]) => why === 'tooMany'));
});

test('whoever lacks a skill that is needed comes after those who have it, and the picker says so', () => {
  const pair = [agent('plain', { used: 0 }), agent('fluent', { used: 1, skills: { german: 3 } })];
  const found = choices(pair, presence, about({ skills: { german: 2 } }), 'transfer', '');
  assert.deepEqual(
    found.map((x) => [x.agent.displayName, x.lacks]),
    [
      ['fluent', []],
      ['plain', ['german 2']],
    ],
  );
});

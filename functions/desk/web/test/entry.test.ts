import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { RosterEntry } from '../src/data/orders.js';
import { bounds } from '../src/data/words.gen.js';
import { check, type Faults, roles, type SkillRow } from '../src/state/entry.js';

const entry = (part: Partial<RosterEntry> = {}): RosterEntry => ({
  email: 'new@x.example',
  displayName: 'New',
  role: 'agent',
  queues: ['orders'],
  skills: {},
  capacity: 3,
  languages: ['en'],
  ...part,
});

const faults = (part: Partial<RosterEntry>, skills: SkillRow[] = []): Faults =>
  check(entry(part), skills, {
    taken: ['taken@x.example'],
    queues: part.queues ?? ['orders'],
    roles: ['agent', 'supervisor'],
  });

test('an entry that the rules take has nothing wrong with it', () => {
  assert.deepEqual(faults({}), {});
  assert.deepEqual(faults({ queues: [], languages: [], capacity: 0 }), {});
  assert.deepEqual(faults({ capacity: bounds.capacity }, [{ name: 'french', level: '10' }]), {});
});

test('each field says what is wrong with it', () => {
  const cases: [Partial<RosterEntry>, Faults][] = [
    [{ email: '' }, { email: 'missing' }],
    [{ email: 'nobody' }, { email: 'address' }],
    [{ email: 'a b@x.example' }, { email: 'address' }],
    [{ email: 'a/b@x.example' }, { email: 'address' }],
    [{ email: 'a@b@x.example' }, { email: 'address' }],
    [{ email: 'New@x.example' }, { email: 'lowerCase' }],
    [{ email: 'É@x.example' }, { email: 'lowerCase' }],
    [{ email: 'taken@x.example' }, { email: 'known' }],
    [{ email: `${'a'.repeat(250)}@x.example` }, { email: 'long' }],
    [{ displayName: ' ' }, { displayName: 'missing' }],
    [{ displayName: '\u200b\u00a0' }, { displayName: 'missing' }],
    [{ displayName: 'two\nlines' }, { displayName: 'missing' }],
    [{ displayName: 'é'.repeat(101) }, { displayName: 'long' }],
    [{ role: 'admin' }, { role: 'role' }],
    [{ queues: Array(51).fill('orders') }, { queues: 'many' }],
    [{ capacity: -1 }, { capacity: 'capacity' }],
    [{ capacity: 1001 }, { capacity: 'capacity' }],
    [{ capacity: 1.5 }, { capacity: 'capacity' }],
    [{ capacity: Number.NaN }, { capacity: 'capacity' }],
    [{ languages: Array(21).fill('en') }, { languages: 'many' }],
  ];
  for (const [part, want] of cases) assert.deepEqual(faults(part), want, JSON.stringify(part));
});

test('a queue that the configuration does not have is none', () => {
  const context = { taken: [], queues: ['orders'], roles: ['agent' as const] };
  assert.deepEqual(check(entry({ queues: ['orders', 'gone'] }), [], context), { queues: 'queue' });
});

test('a skill has a name, once, and a level from 1 to 10', () => {
  const one = (name: string, level: string) => faults({}, [{ name, level }]).skills;
  for (const level of ['1', '9', '10']) assert.equal(one('french', level), undefined, level);
  for (const level of ['', '0', '11', '-1', '1.5', '05', '1e1', 'x'])
    assert.equal(one('french', level), 'level', level);
  assert.equal(
    faults({}, [
      { name: 'a', level: '1' },
      { name: 'a', level: '2' },
    ]).skills,
    'twice',
  );
  assert.equal(
    faults(
      {},
      Array.from({ length: 51 }, (_, i) => ({ name: `s${i}`, level: '1' })),
    ).skills,
    'many',
  );
});

/** The expressions of the rules, read from the rules: what is refused there is said here, and the other way round. */
const rules = readFileSync('../../../terraform/firestore.rules', 'utf8');

function expression(of: string): RegExp {
  const at = rules.indexOf(of);
  const [, pattern] = /\.matches\('([^']*)' /.exec(rules.slice(at)) ?? [];
  assert.ok(at >= 0 && pattern, of);
  return new RegExp(`^(?:${pattern.replaceAll('\\\\', '\\')})$`); // matches is of the whole text
}

test('words, tags and addresses are those of the rules', () => {
  const words = [
    'french',
    'a',
    'heating-2',
    `a${'b'.repeat(38)}`,
    `a${'b'.repeat(39)}`,
    'French',
    '2a',
    '-a',
    'é',
    'a_b',
    'a b',
    'a,b',
    '',
  ];
  const tags = [
    'en',
    'fr-CA',
    'gsw',
    'zh-Hant-TW',
    'EN',
    'e',
    'engl',
    'en-',
    'en-a',
    'en-abcdefghi',
    'en_US',
    'en,fr',
    '',
  ];
  const addresses = ['a@x', 'a.b+c@x.example', 'a@', '@x', 'a', 'a@b@c', 'a b@x', 'a/b@x', ''];
  const compare = (texts: string[], inRules: RegExp, here: (text: string) => boolean) => {
    for (const text of texts) {
      // The lists' expressions take an empty one, and what a comma joins.
      const want = inRules.test(text) && text !== '' && !text.includes(',');
      assert.equal(here(text), want, `${text} in ${inRules}`);
    }
  };
  compare(words, expression("a.queues.join(',')"), (q) => !('queues' in faults({ queues: [q] })));
  compare(
    words,
    expression("a.skills.keys().join(',')"),
    (s) => !('skills' in faults({}, [{ name: s, level: '1' }])),
  );
  compare(tags, expression("a.languages.join(',')"), (l) => !('languages' in faults({ languages: [l] })));
  compare(addresses, expression('value.size() <= 254'), (a) => !('email' in faults({ email: a })));
});

test('nobody changes their own role, and admins are made and unmade by admins', () => {
  assert.deepEqual(roles('admin', 'admin', true), ['admin']);
  assert.deepEqual(roles('supervisor', 'supervisor', true), ['supervisor']);
  assert.deepEqual(roles('supervisor', 'admin', false), ['admin']);
  assert.deepEqual(roles('supervisor', 'agent', false), ['agent', 'supervisor']);
  assert.deepEqual(roles('admin', 'agent', false), ['agent', 'supervisor', 'admin']);
});

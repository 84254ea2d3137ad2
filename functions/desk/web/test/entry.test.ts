import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Role } from '../src/data/documents.js';
import type { RosterEntry } from '../src/data/orders.js';
import { bounds } from '../src/data/words.gen.js';
import {
  type Context,
  check,
  differences,
  type Faults,
  ofWhy,
  rights,
  roles,
  type SkillRow,
} from '../src/state/entry.js';

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

const nothing: Context = {
  taken: [],
  queues: [],
  roles: ['agent'],
  role: 'agent',
  why: '',
  domains: [],
};

const faults = (part: Partial<RosterEntry>, skills: SkillRow[] = []): Faults =>
  check(entry(part), skills, {
    taken: ['taken@x.example'],
    queues: part.queues ?? ['orders'],
    roles: ['agent', 'supervisor'],
    role: part.role ?? 'agent',
    why: '',
    domains: [],
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
    [{ email: 'É@x.example' }, { email: 'address' }],
    [{ email: 'taken@x.example' }, { email: 'known' }],
    [{ email: `${'a'.repeat(250)}@x.example` }, { email: 'long' }],
    [{ displayName: ' ' }, { displayName: 'missing' }],
    [{ displayName: '\u200b\u00a0' }, { displayName: 'missing' }],
    [{ displayName: 'two\nlines' }, { displayName: 'missing' }],
    [{ displayName: 'é'.repeat(101) }, { displayName: 'long' }],
    [{ email: 'a%20b@x.example' }, { email: 'address' }],
    [{ email: '\u0435ve@x.example' }, { email: 'address' }],
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
  const context = { ...nothing, queues: ['orders'] };
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

test('nobody changes their own role, and only admins make and unmake those who supervise', () => {
  assert.deepEqual(roles('admin', 'admin', true), ['admin']);
  assert.deepEqual(roles('supervisor', 'supervisor', true), ['supervisor']);
  assert.deepEqual(roles('supervisor', 'supervisor', false), ['supervisor']);
  assert.deepEqual(roles('supervisor', 'admin', false), ['admin']);
  assert.deepEqual(roles('supervisor', 'agent', false), ['agent']);
  assert.deepEqual(roles('supervisor', 'none', false), ['none', 'agent']);
  assert.deepEqual(roles('admin', 'agent', false), ['agent', 'supervisor', 'admin']);
});

test('who may do what to an entry is as the function decides it', () => {
  const may = (mine: Role, its: Role, self = false) =>
    Object.entries(rights({ email: 'me', role: mine }, { email: self ? 'me' : 'other', role: its }))
      .filter(([, yes]) => yes)
      .map(([what]) => what)
      .join(' ');
  assert.equal(may('supervisor', 'agent'), 'edit all suspend');
  assert.equal(may('supervisor', 'none'), 'edit all');
  assert.equal(may('supervisor', 'supervisor'), 'suspend');
  assert.equal(may('supervisor', 'admin'), '');
  assert.equal(may('supervisor', 'supervisor', true), 'edit');
  assert.equal(may('admin', 'admin'), 'edit all suspend remove');
  assert.equal(may('admin', 'none'), 'edit all suspend remove');
  assert.equal(may('admin', 'admin', true), 'edit all');
  const barred = { email: 'other', role: 'none' as const, adminOnly: true };
  assert.equal(rights({ email: 'me', role: 'supervisor' }, barred).edit, false);
  assert.equal(rights({ email: 'me', role: 'admin' }, barred).edit, true);
  assert.equal(rights({ email: 'me', role: 'admin' }, barred).suspend, false);
});

test('a reason is needed where a role changes, and is not too long', () => {
  assert.equal(ofWhy('', false), undefined);
  assert.equal(ofWhy('', true), 'why');
  assert.equal(ofWhy('é'.repeat(bounds.why / 2), true), undefined);
  assert.equal(ofWhy(`${'é'.repeat(bounds.why / 2)}x`, false), 'long');
  assert.deepEqual(check(entry({ role: 'agent' }), [], { ...nothing, queues: ['orders'], role: 'none' }), {
    why: 'why',
  });
});

test('an address is in a domain of the settings', () => {
  const within = { ...nothing, queues: ['orders'], domains: ['x.example', 'y.example'] };
  assert.deepEqual(check(entry({ email: 'a@y.example' }), [], within), {});
  assert.deepEqual(check(entry({ email: 'a@z.example' }), [], within), { email: 'domain' });
  assert.deepEqual(check(entry({ email: 'a@mail.x.example' }), [], within), { email: 'domain' });
});

test('a change says in which fields the entry differs', () => {
  const { email: _, ...a } = entry({ skills: { french: 5, german: 2 } });
  assert.deepEqual(differences(a, { ...a, skills: { german: 2, french: 5 } }), []);
  assert.deepEqual(differences(a, { ...a, role: 'none', queues: [] }), ['role', 'queues']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from '../src/data/configuration.js';
import { find, mayTag, named, outcomeOf, sorted } from '../src/state/labels.js';
import { snap } from './fakes.js';

const routing = {
  tags: {
    vip: { labels: { en: 'VIP', fr: 'Client privilégié' }, colour: 'violet' },
    refund: { labels: { de: 'Erstattung' } },
  },
  outcomes: { solved: { labels: { en: 'Solved', fr: 'Résolu' }, colour: 'green' } },
  workstreams: {
    asks: { outcome: 'asked' },
    needs: { outcome: 'required', wrap_up: { blocks: 'never' } },
    quiet: {},
  },
};

const config = configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) }));

test('tags are shown in the language of whoever reads them, and sorted by it', () => {
  assert.deepEqual(
    sorted(config.tags, 'en').map((s) => [s.text, s.colour]),
    [
      ['Erstattung', 'grey'],
      ['VIP', 'violet'],
    ],
  );
  assert.deepEqual(
    sorted(config.tags, 'fr').map((s) => s.text),
    ['Client privilégié', 'Erstattung'],
  );
});

test('a tag that the configuration has no longer is shown by its name', () => {
  assert.deepEqual(find(config.tags, 'gone', 'en'), { name: 'gone', text: 'gone', colour: 'grey' });
});

test('events name tags and outcomes by their labels', () => {
  const tag = { code: 'session.tag', args: { tag: 'vip' } };
  assert.deepEqual(named(tag, config, 'fr').args, { tag: 'Client privilégié' });
  assert.deepEqual(named({ code: 'session.outcome', args: { outcome: 'solved' } }, config, 'en').args, {
    outcome: 'Solved',
  });
  assert.deepEqual(named(tag, undefined, 'en').args, { tag: 'vip' });
  const rule = {
    code: 'route.matches',
    args: {
      order: 2,
      sets: [
        { code: 'route.setsTag', args: { tag: 'vip' } },
        { code: 'route.setsPriority', args: { priority: 3 } },
      ],
    },
  };
  assert.deepEqual(named(rule, config, 'fr').args, {
    order: 2,
    sets: [
      { code: 'route.setsTag', args: { tag: 'Client privilégié' } },
      { code: 'route.setsPriority', args: { priority: 3 } },
    ],
  });
});

test('whoever holds a session tags it, and supervisors do', () => {
  const c = { state: 'active' as const, owner: 'a', lastOwner: 'a', queue: 'q', guests: { g: 'G' } };
  const who = (email: string, supervises = false) => ({ email, supervises, queues: ['q'] });
  assert.equal(mayTag(c, who('a')), true);
  assert.equal(mayTag(c, who('g')), false);
  assert.equal(mayTag(c, who('s', true)), true);
  assert.equal(mayTag({ ...c, state: 'wrap-up' }, who('a')), true);
  assert.equal(mayTag({ ...c, state: 'parked', owner: '' }, who('a')), true);
  assert.equal(mayTag({ ...c, state: 'closed', owner: '' }, who('s', true)), false);
});

test('the outcome is asked for where a session closes, once', () => {
  const about = (workstream: string, outcome = '') => ({ workstream, outcome });
  const cases: [string, string, string, string][] = [
    ['done', 'asks', '', 'asked'],
    ['done', 'asks', 'solved', 'none'],
    ['end', 'asks', '', 'none'],
    ['end', 'needs', '', 'required'],
    ['close', 'needs', '', 'none'],
    ['done', 'quiet', '', 'none'],
    ['done', 'gone', '', 'none'],
  ];
  for (const [action, workstream, outcome, want] of cases)
    assert.equal(outcomeOf(action, about(workstream, outcome), config), want, `${action} in ${workstream}`);
  assert.equal(outcomeOf('done', about('asks'), { ...config, outcomes: [] }), 'none');
});

test('what an agent declined for is named by its label', () => {
  const routing = {
    workstreams: {
      w: { offer: { decline_reasons: [{ name: 'break', labels: { en: 'A break', fr: 'Une pause' } }] } },
    },
  };
  const c = configuration(snap('current', { version: 'v', routing: JSON.stringify(routing) }));
  assert.deepEqual(named({ code: 'session.declinedFor', args: { reason: 'break' } }, c, 'fr').args, {
    reason: 'Une pause',
  });
});

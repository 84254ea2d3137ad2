import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Message } from '../src/data/documents.js';
import { type State, states } from '../src/data/words.gen.js';
import {
  type Action,
  actions,
  leavesUnanswered,
  mayDiscard,
  mayDismiss,
  mayKnow,
  mayNote,
  mayPrefer,
  mayRevoke,
  notesFirst,
  silence,
  type Who,
} from '../src/state/actions.js';
import { message } from './fakes.js';

const jo: Who = { email: 'jo@example.com', supervises: false, queues: ['front'] };
const sam: Who = { email: 'sam@example.com', supervises: false, queues: ['front'] };
const kim: Who = { email: 'kim@example.com', supervises: false, queues: ['back'] };
const max: Who = { email: 'max@example.com', supervises: true, queues: [] };
const people: Record<string, Who> = { Jo: jo, Sam: sam, Kim: kim, Max: max };

/** Jo has, or had, the session, as in the table of the functions. */
const about = (state: State, over = {}) => ({
  state,
  owner: ['offered', 'active', 'wrap-up'].includes(state) ? jo.email : '',
  lastOwner: state === 'open' ? '' : jo.email,
  queue: 'front',
  guests: {},
  lastHeardAt: 1_000_000,
  unsubscribed: false,
  ...over,
});

/** The golden file of the functions: what everybody is told who asks for an action, in every state. */
function golden(): Map<string, string> {
  const text = readFileSync('../../../shared/conversation/testdata/actions.txt', 'utf8');
  const all = new Map<string, string>();
  let action = '';
  let state = '';
  for (const line of text.split('\n')) {
    const depth = line.length - line.trimStart().length;
    if (depth === 0) action = line;
    else if (depth === 2) state = line.trim();
    else {
      const [names = '', outcome = ''] = line.trim().split(/: (.*)/);
      for (const name of names.split(', ')) all.set(`${action}/${state}/${name}`, outcome);
    }
  }
  return all;
}

/** What an action is called there. */
const called = (a: Action, state: State): string => {
  if (a === 'done') return 'close';
  return a === 'transfer' && state === 'open' ? 'transfer to a queue' : a;
};

test('what is offered is what the functions carry out, and nothing is missing', () => {
  const table = golden();
  const all: Action[] = [
    'accept',
    'decline',
    'pick',
    'revive',
    'transfer',
    'park',
    'end',
    'consult',
    'release',
    'leave',
    'assign',
    'priority',
  ];
  for (const state of states) {
    for (const [name, who] of Object.entries(people)) {
      const offered = actions(about(state), who);
      for (const a of offered) {
        const outcome = table.get(`${called(a, state)}/${state}/${name}`);
        assert.match(outcome ?? 'not in the table', /^done/, `${a} in ${state} by ${name}`);
      }
      for (const a of all.filter((a) => !offered.includes(a))) {
        const outcome = table.get(`${called(a, state)}/${state}/${name}`) ?? '';
        if (outcome === 'done, and nothing changes' || (a === 'accept' && state === 'active')) continue;
        // Whoever is offered it takes it by accepting.
        if (a === 'pick' && state === 'offered') continue;
        assert.doesNotMatch(outcome, /^done/, `${a} in ${state} by ${name} is not offered`);
      }
    }
  }
});

test('who may close does so by one of two names', () => {
  const table = golden();
  for (const state of states.filter((s) => s !== 'closed')) {
    for (const [name, who] of Object.entries(people)) {
      const offered = actions(about(state), who).filter((a) => a === 'close' || a === 'done').length;
      const may = table.get(`close/${state}/${name}`)?.startsWith('done') ? 1 : 0;
      assert.equal(offered, may, `${state} by ${name}`);
    }
  }
});

test('who has it takes the end back during the wrap-up, and nobody else', () => {
  const may = Object.values(people).filter((who) => actions(about('wrap-up'), who).includes('revive'));
  assert.deepEqual(may, [jo]);
});

test('only the end of an unanswered conversation is asked about', () => {
  const asked = message('m1', 1);
  const out = (over: Partial<Message>) => message('r1', 2, { direction: 'out', ...over });
  const open = { unansweredSince: 1 };
  assert.equal(leavesUnanswered('end', open, [asked]), true);
  assert.equal(leavesUnanswered('end', { unansweredSince: 0 }, [asked]), false);
  assert.equal(leavesUnanswered('done', open, [asked]), false);
  // The answer is on its way, or the conversation has yet to hear of it.
  assert.equal(leavesUnanswered('end', open, [asked, out({ status: 'pending' })]), false);
  assert.equal(leavesUnanswered('end', open, [out({ status: 'sent' }), asked]), true);
  assert.equal(leavesUnanswered('end', open, [asked, out({ status: 'failed' })]), true);
  const bot = { email: '', name: '', bot: true };
  assert.equal(leavesUnanswered('end', open, [asked, out({ status: 'sent', author: bot })]), true);
  assert.equal(leavesUnanswered('end', open, [asked, out({ direction: 'note' })]), true);
});

test('a guest can leave, and the owner cannot be one', () => {
  const guests = { [sam.email]: 'Sam', [jo.email]: 'Jo' };
  assert.ok(actions(about('active', { guests }), sam).includes('leave'));
  assert.ok(!actions(about('active', { guests }), jo).includes('leave'));
});

test('notes are open to those whom the functions let write them', () => {
  const table = golden();
  for (const state of states) {
    for (const [name, who] of Object.entries(people)) {
      // Agents do not see what is closed.
      if (state === 'closed' && name === 'Jo') continue;
      const may = table.get(`note/${state}/${name}`)?.startsWith('done') ?? false;
      assert.equal(mayNote(about(state), who), may, `${state} by ${name}`);
    }
  }
  assert.ok(mayNote(about('active', { guests: { [kim.email]: 'Kim' } }), kim));
});

test('who may send a guest away is whom the functions let', () => {
  const table = golden();
  for (const state of states.filter((s) => s !== 'closed')) {
    for (const [name, who] of Object.entries(people)) {
      // Fern is no guest there; whoever may not is told something else.
      const may = table.get(`dismiss/${state}/${name}`)?.startsWith('action.noGuest') ?? false;
      assert.equal(mayDismiss(about(state), who), may, `${state} by ${name}`);
    }
  }
});

test('who may discard what waits to be sent is whom the functions let', () => {
  const table = golden();
  for (const state of states) {
    for (const [name, who] of Object.entries(people)) {
      const may = table.get(`discard/${state}/${name}`)?.startsWith('done') ?? false;
      assert.equal(mayDiscard(about(state), who), may, `${state} by ${name}`);
    }
  }
});

test('who may say whom the customer should have is whom the functions let', () => {
  const table = golden();
  for (const state of states) {
    for (const [name, who] of Object.entries(people)) {
      const may = table.get(`prefer/${state}/${name}`)?.startsWith('done') ?? false;
      assert.equal(mayPrefer(about(state), who), may, `${state} by ${name}`);
    }
  }
});

test('who may take back a message is who may discard one, where the channel can', () => {
  const table = golden();
  for (const state of states) {
    for (const [name, who] of Object.entries(people)) {
      const may = table.get(`revoke/${state}/${name}`)?.startsWith('done') ?? false;
      assert.equal(mayRevoke(about(state), who, { kinds: ['text', 'revoke'] }), may, `${state} by ${name}`);
      assert.equal(mayRevoke(about(state), who, { kinds: ['text'] }), false);
    }
  }
});

test('who has the session talks to the customer, and supervisors until it has ended', () => {
  const said = (state: State, who: Who) => silence(about(state), who, undefined, 2_000_000);
  assert.deepEqual(
    states.map((s) => said(s, jo)),
    ['open', 'offered', '', 'parked', 'wrap-up', 'closed'],
  );
  assert.deepEqual(
    states.map((s) => said(s, sam)),
    ['open', 'offered', 'owned', 'parked', 'wrap-up', 'closed'],
  );
  assert.deepEqual(
    states.map((s) => said(s, max)),
    ['', '', '', '', 'wrap-up', 'closed'],
  );
});

test('after the window of the channel nobody talks to the customer', () => {
  const day = 86_400_000;
  const limits = { window: 30 * day * 1e6 };
  const at = (ms: number) => silence(about('active', { lastHeardAt: 0 }), jo, limits, ms);
  assert.equal(at(30 * day), '');
  assert.equal(at(30 * day + 1), 'window');
  assert.equal(silence(about('active', { lastHeardAt: 0 }), jo, { window: 0 }, 900 * day), '');
});

test('nobody talks to a customer who wants no more messages', () => {
  const to = about('active', { unsubscribed: true });
  assert.equal(silence(to, jo, undefined, 2_000_000), 'unsubscribed');
  assert.equal(silence(to, max, undefined, 2_000_000), 'unsubscribed');
  assert.equal(silence(to, sam, undefined, 2_000_000), 'owned');
});

test('who reads along is expected to write to colleagues, not to the customer', () => {
  assert.equal(notesFirst(about('active'), jo), false);
  assert.equal(notesFirst(about('active'), sam), true);
  assert.equal(notesFirst(about('active'), max), true);
  assert.equal(notesFirst(about('open'), sam), false);
  assert.equal(notesFirst(about('wrap-up'), jo), true);
});

test('a queue that masks numbers hides them from agents, and not from supervisors', () => {
  assert.equal(mayKnow({ masked: false }, jo), true);
  assert.equal(mayKnow({ masked: true }, jo), false);
  assert.equal(mayKnow({ masked: true }, max), true);
});

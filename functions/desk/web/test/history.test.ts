import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event, Message } from '../src/data/documents.js';
import type { Parcel } from '../src/state/outbox.js';
import { Pages } from '../src/state/pages.js';
import { underway } from '../src/state/underway.js';
import { waits } from '../src/state/waiting.js';
import { question } from '../src/view/thread/card.js';
import { Frame, size } from '../src/view/thread/frame.js';
import { bounds, chosen, eventsFor, lines } from '../src/view/thread/lines.js';
import { aloud } from '../src/view/thread/message.js';
import { message, reply } from './fakes.js';

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    message(`m${String(from + i).padStart(5, '0')}`, (from + i) * 1000),
  );
const ids = (all: Message[]) => all.map((m) => m.id);

// ---- Pages

test('messages are in the order of their times and names', () => {
  const pages = new Pages(50);
  pages.newest([message('b', 2), message('c', 1), message('a', 2)], true);
  assert.deepEqual(ids(pages.all), ['c', 'a', 'b']);
  assert.equal(pages.whole, true);
});

test('older pages come before, and the last one is not full', () => {
  const pages = new Pages(3);
  pages.newest(numbered(5, 8).reverse(), true);
  assert.equal(pages.whole, false);
  assert.equal(pages.extends, true);
  pages.older(numbered(2, 5));
  pages.older(numbered(0, 2));
  assert.equal(pages.whole, true);
  assert.equal(pages.extends, false);
  assert.deepEqual(ids(pages.all), ids(numbered(0, 8)));
});

test('a message that changed is shown as the newest page has it', () => {
  const pages = new Pages(3);
  pages.newest([message('a', 1, { status: 'sent' })], true);
  pages.newest([message('a', 1, { status: 'read' })], true);
  assert.equal(pages.get('a')?.status, 'read');
});

test('what was known stays when the newest page moves on', () => {
  const pages = new Pages(3);
  pages.newest(numbered(0, 3), true);
  pages.newest(numbered(2, 5), true);
  assert.deepEqual(ids(pages.all), ids(numbered(0, 5)));
});

test('the local cache may have holes, so the server has the last word', () => {
  const pages = new Pages(3);
  pages.newest([...numbered(0, 1), ...numbered(4, 6)], false);
  assert.equal(pages.loaded, true);
  assert.equal(pages.extends, false, 'older pages would leave the hole');
  pages.newest(numbered(3, 6), true);
  assert.deepEqual(ids(pages.all), ids(numbered(3, 6)));
});

test('after a long time without a connection there is no hole', () => {
  const pages = new Pages(3);
  pages.newest(numbered(0, 3), true);
  pages.newest(numbered(10, 13), true);
  assert.deepEqual(ids(pages.all), ids(numbered(10, 13)));
  assert.equal(pages.whole, false);
});

test('a conversation without messages is loaded and whole', () => {
  const pages = new Pages(3);
  pages.newest([], false);
  assert.equal(pages.loaded, false);
  pages.newest([], true);
  assert.deepEqual([pages.loaded, pages.whole, pages.extends], [true, true, false]);
});

// ---- What is on its way

const me = { email: 'ana@shop.example', name: 'Ana' };
const parcel = (id: string, at: number, over: Partial<Parcel> = {}): Parcel => ({
  id,
  conversation: 'c',
  draft: { text: id },
  at,
  state: 'queued',
  why: '',
  ...over,
});

test('a reply is shown once, whoever knows of it', () => {
  const there = new Set(['r1']);
  const replies = ['r1', 'r2', 'r3'].map((id, i) => reply(id, i));
  const parcels = ['r1', 'r2'].map((id, i) => parcel(id, i));
  assert.deepEqual(ids(underway(there, replies, parcels, 1, me)), ['r2', 'r3']);
});

test('what only tells the customer something is in no history', () => {
  const kinds = ['typing', 'read', 'joined', 'left', 'survey'] as const;
  const replies = kinds.map((kind) => reply(kind, 1, { kind }));
  assert.deepEqual(underway(new Set(), replies, [], 1, me), []);
});

test('a parcel says how far it is', () => {
  const status = (p: Parcel, r?: Parameters<typeof reply>[2]) =>
    underway(new Set(), r ? [reply(p.id, 5, r)] : [], [p], 1, me).map((m) => [
      m.status,
      m.reason,
      m.sentAt,
    ])[0];
  const later = { code: 'reply.notTakenYet', args: {} };
  assert.deepEqual(status(parcel('r', 7)), ['pending', undefined, 7]);
  assert.deepEqual(status(parcel('r', 7, { state: 'lost' })), ['failed', undefined, 7]);
  assert.deepEqual(status(parcel('r', 7), { status: 'sending' }), ['sending', undefined, 7]);
  assert.deepEqual(status(parcel('r', 7), { reason: later }), ['pending', later, 7]);
});

test('a parcel shows all that it has', () => {
  const media = { object: 'outbound/c/r', type: 'image/png', name: 'x.png', alt: 'X', size: 3 };
  const draft = { kind: 'file' as const, text: 'see', markup: true, choices: [{ label: 'Yes' }], media };
  const [m] = underway(new Set(), [], [parcel('r', 1, { draft })], 4, me);
  assert.equal(m?.kind, 'file');
  assert.equal(m?.session, 4);
  assert.deepEqual(m?.author, { ...me, bot: false });
  assert.equal(m?.sent?.media?.alt, 'X');
  const nothing = { kind: '', postback: '', url: '', view: '', phone: '', place: undefined };
  assert.deepEqual(m?.sent?.choices, [{ ...nothing, label: 'Yes', appointment: undefined }]);
});

test('an appointment on its way is when it will be', () => {
  const appointment = { title: 'Visit', body: '', start: 1_700_000_000_000, end: 1_700_003_600_000 };
  const draft = { text: 'When?', choices: [{ kind: 'calendar' as const, label: 'Add', appointment }] };
  const [m] = underway(new Set(), [], [parcel('r', 1, { draft })], 4, me);
  assert.deepEqual(m?.sent?.choices[0]?.appointment, appointment);
});

// ---- Lines

const event = (seq: number, over: Partial<Event> = {}): Event => ({
  seq,
  session: 1,
  from: 'open',
  to: 'offered',
  cause: 'pushed',
  actor: 'routing',
  queue: 'front',
  configVersion: '',
  trace: [],
  at: seq * 1000,
  ...over,
});
const shape = (messages: Message[], events: Event[] = [], from = 0, to = messages.length) =>
  lines(messages, from, to, events).map((l) =>
    l.kind === 'message' ? `${l.message.id}${l.first ? ' first' : ''}${l.last ? ' last' : ''}` : l.kind,
  );

const mine = (id: string, at: number, over = {}) =>
  message(id, at, { direction: 'out', author: { email: 'ana', name: 'Ana', bot: false }, ...over });

test('messages of one author that follow each other stand together, until a pause', () => {
  const minute = 60_000;
  const noon = new Date(2026, 4, 1, 12).getTime();
  const all = [
    message('a', noon),
    message('b', noon + minute),
    mine('c', noon + 2 * minute),
    mine('d', noon + 3 * minute, { author: { email: '', name: '', bot: true } }),
    message('e', noon + 4 * minute),
    message('f', noon + 20 * minute),
    message('g', noon + 20 * minute, {
      direction: 'note',
      author: { email: 'ana', name: 'Ana', bot: false },
    }),
  ];
  assert.deepEqual(shape(all), [
    'day',
    'session',
    'a first',
    'b last',
    'c first last',
    'd first last',
    'e first last',
    'f first last',
    'g first last',
  ]);
});

test('an event that only repeats what STOP has said is not shown', () => {
  const consent = (id: string, at: number, text: string, on = false) =>
    message(id, at, { kind: 'consent', text, on });
  const all = [
    message('a', 1000),
    consent('b', 2000, 'STOP'),
    consent('c', 2000, ''),
    consent('d', 3000, '', true),
    message('e', 4000),
  ];
  assert.deepEqual(shape(all), ['day', 'session', 'a first', 'b', 'd', 'e last']);
});

test('a day and a session begin with a line, and a late reply begins neither', () => {
  const day = (n: number, hour = 12) => new Date(2026, 4, n, hour).getTime();
  const all = [
    message('a', day(1)),
    message('b', day(2)),
    message('c', day(2, 13), { session: 2 }),
    mine('d', day(2, 13) + 1, { session: 1 }),
    message('e', day(2, 13) + 2, { session: 2 }),
  ];
  assert.deepEqual(shape(all), [
    'day',
    'session',
    'a first last',
    'day',
    'b first last',
    'session',
    'c first last',
    'd first last',
    'e first last',
  ]);
});

test('a line looks the same whichever part is on the page', () => {
  const noon = new Date(2026, 4, 1, 12).getTime();
  const all = [...'abcdefgh'].map((id, i) =>
    (i % 3 ? message : mine)(id, noon + i * 40_000_000, { session: 1 + (i >> 2) }),
  );
  const whole = lines(all, 0, all.length, []);
  for (let from = 0; from < all.length; from++) {
    const part = lines(all, from, all.length, []);
    assert.deepEqual(part, whole.slice(-part.length), `from ${from}`);
  }
});

test('what happened stands between the messages, without what nobody needs to read', () => {
  const all = [message('a', 1000), message('b', 5000)];
  const events = [
    event(1, { cause: 'customerWrote', from: 'closed', to: 'open', at: 900 }),
    event(2, { at: 2000 }),
    event(3, { cause: 'accepted', to: 'active', at: 3000 }),
    event(4, { cause: 'transferredToQueue', to: 'open', at: 9000 }),
  ];
  assert.deepEqual(shape(all, events), ['day', 'session', 'a first last', 'event', 'b first last', 'event']);
  assert.deepEqual(shape(all, events, 0, 1), ['day', 'session', 'a first last']);
});

test('how a session began and ended is in its events', () => {
  const b = bounds([
    event(1, { cause: 'customerWrote', from: 'closed', to: 'open' }),
    event(2, { cause: 'prioritySet', from: 'closed', to: 'closed' }),
    event(3, { cause: 'done', from: 'wrap-up', to: 'closed' }),
    event(4, { session: 2, cause: 'customerWrote', from: 'closed', to: 'open' }),
  ]);
  assert.equal(b.get(1)?.opened?.seq, 1);
  assert.equal(b.get(1)?.ended?.seq, 3);
  assert.equal(b.get(2)?.ended, undefined);
});

test('what the customer chose is known by the message that offered it', () => {
  const all = [
    message('a', 1, { kind: 'choice', of: 'q', postback: 'yes', text: 'Yes' }),
    message('b', 2, { kind: 'choice', of: 'q', text: 'No' }),
    message('c', 3, { kind: 'choice', of: '', postback: 'x' }),
  ];
  assert.deepEqual([...chosen(all, 0)], [['q', new Set(['yes', 'No'])]]);
  assert.deepEqual([...chosen(all, 2)], []);
});

// ---- The frame

test('no more than a part of a long history is on the page, wherever one looks', () => {
  const all = numbered(0, 5000);
  const frame = new Frame();
  assert.deepEqual(frame.range(all), [5000 - size, 5000]);
  let [from] = frame.range(all);
  let steps = 0;
  while (frame.up(all)) {
    const [now, to] = frame.range(all);
    assert.ok(now < from && to - now === size, `${now}..${to}`);
    from = now;
    steps++;
  }
  assert.equal(from, 0);
  assert.ok(steps > 90);
  while (frame.down(all)) assert.ok(frame.range(all)[1] - frame.range(all)[0] === size);
  assert.ok(frame.newest(all));
});

test('a short history is on the page as a whole', () => {
  const all = numbered(0, 20);
  const frame = new Frame();
  assert.equal(frame.up(all), false);
  assert.equal(frame.down(all), false);
  frame.first(all);
  assert.deepEqual(frame.range(all), [0, 20]);
});

test('what is on the page stays there while pages come before it and news after it', () => {
  const all = numbered(1000, 2000);
  const frame = new Frame();
  frame.up(all);
  const [from, to] = frame.range(all);
  const more = [...numbered(950, 1000), ...all, ...numbered(2000, 2003)];
  assert.deepEqual(frame.range(more), [from + 50, to + 50]);
  assert.equal(frame.newest(more), false);
  frame.last();
  assert.equal(frame.newest(more), true);
});

test('a message that vanished does not take the page with it', () => {
  const all = numbered(0, 1000);
  const frame = new Frame();
  frame.first(all);
  assert.deepEqual(frame.range(all), [0, size]);
  assert.deepEqual(frame.range(numbered(500, 1000)), [500 - size, 500]);
});

test('messages of one instant are shown as they were taken in', () => {
  const taken = ['b', 'c', 'a'].map((id, i) => message(id, 5, { number: i + 9 }));
  const pages = new Pages(50);
  pages.newest([...taken].reverse(), true);
  assert.deepEqual(
    pages.all.map((m) => m.id),
    ['b', 'c', 'a'],
  );
});

// ---- What waits to be sent

test('a message waits that was put off, those behind it, and what has been long on its way', () => {
  const parcel = (id: string, state: Parcel['state']): Parcel => ({
    id,
    conversation: 'c1',
    draft: { text: id },
    at: 0,
    state,
    why: '',
  });
  const pending = (id: string, at: number, over: Partial<Message> = {}) =>
    message(id, at, { direction: 'out', status: 'pending', ...over });
  const off = { reason: { code: 'reply.notTakenYet', args: {} } };
  const all = [
    pending('head', 1000, off),
    pending('behind', 2000),
    pending('unsent', 3000),
    pending('mine', 4000),
    pending('flying', 5000, { status: 'sending' }),
    message('sent', 6000, { direction: 'out', status: 'sent' }),
  ];
  const parcels: Record<string, Parcel> = {
    unsent: parcel('unsent', 'queued'),
    mine: parcel('mine', 'taken'),
  };
  const waiting = (messages: Message[], now: number) =>
    ids(messages.filter((m) => waits(m, { messages, parcel: (id) => parcels[id] }, now)));
  assert.deepEqual(waiting(all, 6000), ['head', 'behind', 'mine']);
  assert.deepEqual(waiting(all.slice(1), 6000), [], 'that is how sending usually is');
  assert.deepEqual(waiting(all.slice(1), 18_500), ['behind'], 'it takes longer than usual');
});

test('what the channel’s assistant answered stands by itself, behind the question', () => {
  const bot = { direction: 'out', author: { email: '', name: '', bot: true } } as const;
  const all = [
    message('m1', 1000, { number: 1 }),
    message('bot-answer-m1', 1000, { number: 2, of: 'm1', byChannel: true, ...bot }),
    message('greeting', 1001, { number: 3, ...bot }),
  ];
  const pages = new Pages(50);
  pages.newest([...all].reverse(), true);
  assert.deepEqual(ids(pages.all), ids(all));
  assert.deepEqual(shape(pages.all).slice(2), [
    'm1 first last',
    'bot-answer-m1 first last',
    'greeting first last',
  ]);
});

test('a screen reader says who answered, also when the words are not known', () => {
  const desk = { email: 'ana@shop.example' };
  const over = { byChannel: true, direction: 'out', author: { email: '', name: '', bot: true } } as const;
  assert.equal(
    aloud(message('a', 1, { ...over, text: 'Nine to five.' }), desk, 'Dana'),
    'Answered by the channel’s assistant: Nine to five.',
  );
  assert.match(aloud(message('a', 1, { ...over, text: '' }), desk, 'Dana'), /does not say what/);
  assert.equal(aloud(message('a', 1, { text: 'Hello' }), desk, 'Dana'), 'Dana: Hello');
  assert.equal(
    aloud(message('a', 1, { ...over, byChannel: false, text: 'Hello' }), desk, 'Dana'),
    'Automated: Hello',
  );
});

// ---- What may be read of earlier sessions, and who looked in

test('earlier sessions that are read later stand before the present one', () => {
  const pages = new Pages(3);
  pages.newest(numbered(10, 12).reverse(), true);
  assert.equal(pages.whole, true);
  pages.add(numbered(2, 5).reverse());
  pages.add(numbered(4, 6));
  assert.deepEqual(ids(pages.all), ids([...numbered(2, 6), ...numbered(10, 12)]));
  assert.equal(pages.size, 6);
});

test('who looked into a conversation stands between the messages, each time', () => {
  const readings = [
    { email: 'sue@example.com', name: 'Sue', at: 3500, times: { a: 1500, b: 3500 } },
    { email: 'max@example.com', name: 'Max', at: 1700, times: { c: 1700 } },
  ];
  const all = lines(numbered(1, 4), 0, 3, [], readings);
  const shown = all.flatMap((l) =>
    l.kind === 'reading' ? [`${l.name} ${l.at}`] : l.kind === 'message' ? [l.key] : [],
  );
  assert.deepEqual(shown, ['m00001', 'Sue 1500', 'Max 1700', 'm00002', 'm00003', 'Sue 3500']);
});

test('supervisors see why somebody declined, and agents do not', () => {
  const messages = [message('a', 0), message('b', 10_000)];
  const why = { code: 'session.declinedFor', args: { reason: 'break' } };
  const all = [
    event(1, { cause: 'declined', at: 5000, trace: [why] }),
    event(2, { cause: 'declined', at: 6000 }),
  ];
  const told = (supervises: boolean) =>
    lines(messages, 0, 2, eventsFor(all, supervises)).flatMap((l) =>
      l.kind === 'event' ? [l.event.seq] : [],
    );
  assert.deepEqual(told(true), [1]);
  assert.deepEqual(told(false), []);
});

test('an answer to a survey stands with its question, as far as it is known', () => {
  const answer = { survey: '', question: 'q', success: false, rating: 4, index: 0, total: 0 };
  const asked = (over: Partial<typeof answer>) =>
    question(message('a', 1, { kind: 'survey', answer: { ...answer, ...over } }), (id) =>
      id === 's1' ? message('s1', 0, { text: 'How was it?' }) : undefined,
    );
  assert.equal(asked({ survey: 's1' }), 'How was it?');
  assert.equal(asked({ survey: 's0', success: true, index: 1, total: 2 }), 'Could you do what you wanted?');
  assert.equal(asked({ index: 2, total: 3 }), 'Question 2 of 3');
  assert.equal(asked({}), '');
});

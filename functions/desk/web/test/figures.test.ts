import assert from 'node:assert/strict';
import { test } from 'node:test';
import { none, percentile, total, unpacked } from '../src/data/measures.js';
import { before, daysOf, mondayOf, rangeOf, read, Sums, written } from '../src/state/span.js';
import { ceiling } from '../src/view/supervise/charts.js';
import { csv, fileName } from '../src/view/supervise/csv.js';
import { shown } from '../src/view/supervise/measures.js';

test('a day of a week is read as the functions write it', () => {
  // As TestAWeekIsWrittenAsTheDeskReadsIt of shared/conversation has it.
  const day =
    '{"front":[[5,4,3,1,0,0,4,0,0,0,0,0,130,0,0,0,0,0,0,2,3],[33,2,9,2],[],[],[7,4]],"back":[[],[],[],[],[]]}';
  const front = unpacked(day).get('front') ?? none();
  assert.deepEqual(
    [front.opened, front.answered, front.within, front.abandoned, front.closed, front.firstWait],
    [5, 4, 3, 1, 4, 130],
  );
  assert.deepEqual([front.away, front.firstInTime, front.nextInTime], [0, 2, 3]);
  assert.deepEqual([front.firstWaits, front.firstResponses, front.handles], [{ 9: 2, 33: 2 }, {}, { 7: 4 }]);
  assert.deepEqual(unpacked(day).get('back'), none());
  for (const broken of ['', '[', '7', '{"a":3}', '{"a":[["x"],[1]]}'])
    assert.deepEqual(total(unpacked(broken).values()), none(), broken);
});

test('a percentile is within a sixteenth of the real one, also of what was added up', () => {
  // As Go's buckets: 0 to 15 are exact, 16 begins the first of two seconds, 40 those of 16.
  assert.equal(percentile({}, 0.5), undefined);
  assert.equal(percentile({ 3: 1, 12: 9 }, 0.5), 12);
  assert.equal(percentile({ 3: 5, 12: 5 }, 0.5), 3);
  assert.equal(percentile({ 16: 1 }, 0.9), 16.5);
  for (const seconds of [16, 77, 100, 1000, 4321, 86_400, 1_000_000]) {
    const shift = Math.floor(Math.log2(seconds)) - 3;
    const bucket = shift * 8 + Math.floor(seconds / 2 ** shift);
    const got = percentile({ [bucket]: 1 }, 0.5) ?? 0;
    assert.ok(Math.abs(got - seconds) <= seconds / 16, `${seconds} is told as ${got}`);
  }
});

test('responses in time are told as a share of those that were given', () => {
  const of = (key: string) => shown(false).find((m) => m.key === key);
  const m = {
    ...none(),
    firstInTime: 3,
    firstResponses: { 9: 1, 40: 3 },
    nextInTime: 0,
    nextResponses: { 99: 2 },
  };
  assert.deepEqual([of('firstInTime')?.of(m), of('firstInTime')?.more?.(m)], [0.75, '3 of 4']);
  assert.deepEqual([of('nextInTime')?.of(m), of('nextInTime')?.more?.(m)], [0, '0 of 2']);
  assert.equal(of('firstInTime')?.of(none()), undefined, 'nothing was promised to nobody');
});

test('what is looked at stands in the address', () => {
  for (const text of ['1-queue', '30-agent', '2026-03-01.2026-03-31-hour'])
    assert.equal(written(read(text)), text);
  for (const odd of [
    '',
    'x',
    '31-agent-x',
    '2026-13-01.2026-13-02-queue',
    '2026-02-30.2026-03-01-queue',
    '2026-03-02.2026-03-01-queue',
    '2020-01-01.2026-03-01-queue',
  ])
    assert.equal(written(read(odd)), '1-queue', odd);
});

test('the range before is as long, and ends the day before', () => {
  const month = rangeOf(read('30-queue'), '2026-03-31');
  assert.deepEqual(month, { from: '2026-03-02', to: '2026-03-31' });
  assert.deepEqual(before(month), { from: '2026-01-31', to: '2026-03-01' });
  assert.deepEqual(before({ from: '2026-03-05', to: '2026-03-05' }), {
    from: '2026-03-04',
    to: '2026-03-04',
  });
  assert.equal(daysOf({ from: '2026-03-28', to: '2026-03-30' }).join(), '2026-03-28,2026-03-29,2026-03-30'); // summer time begins
});

test('a page that is drawn again adds no day up again, but today when it has changed', () => {
  const asked: string[] = [];
  const today = '2026-03-31';
  let live = 5;
  const sums = new Sums(
    (day, by) => {
      asked.push(`${day} ${by}`);
      const of = (n: number) => ({ ...none(), answered: n, firstWaits: { 9: n } });
      return new Map([
        ['ana', of(day === today ? live : 1)],
        [day, of(1)],
      ]);
    },
    () => today,
  );
  const range = rangeOf(read('30-agent'), today);
  const draw = () => {
    const now = sums.values(range, 'agent');
    const was = sums.values(before(range), 'agent');
    return [now, was, sums.total(range), sums.total(before(range))] as const;
  };
  const [now, was, all] = draw();
  assert.equal(asked.length, 120, 'each of 60 days once, by agent and in all');
  assert.deepEqual([now.get('ana')?.answered, now.get('ana')?.firstWaits, now.size], [34, { 9: 34 }, 31]);
  assert.deepEqual([was.get('ana')?.answered, all.answered], [30, 34 + 30]);
  asked.length = 0;
  assert.equal(draw()[0], now, 'the table sees that nothing changed');
  assert.deepEqual(asked, []);
  live = 7;
  sums.renew();
  const [later, wasLater] = draw();
  assert.deepEqual(asked, [`${today} agent`, `${today} queue`]);
  assert.deepEqual([later.get('ana')?.answered, now.get('ana')?.answered], [36, 34], 'what was drawn stays');
  assert.equal(wasLater, was);
});

test('a week begins on Monday', () => {
  assert.equal(mondayOf('2026-03-05'), '2026-03-02');
  assert.equal(mondayOf('2026-03-02'), '2026-03-02');
  assert.equal(mondayOf('2026-03-01'), '2026-02-23');
});

test('an axis ends at a round number', () => {
  assert.deepEqual([1, 2, 3, 7, 11, 50, 51, 1999].map(ceiling), [1, 2, 5, 10, 20, 50, 100, 2000]);
});

test('a file is what RFC 4180 says, and no text in it is a formula', () => {
  const zone = 'Europe/Paris';
  const rows = [
    ['=1+1', 2, { at: Date.UTC(2026, 2, 5, 9, 7) }],
    ['+33', -2.5, { at: 0 }],
    ['say "hi", you\nthere', undefined, { at: 0 }],
  ];
  assert.equal(
    csv(['A', 'B, b', '-C'], rows, zone),
    '\uFEFFA,"B, b","\'-C (Europe/Paris)"\r\n"\'=1+1",2,2026-03-05 10:07:00\r\n"\'+33",-2.5,\r\n"say ""hi"", you\nthere",,\r\n',
  );
  for (const sly of ['@SUM(A1)', '-1', '\t=1', '\r=1', ' =1', '＝1']) {
    assert.ok(csv(['a'], [[sly]], zone).includes(`"'${sly}"`), sly);
  }
  assert.ok(
    csv(['a'], [['a=1'], ['Jo-Anne']], zone).endsWith('a=1\r\nJo-Anne\r\n'),
    'what is harmless stays',
  );
});

test('a file says in its name when it was made and by which clock', () => {
  const made = Date.UTC(2026, 2, 5, 23, 30);
  assert.equal(
    fileName('Par étiquette', made, 'Europe/Paris'),
    'par-etiquette-2026-03-060030-europe-paris.csv',
  );
});

test('an agent’s own month is read from own weeks, without the days around it', async () => {
  const { sumOwn } = await import('../src/state/own.js');
  const one = '{"me@x.example":[[0,1],[],[],[],[]]}';
  const days = {
    '2026-01-30': one,
    '2026-01-31': one,
    '2026-03-01': one,
    '2026-03-02': one,
    '2026-03-31': one,
  };
  const { now, earlier } = sumOwn(
    [{ week: '', dimension: 'own', agent: 'me@x.example', days }],
    '2026-03-31',
  );
  assert.deepEqual([now.answered, earlier.answered], [2, 2]); // the 30th of January is the 61st day
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileError, type Watch } from '../src/data/files.js';
import type { Ask, Draft } from '../src/data/orders.js';
import { bounds } from '../src/data/words.gen.js';
import type { Limits, Settings } from '../src/settings.js';
import { blank } from '../src/state/choice.js';
import { Pad } from '../src/state/pad.js';
import { inPlace, unfit } from '../src/state/upload.js';
import { again } from '../src/view/thread/again.js';
import { keep, message, settled, storage } from './fakes.js';

const limits = {
  text: 20,
  label: 25,
  choices: 13,
  fileTypes: ['image/png'],
  fileSize: 100,
} as unknown as Limits;

/** A desk that notes what leaves it. */
function world(within = storage()) {
  const sent: [string, Draft][] = [];
  const asked: Ask[] = [];
  const discarded: string[] = [];
  const stores: { id: string; watch: Watch; end: (e?: unknown) => Promise<void> }[] = [];
  const desk = {
    keep: keep(within),
    outbox: {
      send: (_: string, id: string, draft: Draft) => sent.push([id, draft]),
      discard: (id: string) => discarded.push(id),
    },
    act: async (_: string, ask: Ask) => void asked.push(ask),
    settings: { maxFile: 1000, refused: ['exe'] } as unknown as Settings,
    files: {
      fetch: async () => new Blob(['x'], { type: 'image/png' }),
      store: (conversation: string, id: string, file: Blob, _: string, watch: Watch = {}) =>
        new Promise((resolve, reject) =>
          stores.push({
            id,
            watch,
            end: (e) => {
              if (e) reject(e);
              else resolve({ object: `outbound/${conversation}/${id}`, type: file.type, size: file.size });
              return settled();
            },
          }),
        ),
    },
  } as unknown as ConstructorParameters<typeof Pad>[0];
  return { desk, pad: new Pad(desk, 'c'), sent, asked, stores, discarded, within };
}

const png = (size = 3, name = 'x.png') => new File(['x'.repeat(size)], name, { type: 'image/png' });

test('a reply goes to the customer and leaves an empty pad', async () => {
  const { pad, sent, asked } = world();
  pad.text = ' Hello ';
  assert.equal(pad.fault(limits), '');
  await pad.send();
  assert.deepEqual(
    sent.map(([, d]) => d),
    [{ text: 'Hello' }],
  );
  assert.deepEqual([pad.text, asked], ['', []]);
});

test('a note goes to colleagues, with whom it mentions, and never to the customer', async () => {
  const { pad, sent, asked } = world();
  pad.set({ note: true });
  pad.text = 'See @Ben Smith and @Cleo';
  pad.mention('Ben Smith', 'ben@shop.example');
  pad.mention('Cleo', 'cleo@shop.example');
  pad.mention('Dora', 'dora@shop.example');
  await pad.send();
  assert.deepEqual(sent, []);
  assert.deepEqual(asked, [
    { kind: 'note', text: 'See @Ben Smith and @Cleo', agents: ['ben@shop.example', 'cleo@shop.example'] },
  ]);
  assert.equal(pad.note, true, 'the next one is a note too');
});

test('no more are mentioned than a note may', () => {
  const { pad } = world();
  pad.text = '@A @B @C @D';
  for (const name of ['A', 'B', 'C', 'D']) pad.mention(name, name);
  assert.deepEqual(pad.mentioned, ['A', 'B', 'C']);
});

test('a note that was begun is a note after a reload, and whatever happens meanwhile', () => {
  const { pad, within } = world();
  pad.inclined = true;
  pad.text = 'between us';
  pad.inclined = false;
  assert.equal(pad.note, true);
  assert.equal(world(within).pad.note, true);
});

test('an empty pad is what it is likely to become, for another session too', async () => {
  const { pad, asked } = world();
  pad.set({ note: true });
  pad.anew();
  assert.equal(pad.note, false);
  pad.set({ note: true });
  pad.text = 'one';
  pad.anew();
  assert.equal(pad.note, true);
  await pad.send();
  assert.equal(asked.length, 1);
});

test('a note that is refused stays on the pad', async () => {
  const { pad, desk } = world();
  desk.act = () => Promise.reject(new Error('no'));
  pad.set({ note: true });
  pad.text = 'keep me';
  await assert.rejects(pad.send());
  assert.equal(pad.text, 'keep me');
});

test('what is written while a note is on its way stays', async () => {
  const { pad, desk } = world();
  let done = () => {};
  desk.act = () =>
    new Promise((resolve) => {
      done = resolve;
    });
  pad.set({ note: true });
  pad.text = 'one';
  const sending = pad.send();
  pad.text = 'two';
  done();
  await sending;
  assert.equal(pad.text, 'two');
});

test('choices go with the text, without empty ones, and come back after a reload', async () => {
  const first = world();
  const labels = ['Yes', ' ', ' No '];
  first.pad.set({ choices: labels.map((label) => ({ ...blank, label })) });
  assert.equal(first.pad.fault(limits), 'choices');
  const { pad, sent } = world(first.within);
  pad.text = 'Blue?';
  await pad.send();
  assert.deepEqual(sent[0]?.[1], {
    text: 'Blue?',
    choices: [
      { label: 'Yes', postback: 'Yes' },
      { label: 'No', postback: 'No' },
    ],
  });
  assert.deepEqual(pad.choices, []);
});

test('a place goes before the text, or alone, and must be one', async () => {
  const { pad, sent, within } = world();
  pad.set({ place: { where: 'Paris', label: '' } });
  assert.equal(pad.fault(limits), 'place');
  pad.set({ place: { where: '48.85, 2.35', label: ' Shop ' } });
  assert.equal(pad.fault(limits), '');
  pad.set({ note: true });
  pad.text = 'A note';
  await pad.send();
  assert.equal(sent.length, 0, 'a note has no place');
  const again = world(within).pad;
  again.set({ note: false });
  assert.equal(again.place?.where, '48.85, 2.35', 'it comes back after a reload');
  pad.set({ note: false });
  pad.text = 'Here.';
  await pad.send();
  const place = { latitude: 48.85, longitude: 2.35, label: 'Shop' };
  assert.deepEqual(
    sent.map(([, draft]) => draft),
    [{ kind: 'location', text: '', place }, { text: 'Here.' }],
  );
  assert.equal(pad.place, undefined);
});

test('a choice that lacks something is not sent', async () => {
  const { pad, sent } = world();
  pad.text = 'Call us?';
  pad.set({ choices: [{ ...blank, kind: 'dial', label: 'Call', phone: '01 23' }] });
  assert.equal(pad.fault(limits), 'choice');
  pad.set({ choices: [{ ...blank, kind: 'dial', label: 'Call', phone: '+33 1 23 45 67 89' }] });
  assert.equal(pad.fault(limits), '');
  await pad.send();
  const choices = [{ kind: 'dial', label: 'Call', postback: 'Call', phone: '+33123456789' }];
  assert.deepEqual(sent[0]?.[1], { text: 'Call us?', choices });
});

test('a location that is sent again is one again', async () => {
  const { desk, sent } = world();
  const place = { latitude: 48.85, longitude: 2.35, label: 'Shop' };
  const failed = message('old', 1, {
    direction: 'out',
    kind: 'location',
    text: '',
    sent: { kind: 'location', text: '', markup: false, media: undefined, cards: [], choices: [], place },
  });
  await again(desk as Parameters<typeof again>[0], 'c', failed);
  assert.deepEqual(sent[0]?.[1], { text: '', kind: 'location', place });
});

test('markup is what has a meaning in the channel, unless the agent wants the signs', async () => {
  const { pad, sent } = world();
  const send = (text: string, plain = false) => {
    pad.text = text;
    pad.set({ plain });
    assert.equal(pad.fault(limits), '');
    return pad.send();
  };
  await send('**a**'); // the channel has no markup
  pad.formats = true;
  await send('**a**');
  await send('**a**', true);
  await send('**a, 2 * 3');
  await send('plain');
  await send('[map](https://a.de)');
  assert.deepEqual(
    sent.map(([, d]) => [d.text, d.markup]),
    [
      ['**a**', undefined],
      ['**a**', true],
      ['**a**', undefined],
      ['**a, 2 * 3', undefined],
      ['plain', undefined],
      ['[map](https://a.de)', true],
    ],
  );
});

test('what is marked up is not divided, so the channel says how long it may be', () => {
  const { pad } = world();
  pad.formats = true;
  pad.text = `**${'😀'.repeat(8)}**`;
  assert.deepEqual([pad.fault(limits), pad.pieces(limits)], ['', 1]);
  pad.text = `**${'😀'.repeat(8)}x**`;
  assert.equal(pad.fault(limits), 'long');
});

test('a plain reply may be longer than a message and says how many it becomes', () => {
  const { pad } = world();
  pad.text = '😀'.repeat(10);
  assert.deepEqual([pad.fault(limits), pad.pieces(limits)], ['', 1]);
  pad.text = `${'😀'.repeat(10)}x`;
  assert.deepEqual([pad.fault(limits), pad.pieces(limits)], ['', 2]);
});

test('a reply and a note may be as long as the functions and the rules take', () => {
  for (const [note, most] of [
    [false, bounds.reply],
    [true, bounds.note],
  ] as const) {
    const { pad } = world();
    pad.set({ note });
    pad.text = 'é'.repeat(most / 2);
    assert.equal(pad.fault(limits), '');
    pad.text += 'x';
    assert.equal(pad.fault(limits), 'long');
  }
});

test('a file is stored at once, under the name of its reply, and sent with the text after it', async () => {
  const { pad, sent, stores } = world();
  assert.deepEqual(pad.attach([png()], true), []);
  assert.equal(pad.fault(limits), 'uploading');
  await stores[0]?.end();
  assert.equal(pad.fault(limits), '');
  const [upload] = pad.uploads;
  if (upload) upload.alt = ' A cat ';
  pad.text = 'here';
  await pad.send();
  const id = stores[0]?.id ?? '';
  assert.deepEqual(sent[0], [
    id,
    {
      kind: 'file',
      text: '',
      media: { object: `outbound/c/${id}`, type: 'image/png', size: 3, name: 'x.png', alt: 'A cat' },
    },
  ]);
  assert.equal(sent[1]?.[1].text, 'here');
  assert.deepEqual(pad.uploads, []);
});

test('a file that could not be stored holds the reply back until it is tried again or removed', async () => {
  const { pad, stores } = world();
  pad.attach([png()], true);
  await stores[0]?.end(new FileError(503, ''));
  assert.equal(pad.fault(limits), 'upload');
  const [upload] = pad.uploads;
  void upload?.start();
  assert.equal(stores[1]?.id, stores[0]?.id, 'storing again is storing the same');
  await stores[1]?.end();
  assert.equal(pad.fault(limits), '');
});

test('a file that is removed is not stored any further', () => {
  const { pad, stores } = world();
  pad.attach([png()], true);
  const [upload] = pad.uploads;
  if (upload) pad.remove(upload);
  assert.equal(stores[0]?.watch.signal?.aborted, true);
  assert.deepEqual(pad.uploads, []);
});

test('progress shows', async () => {
  const { pad, stores } = world();
  pad.attach([png()], true);
  let changes = 0;
  await settled();
  pad.watch(() => changes++);
  stores[0]?.watch.progress?.(0.5);
  await settled();
  assert.equal(pad.uploads[0]?.share, 0.5);
  assert.equal(changes, 1);
});

test('what cannot be sent says why', () => {
  const files = { maxFile: 1000, refused: ['exe'] };
  assert.equal(unfit(png(), 0, false, files), 'off');
  assert.equal(unfit(png(0), 0, true, files), 'empty');
  assert.equal(unfit(png(1001), 0, true, files), 'large');
  assert.equal(unfit(png(1000), 5, true, files), 'many');
  assert.equal(unfit(png(1000), 4, true, files), undefined);
  for (const name of ['run.exe', 'bill.pdf.EXE', 'run.exe. '])
    assert.equal(unfit(png(1, name), 0, true, files), 'program', name);
  assert.equal(unfit(png(1, 'exe'), 0, true, files), undefined);
  const { pad } = world();
  const refused = pad.attach([png(), png(2000, 'big.png')], true);
  assert.deepEqual(
    refused.map((r) => [r.file.name, r.why]),
    [['big.png', 'large']],
  );
});

test('a customer sees some files in place and gets a link to the others', () => {
  assert.equal(inPlace(png(100), limits), true);
  assert.equal(inPlace(png(101), limits), false);
  assert.equal(inPlace(new File(['x'], 'x.pdf', { type: 'application/pdf' }), limits), false);
});

test('sending again is a new reply with a new id, and the old one stays', async () => {
  const { desk, sent, discarded } = world();
  const nowhere = { place: undefined, appointment: undefined };
  const choices = [
    { kind: '' as const, label: 'Yes', postback: 'Yes', url: '', view: '', phone: '', ...nowhere },
  ];
  const failed = message('old', 1, {
    direction: 'out',
    text: '**a**',
    sent: {
      kind: 'text',
      text: '**a**',
      markup: true,
      media: undefined,
      cards: [],
      choices,
      place: undefined,
    },
  });
  await again(desk as Parameters<typeof again>[0], 'c', failed);
  assert.notEqual(sent[0]?.[0], 'old');
  assert.deepEqual(sent[0]?.[1], { text: '**a**', markup: true, choices });
  assert.deepEqual(discarded, ['old'], 'one that the database refused is forgotten');
});

test('a file that is sent again is stored again, for its name is the reply’s', async () => {
  const { desk, sent, stores } = world();
  const media = { object: 'outbound/c/old', type: 'image/png', name: 'x.png', alt: 'A', size: 1 };
  const failed = message('old', 1, {
    direction: 'out',
    kind: 'file',
    text: '',
    sent: {
      kind: 'file',
      text: '',
      markup: false,
      media: { ...media, status: '', reason: undefined, url: '', width: 0, height: 0 },
      cards: [],
      choices: [],
      place: undefined,
    },
  });
  const sending = again(desk as Parameters<typeof again>[0], 'c', failed);
  await settled();
  await stores[0]?.end();
  await sending;
  const [id, draft] = sent[0] ?? ['', { text: '' }];
  assert.equal(draft.media?.object, `outbound/c/${id}`);
  assert.equal(draft.media?.alt, 'A');
});

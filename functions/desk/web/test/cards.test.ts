import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from '../src/data/orders.js';
import { bounds } from '../src/data/words.gen.js';
import type { Limits, Settings } from '../src/settings.js';
import { blankCard, free, isCardPicture, mostCards, Pictures } from '../src/state/cards.js';
import { blank, onCards } from '../src/state/choice.js';
import { Pad } from '../src/state/pad.js';
import { keep, settled, storage } from './fakes.js';

const limits = {
  kinds: ['text', 'card'],
  text: 3000,
  choices: 13,
  choiceKinds: ['reply', 'url', 'place'],
  cardChoiceKinds: ['reply', 'url', 'calendar'],
  cards: 10,
  cardChoices: 4,
  fileTypes: ['image/png'],
  fileSize: 100,
} as unknown as Limits;

const png = (name = 'lamp.png', size = 3) => new File(['x'.repeat(size)], name, { type: 'image/png' });

/** A desk that stores what it is given immediately. */
function world() {
  const stored: string[] = [];
  const sent: [string, Draft][] = [];
  const files = {
    store: async (conversation: string, id: string, file: Blob) => {
      stored.push(id);
      return { object: `outbound/${conversation}/${id}`, type: file.type, size: file.size };
    },
  };
  const desk = {
    keep: keep(storage()),
    outbox: { send: (_: string, id: string, draft: Draft) => sent.push([id, draft]) },
    settings: { maxFile: 1000 } as Settings,
    files,
  } as unknown as ConstructorParameters<typeof Pad>[0];
  return { pad: new Pad(desk, 'c'), pictures: new Pictures(files, 'c'), stored, sent };
}

test('cards are sent after the text, with their pictures and the choices below them', async () => {
  const { pad, sent, stored } = world();
  pad.text = 'These are on offer:';
  pad.set({
    cards: [
      { title: ' Brass ', body: '', choices: [{ ...blank, label: 'I take it' }] },
      { ...blankCard, title: 'Black', body: 'Three left' },
    ],
    choices: [{ ...blank, label: 'Neither' }],
  });
  pad.pictures.put(1, png(), 'A lamp');
  assert.equal(pad.fault(limits), 'uploading');
  await settled();
  assert.equal(pad.fault(limits), '');
  await pad.send();
  const [text, cards] = sent;
  assert.deepEqual(text?.[1], { text: 'These are on offer:' });
  assert.deepEqual(stored, [`${cards?.[0]}-1`], 'the picture is under the name of the reply and the card');
  assert.deepEqual(cards?.[1], {
    kind: 'card',
    text: '',
    cards: [
      { title: 'Brass', choices: [{ label: 'I take it', postback: 'I take it' }] },
      {
        title: 'Black',
        body: 'Three left',
        media: { type: 'image/png', size: 3, name: 'lamp.png', alt: 'A lamp' },
      },
    ],
    choices: [{ label: 'Neither', postback: 'Neither' }],
  });
  assert.deepEqual([pad.cards, pad.pictures.all], [[], []]);
});

test('a card that is empty, or has a choice that is not finished, is not sent', () => {
  const { pad } = world();
  pad.set({ cards: [{ ...blankCard, title: 'One' }, blankCard] });
  assert.deepEqual([pad.fault(limits), pad.cardFault], ['card', { at: 1, field: 'empty' }]);
  const page = { ...blank, kind: 'url' as const, label: 'Shop' };
  pad.set({ cards: [{ ...blankCard, title: 'One', choices: [page] }] });
  assert.deepEqual([pad.fault(limits), pad.cardFault], ['card', { at: 0, field: 'choice' }]);
  pad.set({ cards: [{ ...blankCard, title: 'One', choices: [{ ...page, url: 'shop.example' }] }] });
  assert.equal(pad.fault(limits), '');
});

test('pictures go with their cards, each time under a name that was not used before', async () => {
  const { pictures, stored } = world();
  pictures.put(0, png('a.png'));
  pictures.put(1, png('b.png'));
  const first = pictures.reply;
  pictures.swap(0, 1);
  await settled();
  assert.deepEqual([pictures.of(0)?.file.name, pictures.of(1)?.file.name], ['b.png', 'a.png']);
  assert.notEqual(pictures.reply, first);
  const second = pictures.reply;
  pictures.put(0, png('c.png'));
  assert.notEqual(pictures.reply, second, 'another picture needs another name');
  assert.deepEqual([pictures.of(0)?.file.name, pictures.of(1)?.file.name], ['c.png', 'a.png']);
  pictures.remove(0);
  assert.deepEqual([pictures.of(0)?.file.name, pictures.of(1)], ['a.png', undefined]);
  assert.equal(new Set(stored).size, stored.length);
});

test('what the channel and the database take is all that is offered', () => {
  assert.deepEqual(onCards(limits), ['reply', 'url']);
  assert.equal(mostCards(limits), bounds.cards);
  assert.equal(mostCards({ ...limits, kinds: ['text'] }), 0);
  const two = { ...blankCard, choices: [blank, blank] };
  assert.equal(free([two, two], [blank]), bounds.carouselChoices - 5);
  assert.deepEqual(
    [png(), png('large.png', 101), new File(['x'], 'x.svg', { type: 'image/svg+xml' })].map((f) =>
      isCardPicture(f, limits),
    ),
    [true, false, false],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '../src/data/documents.js';
import { Missed } from '../src/state/missed.js';
import { keep, storage } from './fakes.js';

/** An inbox whose offers a test sets. */
class Offers {
  ready = true;
  offers: Conversation[] = [];
  private look = () => {};

  watch(f: () => void): () => void {
    this.look = f;
    return f;
  }

  find(id: string): Conversation | undefined {
    return this.offers.find((c) => c.id === id);
  }

  have(...offers: [id: string, until: number][]): void {
    this.offers = offers.map(
      ([id, offeredUntil]) =>
        ({ id, offeredUntil, channel: 'pigeon', called: `Name of ${id}` }) as Conversation,
    );
    this.look();
  }
}

test('an offer that ends without an answer was missed, and a reload does not forget it', () => {
  const inbox = new Offers();
  const within = storage();
  let now = 1000;
  const missed = new Missed(inbox, keep(within), () => now);
  inbox.have(['a', 2000], ['b', 3000]);
  inbox.have(['b', 3000]); // declined in time, or somebody else's now
  assert.deepEqual(missed.list, []);
  now = 3001;
  inbox.have();
  const want = [{ id: 'b', customer: 'Name of b', channel: 'pigeon', at: 3000 }];
  assert.deepEqual(missed.list, want);
  assert.deepEqual(new Missed(new Offers(), keep(within), () => now).list, want);
});

test('what was missed is shown until it is closed, is the agent’s, or is long ago', () => {
  const inbox = new Offers();
  let now = 5000;
  const missed = new Missed(inbox, keep(), () => now);
  const miss = (id: string) => {
    inbox.have([id, now]);
    inbox.have();
  };
  for (const id of ['a', 'b', 'c', 'd']) miss(id);
  const shown = () => missed.list.map((m) => m.id).join('');
  assert.equal(shown(), 'dcb');
  missed.close('c');
  assert.equal(shown(), 'db');
  inbox.have(['d', now + 1000]); // offered again
  assert.equal(shown(), 'b');
  now += 13 * 60 * 60 * 1000;
  assert.equal(shown(), '');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Configuration } from '../src/data/configuration.js';
import { gap, senders } from '../src/state/senders.js';

const account = (more: object = {}) => ({
  displayName: '',
  outbound: true,
  country: '',
  brandAgents: ['shop'],
  brands: {},
  ...more,
});
const config = (accounts: Record<string, object>) => ({ accounts }) as unknown as Configuration;

test('nobody writes first where no account allows it', () => {
  assert.deepEqual(senders(undefined), []);
  assert.deepEqual(senders(config({ acme: account({ outbound: false }) })), []);
  assert.deepEqual(senders(config({ acme: account({ brandAgents: [] }) })), []);
});

test('brand agents are named where an account has several', () => {
  const all = senders(
    config({
      acme: account({ displayName: 'Acme', country: 'FR' }),
      globex: account({ brandAgents: ['pro', 'shop'] }),
      other: account({ outbound: false }),
    }),
  );
  assert.deepEqual(
    all.map((s) => [s.account, s.brandAgent, s.title, s.country]),
    [
      ['acme', 'shop', 'Acme', 'FR'],
      ['globex', 'pro', 'globex · pro', ''],
      ['globex', 'shop', 'globex · shop', ''],
    ],
  );
});

test('the first gap of the form is named', () => {
  const whole = {
    account: 'acme',
    brandAgent: 'shop',
    queue: 'front',
    number: '+33 6 39 98 00 12',
    text: 'Hello',
    purpose: 'promotion',
  };
  assert.equal(gap(whole), undefined);
  assert.equal(gap({ ...whole, number: 'Dana', text: '' }), 'number');
  assert.equal(gap({ ...whole, purpose: '', text: '' }), 'purpose');
  assert.equal(gap({ ...whole, text: ' \n' }), 'text');
});

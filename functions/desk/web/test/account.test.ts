import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import { configuration } from '../src/data/configuration.js';
import { accountTitle } from '../src/view/account.js';

test('an account that takes no more sessions is named with a word for it', () => {
  const routing = JSON.stringify({
    accounts: { store: { display_name: 'Store' }, old: { display_name: 'Old store', closing: 'goodbye' } },
  });
  const config = configuration({ data: () => ({ routing }) } as unknown as DocumentSnapshot<DocumentData>);
  assert.equal(accountTitle(undefined, 'old'), 'old', 'before the settings are there');
  assert.equal(accountTitle(config, 'store'), 'Store');
  assert.equal(accountTitle(config, 'old'), 'Old store, closing: no session opens any more');
  assert.equal(accountTitle(config, 'gone'), 'gone, removed');
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { DocumentData, DocumentSnapshot } from 'firebase/firestore';
import { seconds } from '../src/data/configuration.js';
import * as documents from '../src/data/documents.js';
import { effective } from '../src/state/presence.js';
import { fill, inLanguage } from '../src/state/quick.js';
import { name } from '../src/state/roster.js';

interface Cases {
  durations: { text: string; seconds: number }[];
  texts: { texts: Record<string, string>; languages: string[]; want: string }[];
  names: { text: string; customer: string; agent: string; queue: string; want: string }[];
  presences: { presence: string; used: number; capacity: number; lease: number; want: string }[];
  displayNames: { displayName: string; email: string; want: string }[];
}

/** The cases that the functions are tried with, too. */
const cases: Cases = JSON.parse(readFileSync('../../../emulator/vocabulary/testdata/cases.json', 'utf8'));

test('a duration lasts as long as the functions take it for', () => {
  for (const c of cases.durations) assert.equal(seconds(c.text), c.seconds, c.text);
});

test('a text is in the language that the functions choose', () => {
  for (const c of cases.texts) assert.equal(inLanguage(c.texts, c.languages), c.want, c.languages.join());
});

test('names are filled in as the functions do', () => {
  for (const c of cases.names) {
    const names = { CustomerName: c.customer, AgentName: c.agent, QueueName: c.queue };
    assert.equal(fill(c.text, names), c.want);
  }
});

test('agents are seen as the functions see them', () => {
  const entry = (email: string, fields: DocumentData) =>
    documents.agent({ id: email, data: () => fields } as unknown as DocumentSnapshot<DocumentData>);
  for (const { lease, want, ...fields } of cases.presences)
    assert.equal(effective(entry('ana@x.example', fields), 100 + lease, 100), want, JSON.stringify(fields));
  for (const { email, want, ...fields } of cases.displayNames) assert.equal(name(entry(email, fields)), want);
});

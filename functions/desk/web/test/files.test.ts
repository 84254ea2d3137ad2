import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileError, patiently } from '../src/data/files.js';
import { explain } from '../src/text/problem.js';

/** server answers with these, one after the other; 0 is a success. */
const server = (...answers: number[]) => {
  let asked = 0;
  const attempt = async () => {
    const status = answers[asked++] ?? 0;
    if (status) throw new FileError(status, '', 0);
    return asked;
  };
  return { attempt, asked: () => asked };
};

test('what a busy server did not take is sent again once', async () => {
  const s = server(503, 0);
  assert.equal(await patiently(s.attempt), 2);
  const busy = server(503, 503, 0);
  await assert.rejects(patiently(busy.attempt), (e: unknown) => e instanceof FileError && e.status === 503);
  assert.equal(busy.asked(), 2);
});

test('what the server does not want is not sent again', async () => {
  for (const status of [401, 403, 409, 413, 415, 500]) {
    const s = server(status, 0);
    await assert.rejects(patiently(s.attempt));
    assert.equal(s.asked(), 1, String(status));
  }
});

test('an upload that was stopped meanwhile is not sent again', async () => {
  const s = server(503, 0);
  await assert.rejects(patiently(s.attempt, AbortSignal.abort()));
  assert.equal(s.asked(), 1);
});

test('a busy server is called that', () => {
  assert.match(explain(new FileError(503, '')), /Try again/);
  assert.match(explain(new FileError(404, 'there is no such file')), /no longer there/);
});

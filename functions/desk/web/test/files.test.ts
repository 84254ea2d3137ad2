import assert from 'node:assert/strict';
import { resolveObjectURL } from 'node:buffer';
import { type TestContext, test } from 'node:test';
import { FileError, Files, patiently, type Stored, whole } from '../src/data/files.js';
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

/** large is a server of a file of so many bytes. */
const large = (size: number, type = 'video/mp4') => {
  const asked: string[] = [];
  const get = async (range: string) => {
    asked.push(range);
    const [from = 0, to = 0] = range.replace('bytes=', '').split('-').map(Number);
    const end = Math.min(to + 1, size);
    const body = new Blob([new Uint8Array(end - from)], { type });
    return new Response(body, {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${end - 1}/${size}`, 'content-type': type },
    });
  };
  return { get, asked };
};

test('a file is fetched in parts that a function can answer with', async () => {
  const s = large((16 << 20) * 2 + 5);
  const file = await whole(s.get);
  assert.equal(file.size, (16 << 20) * 2 + 5);
  assert.equal(file.type, 'video/mp4');
  assert.deepEqual(s.asked, ['bytes=0-16777215', 'bytes=16777216-33554431', 'bytes=33554432-50331647']);
  const small = large(3);
  assert.equal((await whole(small.get)).size, 3);
  assert.equal(small.asked.length, 1);
});

test('a server that knows no parts gives all of it', async () => {
  const file = await whole(async () => new Response('abc', { headers: { 'content-type': 'text/plain' } }));
  assert.equal(await file.text(), 'abc');
});

test('a busy server is called that', () => {
  assert.match(explain(new FileError(503, '')), /Try again/);
  assert.match(explain(new FileError(404, 'there is no such file')), /no longer there/);
});

/** takes has a server take every upload, and answer with this. */
function takes(t: TestContext, stored: Stored): string[][] {
  const sent: string[][] = [];
  class Request {
    status = 200;
    responseText = JSON.stringify(stored);
    upload = {};
    onload = () => {};
    open = (method: string, url: string) => sent.push([method, url]);
    setRequestHeader = (name: string, value: string) => sent.push([name, value]);
    send = () => this.onload();
  }
  const page = globalThis as unknown as { XMLHttpRequest: unknown };
  const before = page.XMLHttpRequest;
  page.XMLHttpRequest = Request;
  t.after(() => {
    page.XMLHttpRequest = before;
  });
  return sent;
}

test('the name of a file is in a header, and not in an address, which is logged', async (t) => {
  const sent = takes(t, { object: 'o', type: 'text/plain', size: 1 });
  await new Files(async () => 'a token').store('c', 'r', new Blob(['x']), 'Contract_Müller.pdf');
  assert.deepEqual(sent[0], ['PUT', '/files/outbound/c/r']);
  assert.deepEqual(sent.at(-1), ['x-file-name', 'Contract_M%C3%BCller.pdf']);
});

test('a file of our own is shown before the server gives it to anybody', async (t) => {
  t.mock.method(globalThis, 'fetch', async () => new Response('there is no such file', { status: 404 }));
  for (const [stored, type] of [
    ['image/png', 'image/png'],
    ['application/pdf', 'application/pdf'],
    ['image/svg+xml', 'application/octet-stream'],
    ['text/html', 'application/octet-stream'],
  ] as const) {
    takes(t, { object: 'outbound/c/r', type: stored, size: 1 });
    const files = new Files(async () => 'a token');
    await files.store('c', 'r', new Blob(['x'], { type: 'text/html' }), 'a file');
    const shown = resolveObjectURL(await files.url('outbound/c/r'));
    assert.equal(await shown?.text(), 'x');
    assert.equal(shown?.type, type);
    await assert.rejects(files.url('outbound/c/another'));
    files.forget();
  }
});

test('an export is asked for by the name of its request', async () => {
  const asked: [string, unknown][] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (async (address: string, { headers }: RequestInit) => {
    asked.push([address, (headers as Record<string, string>).authorization]);
    return new Response('PK', { status: asked.length > 1 ? 404 : 200 });
  }) as typeof fetch;
  try {
    const files = new Files(async () => 'token');
    assert.equal(await (await files.exported('r1')).text(), 'PK');
    assert.deepEqual(asked, [['/exports/r1', 'Bearer token']]);
    await assert.rejects(files.exported('r1'), (e: unknown) => e instanceof FileError && e.status === 404);
  } finally {
    globalThis.fetch = fetch;
  }
});

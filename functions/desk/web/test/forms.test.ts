import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

/** What has no text of anybody's: what a browser stores of it tells nothing. */
const choices = /type="(checkbox|radio|file|hidden|date)"/;

test('a browser stores nothing that was typed, to fill it in again after a crash', async () => {
  const views = (await readdir('src/view', { recursive: true })).filter((f) => f.endsWith('.ts'));
  let fields = 0;
  for (const view of views) {
    const text = await readFile(join('src/view', view), 'utf8');
    for (const [field] of text.matchAll(/<(?:textarea|input)\s(?:[^>]|=>)*>/g)) {
      if (choices.test(field)) continue;
      fields++;
      const want = ['entrance.ts', 'factor.ts'].includes(view)
        ? /autocomplete="(username|current-password|one-time-code)"/
        : /\sautocomplete="off"/;
      assert.match(field, want, `${view}: ${field}`);
    }
  }
  assert.ok(fields >= 15, `${fields} fields`);
});

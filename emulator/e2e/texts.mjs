// Prints what the client says in English and in French, as pairs: the texts of all bundles in src/text, and of
// those that are functions the parts that are always said.
import { build } from '../../functions/desk/web/node_modules/esbuild/lib/main.js';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../functions/desk/web/src/text/', import.meta.url).pathname;

/** Bundles are constants, not all of them exported: each file says which it has. */
const collecting = {
  name: 'collecting',
  setup(b) {
    b.onLoad({ filter: /src\/text\/\w+\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const names = [...text.matchAll(/^(?:export )?const (\w+): Texts</gm)].map(([, name]) => name);
      return { loader: 'ts', contents: `${text}\n(globalThis.bundles ??= []).push(${names.join()});` };
    });
    // What texts say of errors needs no database.
    b.onResolve({ filter: /^firebase\// }, ({ path }) => ({ path, namespace: 'none' }));
    b.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'module.exports = new Proxy({}, { get: () => class {} })' }));
  },
};

const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
const { outputFiles } = await build({
  stdin: { contents: files.map((f) => `import './${f}';`).join('\n'), resolveDir: folder },
  bundle: true,
  write: false,
  format: 'esm',
  plugins: [collecting],
});
await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

/** said is all that a text can be, in parts where it has gaps. */
function said(text) {
  if (typeof text === 'string') return [text];
  if (typeof text !== 'function') return [];
  const all = [['\uE000', '\uE000', '\uE000', '\uE000'], [1, 1, 1, 1], [7, 7, 7, 7]].flatMap((args) => {
    try {
      return String(text(...args)).split(/\uE000|NaN|[17]/);
    } catch {
      return []; // it wants something else
    }
  });
  return all.filter((part) => /\p{L}{3}/u.test(part));
}

const pairs = { en: new Set(), fr: new Set() };

function collect(code, texts) {
  if (typeof texts === 'object' && texts !== null) for (const t of Object.values(texts)) collect(code, t);
  else for (const s of said(texts)) pairs[code].add(s.replace(/\s+/g, ' ').trim());
}

for (const { en, fr } of globalThis.bundles) {
  collect('en', en);
  collect('fr', fr);
}
process.stdout.write(JSON.stringify({ bundles: globalThis.bundles.length, en: [...pairs.en], fr: [...pairs.fr] }));

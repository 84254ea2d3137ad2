// Builds the client into ../dist: assets named by their hash, index.html that names
// them, and notices.txt with the licences of what is in them. `--watch` builds again whenever a source changes.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { fonts } from './fonts.mjs';
import { icons } from './icons.mjs';
import { notices } from './notices.mjs';

const dist = '../dist';
/** Brotli, which every browser takes, in bytes: an agent's first load on a slow line, and that with all that is loaded on first use */
const budgets = { first: 240 * 1024, whole: 340 * 1024 };

/** finish empties dist, but for its README, and writes index.html. */
const finish = {
  name: 'finish',
  setup(build) {
    build.onEnd(async (result) => {
      if (result.errors.length > 0) return;
      await sweep();
      await mkdir(`${dist}/assets`, { recursive: true });
      const { script, style, font, eager } = parts(result);
      const first = new Set([script, style, font, ...eager].map((name) => basename(name)));
      const sizes = { first: 0, whole: 0 };
      for (const file of result.outputFiles) {
        const name = basename(file.path);
        if (!watching && !name.endsWith('.woff2')) refuseDiagnostics(file);
        const size = await write(`assets/${name}`, file.contents);
        sizes.whole += size;
        if (first.has(name)) sizes.first += size;
      }
      await write('index.html', Buffer.from(await page(result)));
      await write('notices.txt', Buffer.from(await notices(result.metafile)));
      const kb = (bytes) => (bytes / 1024).toFixed(1);
      process.stdout.write(
        `desk: first load ${kb(sizes.first)} KB with Brotli, ${kb(sizes.whole)} KB in ${result.outputFiles.length} files\n`,
      );
      for (const [what, most] of Object.entries(budgets))
        if (sizes[what] > most)
          throw new Error(`the client (${what}) is ${sizes[what]} bytes with Brotli, more than ${most}`);
    });
  },
};

/** outdented takes the indentation out of the sources: within templates it would be in the client, and mean nothing. */
const outdented = {
  name: 'outdented',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/\n[ \t]+/g, '\n'),
      loader: 'ts',
    }));
  },
};

/**
 * write writes a file, and beside it what it is compressed, so that no function does that when it starts.
 * What is no text goes in base64, since what deploys the client reads text only. It returns the size as sent.
 */
async function write(name, contents) {
  const binary = (end, bytes) =>
    writeFile(`${dist}/${name}${end}.base64`, Buffer.from(bytes).toString('base64'));
  if (name.endsWith('.woff2')) {
    await binary('', contents); // compressed in itself
    return contents.length;
  }
  await writeFile(`${dist}/${name}`, contents);
  if (watching) return contents.length;
  let sent = contents.length;
  for (const [end, bytes] of [
    ['.gz', gzipSync(contents, { level: 9 })],
    ['.br', brotliCompressSync(contents)], // at its best, by default
  ]) {
    if (bytes.length >= contents.length) continue;
    await binary(end, bytes);
    sent = bytes.length;
  }
  return sent;
}

/** What only a developer wants: it would tell a stranger how the desk is made, or write into an agent's console. */
const diagnostics =
  /Lit is in dev mode|sourceMappingURL|\bconsole\.(log|info|debug|warn|error|trace)\b|\bdebugger;/;

function refuseDiagnostics(file) {
  const found = diagnostics.exec(file.text);
  if (found) throw new Error(`${basename(file.path)} has a developer's diagnostics in it: ${found[0]}`);
}

async function sweep() {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (name !== 'README') await rm(`${dist}/${name}`, { recursive: true });
  }
}

/** parts is what the page needs immediately; the rest is loaded on first use. */
function parts(result) {
  const { outputs } = result.metafile;
  const [script, entry] = Object.entries(outputs).find(([, o]) => o.entryPoint === 'src/main.ts');
  const eager = new Set();
  const add = (o) => {
    for (const { kind, path } of o.imports)
      if (kind === 'import-statement' && !eager.has(path)) {
        eager.add(path);
        add(outputs[path]);
      }
  };
  add(entry);
  // The other subset is fetched by whoever has a character of it to show.
  const font = Object.keys(outputs).find((path) => basename(path).startsWith('inter-latin-wght-'));
  return { script, style: entry.cssBundle, font, eager: [...eager] };
}

/** page is index.html with the names of the assets in it. */
async function page(result) {
  const { script, style, font, eager } = parts(result);
  const asset = (name) => `/assets/${basename(name)}`;
  const preload = eager.map((name) => `<link rel="modulepreload" href="${asset(name)}">`).join('\n');
  const icon = await readFile('src/icon.svg', 'utf8');
  return (await readFile('index.html', 'utf8'))
    .replace('{{style}}', asset(style))
    .replace('{{font}}', asset(font))
    .replace('{{script}}', asset(script))
    .replace('{{preload}}', preload)
    .replace('{{icon}}', `data:image/svg+xml,${encodeURIComponent(icon)}`);
}

const watching = process.argv.includes('--watch');

const options = {
  entryPoints: ['src/main.ts'],
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  alias: { re2js: './src/data/unused.ts' },
  metafile: true,
  write: false,
  outdir: `${dist}/assets`,
  entryNames: '[name].[hash]',
  chunkNames: '[name].[hash]',
  assetNames: '[name].[hash]',
  legalComments: 'none', // they are in notices.txt
  drop: watching ? [] : ['console', 'debugger'],
  logLevel: 'info',
  plugins: [outdented, icons, fonts, finish],
};

if (watching) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}

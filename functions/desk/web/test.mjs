// Bundles the tests, which are TypeScript, and runs them with Node's own runner. The
// bundles lie beside the libraries: within them, Node from 22 on finds no tests.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { icons } from './icons.mjs';

const out = await mkdtemp('.test-');
try {
  const tests = (await readdir('test')).filter((name) => name.endsWith('.test.ts'));
  await esbuild.build({
    entryPoints: tests.map((name) => join('test', name)),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outdir: out,
    outExtension: { '.js': '.mjs' },
    sourcemap: 'inline',
    logLevel: 'warning',
    packages: 'external',
    plugins: [icons],
  });
  const files = (await readdir(out)).filter((n) => n.endsWith('.mjs')).map((n) => join(out, n));
  const run = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
} finally {
  await rm(out, { recursive: true });
}

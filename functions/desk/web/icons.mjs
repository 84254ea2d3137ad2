// The icons are files of SVG. Each one that is imported becomes a template of lit, so that only those are
// in the client, and none is markup that a page would have to trust.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** icons is for esbuild. */
export const icons = {
  name: 'icons',
  setup(build) {
    build.onResolve({ filter: /^lucide-static\/icons\// }, ({ path }) => ({
      path: fileURLToPath(import.meta.resolve(path)),
    }));
    build.onLoad({ filter: /lucide-static[\\/]icons[\\/].*\.svg$/ }, async ({ path }) => {
      const [, drawing] = /<svg[^>]*>(.*)<\/svg>/s.exec(await readFile(path, 'utf8'));
      const lines = drawing.replace(/\s*\n\s*/g, '').replaceAll(' />', '/>');
      return {
        contents: `import { svg } from 'lit';\nexport default svg\`${lines}\`;`,
        resolveDir: '.',
        loader: 'js',
      };
    });
  },
};

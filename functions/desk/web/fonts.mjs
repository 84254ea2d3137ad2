// The desk's typeface, cut down to what the desk sets: two subsets, and the weights from regular to bold.
import { readFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const characters = (...ranges) =>
  ranges
    .flatMap(([from, to = from]) =>
      Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
    )
    .join('');

/** What is in each file; src/style/type.css says the same to browsers. */
const subsets = {
  latin: characters(
    [0x20, 0x7e],
    [0xa0, 0xff],
    [0x131],
    [0x152, 0x153],
    [0x2bb, 0x2bc],
    [0x2c6],
    [0x2da],
    [0x2dc],
    [0x2010, 0x2027],
    [0x202f, 0x203a],
    [0x20ac],
    [0x2122],
    [0x2190, 0x2193],
    [0x2212],
  ),
  // The letters of the languages of Europe that the first has not.
  'latin-ext': characters(
    [0x100, 0x130],
    [0x132, 0x151],
    [0x154, 0x17f],
    [0x192],
    [0x218, 0x21b],
    [0x1e80, 0x1e85],
    [0x1e9e],
    [0x1ef2, 0x1ef3],
    [0x20a8, 0x20ab],
    [0x20ad, 0x20bf],
  ),
};

/** fonts is for esbuild: it gives the whole file's name to the part that is used. */
export const fonts = {
  name: 'fonts',
  setup(build) {
    build.onLoad({ filter: /inter-[a-z-]+-wght-normal\.woff2$/ }, async ({ path }) => {
      const [, name] = /inter-([a-z-]+)-wght-normal/.exec(path);
      const contents = await subsetFont(await readFile(path), subsets[name], {
        targetFormat: 'woff2',
        variationAxes: { wght: { min: 400, max: 700 } },
      });
      return { contents, loader: 'file' };
    });
  },
};

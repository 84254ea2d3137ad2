// The licences of the packages whose code is in the client: they ask that whoever gets the
// code gets them, too.
import { readdir, readFile } from 'node:fs/promises';

const heading = 'What Frontdesk for agents is made of, and under which licences';

/** notices is a text with every package of a build, with its licence; the error names one without. */
export async function notices(metafile) {
  const folders = new Map(
    Object.keys(metafile.inputs)
      .map((path) => /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(path))
      .filter((found) => found)
      .map(([, folder, name]) => [name, folder]),
  );
  const found = await Promise.all([...folders].sort().map(([name, folder]) => licence(name, folder)));
  // Firebase's packages do not bring the text of their licence, which is this project's, too.
  const apache = await readFile('../../../LICENSE', 'utf8');
  const groups = new Map();
  for (const { name, kind, text } of found) {
    const own = text || (kind === 'Apache-2.0' ? apache : '');
    if (!own) throw new Error(`${name}: there is no text of its licence, ${kind}`);
    groups.set(own, [...(groups.get(own) ?? []), `${name} (${kind})`]);
  }
  const parts = [...groups].map(([text, names]) => `${names.join('\n')}\n\n${text.trim()}\n`);
  return [`${heading}\n`, ...parts].join(`\n${'='.repeat(78)}\n\n`);
}

async function licence(name, folder) {
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const files = (await readdir(folder)).filter((f) => /^(licen[cs]e|notice|copying)(\.|$)/i.test(f)).sort();
  const texts = await Promise.all(files.map((f) => readFile(`${folder}/${f}`, 'utf8')));
  return { name: `${name} ${version}`, kind: license, text: texts.join('\n') };
}

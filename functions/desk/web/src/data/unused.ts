// Firestore brings an engine for regular expressions along, a sixth of the client, for
// the pattern functions of pipelines. The desk has no pipelines; the build puts this in
// the engine's place.
export const RE2JS = {
  compile(): never {
    throw new Error('patterns in pipelines are not in this build: see build.mjs');
  },
};

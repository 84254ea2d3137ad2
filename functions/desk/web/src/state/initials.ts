// How people look who have no picture here.

/** How many tints there are; the style sheet has them. */
export const tints = 8;

const first = /\p{L}\p{M}*/u;

/** initials are the first letters of the first and the last word of a name; none of a name without letters. */
export function initials(name: string): string {
  const letters = name.split(/[\s\p{P}]+/u).flatMap((word) => first.exec(word)?.[0] ?? []);
  const [begin = ''] = letters;
  const end = letters.length > 1 ? letters.at(-1) : '';
  return `${begin}${end}`.toLocaleUpperCase();
}

/** tint is the number of the tint that a name has, everywhere and always the same. */
export function tint(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return sum % tints;
}

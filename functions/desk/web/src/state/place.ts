// Places as agents write them: coordinates, or the address of a map.

/** A point on the earth, in degrees. */
export interface Point {
  latitude: number;
  longitude: number;
}

const point = (latitude: number, longitude: number): Point | undefined =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;

/** A number as it is written in either language: with a point or a comma. */
const degrees = (text: string): number => Number(text.replace(',', '.'));

/** Two numbers: 48.85, 2.35 or 48,85 ; 2,35 or 48.85 2.35. */
const pairs = [
  /^([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)$/,
  /^([-+]?\d{1,3}(?:,\d+)?)\s*[;\s]\s*([-+]?\d{1,3}(?:,\d+)?)$/,
];

/** Where the addresses of maps have a place, the one that was chosen before the middle of the map. */
const inAddresses = [
  /!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)/,
  /[?&](?:q|query|ll|sll|destination|daddr|center)=(?:loc:)?(-?\d+(?:\.\d+)?)(?:,|%2C)\+?(-?\d+(?:\.\d+)?)/i,
  /[?&]mlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+)/,
  /@(-?\d+\.\d+),(-?\d+\.\d+)/,
  /#map=\d+\/(-?\d+\.\d+)\/(-?\d+\.\d+)/,
];

/** placeOf is the place that somebody wrote or pasted, if there is one in it. */
export function placeOf(text: string): Point | undefined {
  const all = /^https?:/i.test(text.trim()) ? inAddresses : pairs;
  for (const form of all) {
    const found = form.exec(text.trim().replace(/^geo:/i, ''));
    if (found) return point(degrees(found[1] ?? ''), degrees(found[2] ?? ''));
  }
  return undefined;
}

/** mapOf is the address of a place on a map. */
export const mapOf = ({ latitude, longitude }: Point): string =>
  `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;

/** isPlace is whether there is such a point. */
export const isPlace = (p: Point | undefined): p is Point =>
  p !== undefined && point(p.latitude, p.longitude) !== undefined;

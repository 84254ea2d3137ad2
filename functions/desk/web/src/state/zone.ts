// Local times of a time zone.

/** To make one takes a hundred times as long as to use it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  clocks.set(timeZone, made);
  return made;
}

/** wall is what clocks in a time zone show at an instant, as if they were in UTC. */
function wall(ms: number, timeZone: string): number {
  const parts = clock(timeZone).formatToParts(ms);
  const of = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
}

/**
 * instantOf is the instant of a local time, as an input has it (2026-11-28T20:45), in a
 * time zone; without one it is the browser's. It is NaN for what is no time.
 */
export function instantOf(local: string, timeZone: string): number {
  const shown = Date.parse(`${local}Z`);
  if (timeZone === '' || Number.isNaN(shown)) return Date.parse(local);
  try {
    // Twice: the first guess may be on the other side of a change of clocks.
    const guess = 2 * shown - wall(shown, timeZone);
    return guess + shown - wall(guess, timeZone);
  } catch {
    return Date.parse(local); // there is no such zone: times are shown in the browser's, too
  }
}

/** dayIn is the day of an instant in a time zone, as something to compare; without one it is the browser's. */
export function dayIn(ms: number, timeZone: string): string {
  try {
    if (timeZone !== '') return new Date(wall(ms, timeZone)).toISOString().slice(0, 10);
  } catch {
    // There is no such zone: times are shown in the browser's, too.
  }
  return new Date(ms).toDateString();
}

/** `1a2b3c4d…90ef` of a long hash or address: enough to recognise, the whole is in the title and on the copy button. */
export function shorten(text: string, head = 8, tail = 6): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

const STEPS: readonly (readonly [seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });

/** “12 seconds ago” for a time at or before `nowMs`; a clock that is a little behind reads as “now”. */
export function ago(iso: string, nowMs: number): string {
  const seconds = Math.round((nowMs - Date.parse(iso)) / 1000);
  if (!Number.isFinite(seconds)) return 'at an unknown time';
  if (seconds < -60) return `in ${duration(-seconds)}`;
  const [size, unit] = STEPS.find(([step]) => seconds >= step) ?? [1, 'second'];
  return relative.format(-Math.max(0, Math.floor(seconds / size)), unit);
}

/** “an instant”, “3 s”, “1 min”, “2 min 5 s”, “1 h 4 min” for a number of seconds ≥ 0. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds > 1e10) return 'longer than anyone will wait';
  if (seconds < 0.05) return 'an instant';
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 && seconds % 1 !== 0 ? seconds.toFixed(1) : whole} s`;
  if (whole < 3_600) return twoUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 172_800) return twoUnits(Math.floor(whole / 3_600), 'h', Math.floor((whole % 3_600) / 60), 'min');
  return `${grouped(Math.floor(whole / 86_400))} days`;
}

function twoUnits(large: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${large} ${unit}` : `${large} ${unit} ${rest} ${restUnit}`;
}

/** An expected time in words: “an instant”, “some 3 s”. */
export function roughly(seconds: number): string {
  const words = duration(seconds);
  return /^\d/.test(words) ? `some ${words}` : words;
}

/** `1 234 567` with narrow no-break spaces, for counts and heights. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

const SCALES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;

/** `4.41 M` of 4,410,000: three digits that matter, for hash rates, hashes and difficulty. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  const power = Math.min(SCALES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)));
  const scaled = value / 1000 ** power;
  const decimals = Number.isInteger(scaled) ? 0 : Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
  const text = scaled.toFixed(decimals);
  return power === 0 ? text : `${text}\u202f${SCALES[power]}`;
}

/** “1 cheese”, “3 cheeses”. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** “14:03:59” of a time in seconds since 1970, on the reader's own clock. */
export function clockTime(seconds: number): string {
  return timeOfDay.format(seconds * 1000);
}

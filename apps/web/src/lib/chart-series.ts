import type { BlockPoint } from './block-window.ts';

export type Value = number | null;

/** One chart: values, oldest first, and perhaps a smoother line through them. */
export interface Series {
  /** Where each value stands: a height, or a time in seconds since 1970. */
  readonly at: readonly number[];
  readonly values: readonly Value[];
  readonly trend?: readonly Value[];
}

/** Single blocks come by luck; over so many, luck evens out to about a quarter (1/√16). */
export const TREND_BLOCKS = 16;

type Points = readonly BlockPoint[];

/** The raclette's time is the network's birthday and no moment of mining: the gap above it says nothing. */
const FIRST_MINED_HEIGHT = 1;

export function difficultySeries(points: Points): Series {
  return series(points, (point) => point.difficulty);
}

/** Seconds between each block and the one below it, and the middle one of the last blocks' times. */
export function blockTimeSeries(points: Points): Series {
  const gaps = oldestFirst(points);
  const values = gaps.map((point, i): Value => {
    const below = gaps[i - 1];
    return below === undefined || below.height < FIRST_MINED_HEIGHT ? null : Math.max(0, point.timeS - below.timeS);
  });
  return { at: gaps.map(({ height }) => height), values, trend: trendOf(values) };
}

/**
 * Hashes per second of all miners together: the work of the last blocks over the time that they took. Null where
 * there are too few of them, or their headers tell of no time at all (as when one machine mines many in a second).
 */
export function hashRateSeries(points: Points): Series {
  const ordered = oldestFirst(points);
  const values = ordered.map((point, i): Value => {
    const from = ordered[Math.max(0, i - TREND_BLOCKS)];
    if (from === undefined || from.height < FIRST_MINED_HEIGHT || i === 0) return null;
    const seconds = point.timeS - from.timeS;
    const work = ordered.slice(Math.max(1, i - TREND_BLOCKS + 1), i + 1).reduce((sum, each) => sum + each.work, 0);
    return seconds > 0 ? work / seconds : null;
  });
  return { at: ordered.map(({ height }) => height), values };
}

export function feeSeries(points: Points): Series {
  return series(points, ({ fees }) => fees);
}

export function paymentSeries(points: Points): Series {
  return series(points, ({ payments }) => payments);
}

/** The same, with the last value held until `second`: what nothing has changed since is so still. */
export function heldUntil({ at, values }: Series, second: number): Series {
  const [last, value] = [at.at(-1), values.at(-1)];
  if (last === undefined || value === undefined || second <= last) return { at, values };
  return { at: [...at, second], values: [...values, value] };
}

export interface Frame {
  /** Where the chart ends on top. */
  readonly top: number;
  /** How many values are taller. */
  readonly beyond: number;
}

/** Values more than so many times as tall as all but the tallest twentieth are cut off, or nothing else could be seen. */
const TALL_FACTOR = 3;

/** How tall a chart has to be: one night without miners must not press a hundred other blocks flat. */
export function frameOf(values: readonly Value[]): Frame {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const tallest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.floor((sorted.length - 1) * 0.95)] ?? 0;
  const top = usual > 0 && tallest > usual * TALL_FACTOR ? usual * TALL_FACTOR : tallest;
  return { top: top === 0 ? 1 : top * 1.08, beyond: sorted.filter((value) => value > top).length };
}

export interface Summary {
  readonly last: number;
  readonly least: number;
  readonly most: number;
  readonly average: number;
}

/** A chart in four numbers, for those who don't see it; undefined without any value. */
export function summaryOf(values: readonly Value[]): Summary | undefined {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return undefined;
  const sum = known.reduce((total, value) => total + value, 0);
  const [least, most] = known.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [last, last],
  );
  return { last, least, most, average: sum / known.length };
}

function series(points: Points, value: (point: BlockPoint) => number): Series {
  const ordered = oldestFirst(points);
  return { at: ordered.map(({ height }) => height), values: ordered.map(value) };
}

function oldestFirst(points: Points): Points {
  return [...points].reverse();
}

/** The middle one, which one night without miners does not move, as it would the average. */
function medianOf(values: readonly number[]): Value {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function trendOf(values: readonly Value[]): Value[] {
  return values.map((value, i) => {
    if (value === null) return null;
    return medianOf(values.slice(Math.max(0, i - TREND_BLOCKS + 1), i + 1).filter((each) => each !== null));
  });
}

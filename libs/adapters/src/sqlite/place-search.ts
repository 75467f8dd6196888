import { compareEntries, ENTRY_WORDS, entryOrderBytes, lowerBound, type Place, type PlaceKey } from './place-entry.ts';
import type { PlaceChunk, PlaceRun, PlaceRuns } from './place-runs.ts';

/** Above every height and index. */
const TOP: Place = { height: 0xffff_ffff, slot: 0xffff_ffff };

/**
 * The places of a key, newest first, each once; those before `before` when given. Runs are opened only when what
 * they may hold is next, so that the newest places of a busy account need only the newest runs.
 */
export function* searchPlaces(
  runs: PlaceRuns,
  all: readonly PlaceRun[],
  key: PlaceKey,
  before: Place = TOP,
): Generator<Place> {
  const unopened = [...all].sort((left, right) => left.lastHeight - right.lastHeight);
  const open: { readonly places: Iterator<Place>; head: Place }[] = [];
  const openRun = (run: PlaceRun) => {
    const places = searchRun(runs, run.id, key, before);
    const first = places.next();
    if (first.done !== true) open.push({ places, head: first.value });
  };
  let given: Place | undefined;
  for (;;) {
    let newest = open[0];
    for (const cursor of open) if (newest !== undefined && isBefore(newest.head, cursor.head)) newest = cursor;
    const next = unopened.at(-1);
    if (next !== undefined && (newest === undefined || next.lastHeight >= newest.head.height)) {
      unopened.pop();
      openRun(next);
      continue;
    }
    if (newest === undefined) return;
    const place = newest.head;
    const following = newest.places.next();
    if (following.done === true) open.splice(open.indexOf(newest), 1);
    else newest.head = following.value;
    if (given === undefined || isBefore(place, given)) yield place;
    given = place;
  }
}

function isBefore(place: Place, other: Place): boolean {
  return place.height < other.height || (place.height === other.height && place.slot < other.slot);
}

/** A key's places in one run, newest first. */
function* searchRun(runs: PlaceRuns, run: number, key: PlaceKey, before: Place): Generator<Place> {
  const bound = Uint32Array.of(key.high, before.height, before.slot, 0);
  let chunk: PlaceChunk | undefined = runs.previousChunk(run, entryOrderBytes(bound, 0));
  while (chunk !== undefined) {
    const { entries } = chunk;
    for (let i = lowerBound(entries, bound) - 1; i >= 0; i--) {
      const at = i * ENTRY_WORDS;
      if (entries[at] !== key.high) return;
      if (entries[at + 3] !== key.low) continue;
      yield { height: entries[at + 1] as number, slot: entries[at + 2] as number };
    }
    if (compareEntries(entries, 0, Uint32Array.of(key.high, 0, 0, 0), 0) < 0) return;
    chunk = runs.previousChunk(run, chunk.first);
  }
}

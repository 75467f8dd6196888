import { readAddress } from './address.ts';

/** Names that the person gave to addresses, newest first. They stay in this browser: no peer learns them. */
export type Labels = ReadonlyMap<string, string>;

const STORAGE_KEY = 'cheesechain.labels';
/** More than anyone names by hand; in a browser's storage some 40 kB. */
const MAX_LABELS = 500;
export const MAX_LABEL_CHARACTERS = 40;

// What is invisible or turns the order of its neighbours has no place in a name that is to be recognised.
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A name as it is kept: trimmed, single spaces, nothing invisible, at most {@link MAX_LABEL_CHARACTERS}; '' for none. */
export function cleanLabel(typed: string): string {
  const text = typed.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return [...text].slice(0, MAX_LABEL_CHARACTERS).join('').trim();
}

/** The same labels with one more, changed, or (with an empty name) gone. The oldest go when there are too many. */
export function withLabel(labels: Labels, address: string, typed: string): Labels {
  const name = cleanLabel(typed);
  const others = [...labels].filter(([known]) => known !== address);
  return new Map(name === '' ? others : [[address, name] as const, ...others].slice(0, MAX_LABELS));
}

export function keptLabels(storage: Pick<Storage, 'getItem'>): Labels {
  const entries = parsed(storage.getItem(STORAGE_KEY) ?? '[]');
  if (!Array.isArray(entries)) return new Map();
  const labels = entries.slice(0, MAX_LABELS).flatMap((entry: unknown): [string, string][] => {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || typeof entry[1] !== 'string') return [];
    const name = cleanLabel(entry[1]);
    return name !== '' && readAddress(entry[0]).ok ? [[entry[0], name]] : [];
  });
  return new Map(labels);
}

export function keepLabels(storage: Pick<Storage, 'setItem'>, labels: Labels): void {
  storage.setItem(STORAGE_KEY, JSON.stringify([...labels]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

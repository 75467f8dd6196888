import { formatCheesecoin } from './cheesecoin.ts';

/** Any JSON object of an answer. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Fields that hold crumbs, wherever they occur in an answer. */
const AMOUNTS = new Set(['amount', 'fee', 'balance', 'immature', 'supply', 'incoming', 'outgoing']);
/** Two levels are all that answers have; more would be unreadable as a table. */
const MAX_DEPTH = 3;

/** An answer as lines of name and value, nested ones as `outer inner`; lists by their length. */
export function recordTable(record: JsonObject): string {
  const rows = rowsOf(record, '', 0);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function rowsOf(record: JsonObject, prefix: string, depth: number): [string, string][] {
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    const name = `${prefix}${words(key)}`;
    if (Array.isArray(value)) return [[name, String(value.length)]];
    if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
      return rowsOf(value as JsonObject, `${name} `, depth + 1);
    }
    return [[name, typeof value === 'number' && AMOUNTS.has(key) ? formatCheesecoin(value) : printable(value)]];
  });
}

/** "openTransactions" as "open transactions". */
function words(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Text from elsewhere (a memo, an agent) must not steer the terminal. */
function printable(value: unknown): string {
  if (value === null || value === undefined) return '–';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  return String(value).replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�');
}

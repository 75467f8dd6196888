import type { Transaction } from './api-types.ts';
import type { StreamEvent } from './event-stream.ts';

/** A transaction that was open and will not be confirmed, and the code of the rule why. */
export interface Dropped {
  readonly atMs: number;
  readonly id: string;
  readonly code: string;
  readonly sender: string;
  readonly recipient: string;
  readonly amount: number;
}

/** What is listed of them; older ones have been read. */
export const MAX_DROPPED = 10;

/** The list with what one more event tells, newest first; most events tell nothing of the kind. */
export function withDropped(dropped: readonly Dropped[], { name, data }: StreamEvent): readonly Dropped[] {
  if (name !== 'transaction.dropped') return dropped;
  const { time, code, id, sender, recipient, amount } = JSON.parse(data) as DroppedData;
  const line = { atMs: Date.parse(time), id, code, sender, recipient, amount };
  return [line, ...dropped.filter((other) => other.id !== id)].slice(0, MAX_DROPPED);
}

interface DroppedData extends Pick<Transaction, 'id' | 'sender' | 'recipient' | 'amount'> {
  readonly time: string;
  readonly code: string;
}

import type { DisconnectedBlock } from '#domain/chain/chain-draft';
import type { ConnectedBlock } from '#domain/chain/chain-store.port';
import type { MempoolEvent } from '#domain/mempool/mempool-event';
import { formatEndpoint } from '#domain/peer-network/endpoint';
import type { Peer } from '#domain/peer-network/peer';
import type { Transaction } from '#domain/transaction/transaction';
import type { JournalEntry } from './event-journal.port.ts';

/** A block that joined the best chain, and with it all its transactions. */
export function connectedEntry({ entry, block }: Pick<ConnectedBlock, 'entry' | 'block'>, atMs: number): JournalEntry {
  const numbers = 1 + block.transactions.length;
  const tip = { hash: entry.hash, height: entry.height };
  return { kind: 'block.connected', numbers, atMs, facts: JSON.stringify(tip), tip };
}

/** A block that left it. */
export function disconnectedEntry({ entry }: Pick<DisconnectedBlock, 'entry'>, atMs: number): JournalEntry {
  const { hash, height, header } = entry;
  const tip = { hash: header.previousHash, height: height - 1 };
  return { kind: 'block.disconnected', numbers: 1, atMs, facts: JSON.stringify({ hash, height }), tip };
}

/** Undefined for what no event tells, or what is told with a block. */
export function mempoolEntry(event: MempoolEvent, atMs: number): JournalEntry | undefined {
  const { kind, transaction } = event;
  if (kind === 'opened') return openedEntry(transaction, event.behindGap, event.returned, atMs);
  if (kind === 'replaced') return droppedEntry(transaction, { code: 'mempool-replaced', by: event.by }, atMs);
  return kind === 'dropped' ? droppedEntry(transaction, event.reason, atMs) : undefined;
}

export function openedEntry(
  { id, bytes }: Transaction,
  behindGap: boolean,
  returned: boolean,
  atMs: number,
): JournalEntry {
  const facts = `{"behindGap":${behindGap},"returned":${returned}}`;
  const subject = { type: 'transaction', id, present: true } as const;
  return { kind: 'transaction.opened', numbers: 1, atMs, facts, transaction: bytes, subject };
}

/** Of one whose bytes are lost only the id is told. */
export function lostEntry(id: string, atMs: number): JournalEntry {
  const subject = { type: 'transaction', id, present: false } as const;
  const facts = JSON.stringify({ id, code: 'mempool-not-restored' });
  return { kind: 'transaction.dropped', numbers: 1, atMs, facts, subject };
}

export function peerConnectedEntry({ session, listen, agent }: Peer, atMs: number): JournalEntry {
  const { peerId: id, direction, remote } = session;
  const facts = JSON.stringify({ id, address: formatEndpoint(listen ?? remote), direction, agent });
  return { kind: 'peer.connected', numbers: 1, atMs, facts, subject: { type: 'peer', id, present: true } };
}

export function peerDisconnectedEntry(id: string, code: string, atMs: number): JournalEntry {
  const facts = JSON.stringify({ id, code });
  return { kind: 'peer.disconnected', numbers: 1, atMs, facts, subject: { type: 'peer', id, present: false } };
}

function droppedEntry({ id, bytes }: Transaction, reason: object, atMs: number): JournalEntry {
  const subject = { type: 'transaction', id, present: false } as const;
  const facts = JSON.stringify(reason);
  return { kind: 'transaction.dropped', numbers: 1, atMs, facts, transaction: bytes, subject };
}

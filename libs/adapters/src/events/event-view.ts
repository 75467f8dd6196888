import type { Block } from '#domain/block/block';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { FullNode } from '#domain/node/full-node';
import type { Hash } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';

import { decodeTransaction } from '#domain/transaction/transaction';
import { addressText } from '../http/views/address-text.ts';
import { isoTime } from '../http/views/iso-time.ts';
import { type TransactionView, transactionView } from '../http/views/transaction.view.ts';
import type { NumberedEntry } from './event-journal.port.ts';

/** An event as it goes to a listener. */
export interface NumberedEvent {
  readonly number: number;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of an entry: a block and all its transactions, or a single one. */
export async function eventsOf(node: FullNode, entry: NumberedEntry): Promise<NumberedEvent[]> {
  const { number, kind, atMs } = entry;
  const time = new Date(atMs).toISOString();
  const facts = JSON.parse(entry.facts) as Readonly<Record<string, unknown>>;
  if (kind === 'block.connected' || kind === 'block.disconnected')
    return blockEvents(node, entry, facts['hash'] as Hash);
  if (entry.transaction === undefined) return [{ number, name: kind, data: { time, ...facts } }];
  const view = openView(node, entry.transaction);
  if (kind === 'transaction.opened') return [{ number, name: kind, data: { time, ...view, ...facts } }];
  const { status: _status, ...dropped } = view;
  return [{ number, name: kind, data: { time, ...dropped, ...facts } }];
}

/** Of a block whose body has been pruned since, only what its header says can be told, and none of its transactions. */
async function blockEvents(
  node: FullNode,
  { number, kind, atMs }: NumberedEntry,
  hash: Hash,
): Promise<NumberedEvent[]> {
  const time = new Date(atMs).toISOString();
  const [header, block] = [await node.chain.find(hash), await node.chain.block(hash)];
  invariant(header !== undefined, 'the header of a block that was connected stays');
  const data = { time, ...headerData(header), ...(block === undefined ? { pruned: true } : bodyData(node, block)) };
  const event = { number, name: kind, data };
  if (kind === 'block.disconnected' || block === undefined) return [event];
  return [event, ...confirmations(node, header, block, number, time)];
}

function headerData({ hash, height, header }: HeaderEntry) {
  return { hash, height, previousHash: header.previousHash, timestamp: isoTime(header.timestamp) };
}

function bodyData({ network }: FullNode, { reward, transactions, bytes }: Block) {
  const recipient = addressText(network.parameters.addressPrefix, reward.recipient);
  return { size: bytes.length, reward: { recipient, amount: reward.amount }, transactionCount: transactions.length };
}

function confirmations({ network }: FullNode, entry: HeaderEntry, block: Block, first: number, time: string) {
  const confirmed = { entry, confirmations: 1 };
  return block.transactions.map((transaction, index): NumberedEvent => {
    const view = transactionView(network.parameters.addressPrefix, { transaction, confirmed });
    return { number: first + 1 + index, name: 'transaction.confirmed', data: { time, ...view } };
  });
}

function openView({ network }: FullNode, bytes: Uint8Array): TransactionView {
  const decoded = decodeTransaction(bytes);
  invariant(decoded.ok, 'a noted transaction is one');
  return transactionView(network.parameters.addressPrefix, { transaction: decoded.value, confirmed: undefined });
}

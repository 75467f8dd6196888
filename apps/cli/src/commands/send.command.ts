import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { Schemas } from '#client/operation-types';
import type { PeerClient } from '#client/peer-client';
import { CliFailure, usageFailure } from '../cli-failure.ts';
import { parseCheesecoin } from '../output/cheesecoin.ts';
import { recordTable } from '../output/record-table.ts';
import { wholeNumberOption } from './option-values.ts';
import { addPeerOptions, connectPeer, type PeerOptions } from './peer-options.ts';

const POLL_INTERVAL_MS = 500;
const MAX_WAIT_S = 86_400;

interface SendOptions extends PeerOptions {
  readonly fee?: string;
  readonly memo?: string;
  readonly wait?: number;
  readonly idempotencyKey?: string;
}

const EXAMPLES = `
Examples:
  cheesechain send ADDRESS 1.5
  cheesechain send ADDRESS 0.00000001 --fee 0.00001 --memo "for the brie"
  cheesechain send ADDRESS 20 --wait 60      until it is in a block, at most a minute

Amounts are in cheesecoin, exactly, with at most eight digits after the point.`;

/** `cheesechain send`: a payment from the peer's wallet. */
export function sendCommand(): Command {
  return addPeerOptions(new Command('send'))
    .description("send cheesecoin from a peer's wallet")
    .argument('<recipient>', 'address to send to')
    .argument('<amount>', 'how much, in cheesecoin')
    .option('--fee <amount>', 'fee in cheesecoin; chosen by the peer when absent')
    .option('--memo <text>', 'a note that everybody can read')
    .option('--wait <seconds>', 'wait until it is confirmed', wholeNumberOption(1, MAX_WAIT_S))
    .option('--idempotency-key <key>', 'the same key never pays twice; a random one when absent')
    .addHelpText('after', EXAMPLES)
    .action(async (recipient: string, amount: string, options: SendOptions) => {
      const body = {
        recipient,
        amount: requireAmount('amount', amount),
        ...(options.fee === undefined ? {} : { fee: requireAmount('--fee', options.fee) }),
        ...(options.memo === undefined ? {} : { memo: options.memo }),
      };
      const { api, terminal } = connectPeer(options);
      const header = { 'Idempotency-Key': options.idempotencyKey ?? randomUUID() };
      let transaction = await api.post('/v1/wallet/transactions', { body, params: { header } });
      if (options.wait !== undefined) transaction = await confirmed(api, transaction, options.wait);
      terminal.result(transaction, () => recordTable(transaction));
    });
}

function requireAmount(what: string, text: string): number {
  const amount = parseCheesecoin(text);
  if (amount !== undefined) return amount;
  throw usageFailure(
    'amount-wrong',
    `${what} got ${JSON.stringify(text)}, but takes cheesecoin such as 1.5, with at most eight digits after the point.`,
  );
}

async function confirmed(
  api: PeerClient,
  { id }: Schemas['TransactionView'],
  waitS: number,
): Promise<Schemas['TransactionView']> {
  const deadlineMs = performance.now() + waitS * 1000;
  for (;;) {
    const now = await api.get('/v1/transactions/{id}', { params: { path: { id } } });
    if (now.status === 'confirmed') return now;
    if (performance.now() > deadlineMs) {
      throw new CliFailure(1, 'not-confirmed', `${id} is sent, but was not in a block within ${waitS} s.`);
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

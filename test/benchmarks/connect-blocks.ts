import { SystemClock } from '#adapters/system/system-clock';
import { type Block, decodeBlock } from '#domain/block/block';
import { Chain } from '#domain/chain/chain';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';

/** Blocks handed over at once, as synchronisation does. */
const BLOCKS_PER_CALL = 8;

const clock = new SystemClock();

/** A chain on a store, that checks every signature. */
export function openChain(network: Network, store: ChainStore, verifier: SignatureVerifier): Promise<Chain> {
  const verified = { has: () => false };
  return Chain.open({ network, store, verifier, verified, clock, log: SILENT_LOG });
}

/** Connects encoded blocks to an empty chain, from the first byte to the last commit; they come one by one. */
export async function connectBlocks(chain: Chain, encoded: readonly Uint8Array[]): Promise<void> {
  const calls: Promise<unknown>[] = [];
  for (let from = 0; from < encoded.length; from += BLOCKS_PER_CALL) {
    const blocks: Block[] = [];
    for (const bytes of encoded.slice(from, from + BLOCKS_PER_CALL)) {
      const block = decodeBlock(bytes.slice());
      invariant(block.ok, 'a built block is canonical');
      blocks.push(block.value);
      await clock.breathe();
    }
    calls.push(chain.acceptAll(blocks, 'normal'));
    if (calls.length > 1) await calls[calls.length - 2];
  }
  await Promise.all(calls);
  invariant(chain.tip.height === encoded.length, 'every block is connected');
}

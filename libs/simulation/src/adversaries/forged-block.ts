import { assembleBlock, type Block } from '#domain/block/block';
import { encodeHeader, Header, type HeaderFields } from '#domain/block/header';
import { merkleRoot } from '#domain/block/merkle-root';
import { encodeReward, MIN_EXTRA_BYTES, Reward } from '#domain/block/reward';
import { requiredBits } from '#domain/chain/difficulty';
import { ruledTargetAfter } from '#domain/chain/header-context-rules';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { targetOf } from '#domain/chain/target';
import { subsidyAt } from '#domain/network-params/supply';
import { crumbs } from '#domain/primitives/crumbs';
import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import type { Transaction } from '#domain/transaction/transaction';
import { assembleTransaction } from '#domain/transaction/transaction';
import { findNonce, withNonceAt } from '../mining/simulated-miner.ts';
import { simulatedKey } from '../peers/identity.ts';
import { signedTransfer } from '../peers/signed-transfer.ts';
import { PAYING_ACCOUNTS } from '../peers/simulated-chain.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';

/** Ways in which a block can be wrong; `valid` is not, and serves those who keep it to themselves. */
export type Forgery = (typeof FORGERIES)[number] | 'valid';

export const FORGERIES = [
  'no-work',
  'wrong-bits',
  'wrong-version',
  'far-future',
  'too-early',
  'unknown-previous',
  'wrong-root',
  'reward-too-big',
  'reward-height',
  'double-spend',
  'unsigned-payment',
  'wrong-nonce',
  'over-spent',
] as const;

/** The account that hostile nodes pay from: nobody else has it. */
const HOSTILE_ACCOUNT = PAYING_ACCOUNTS - 1;

export interface ForgePlace {
  readonly parent: HeaderEntry;
  readonly grandparent: HeaderEntry | undefined;
}

/** A block on top of a place that breaks one rule, and costs all the work that the others ask for. */
export function forgeBlock(world: World, stream: SeededStream, place: ForgePlace, forgery: Forgery): Block {
  const { chain } = world;
  const height = place.parent.height + 1;
  const transactions = forgedPayments(world, forgery);
  const fees = transactions.reduce((sum, { fee }) => sum + fee, 0);
  const amount = crumbs(subsidyAt(chain.parameters, height) + fees + (forgery === 'reward-too-big' ? 1 : 0));
  const recipient = simulatedKey(HOSTILE_ACCOUNT).account;
  const rewardHeight = forgery === 'reward-height' ? height + 1 : height;
  const extra = stream.bytes(MIN_EXTRA_BYTES);
  const reward = new Reward(encodeReward({ height: rewardHeight, recipient, amount, extra }), amount);
  const fields = headerFields(world, stream, place, forgery, [reward.idBytes, ...transactions.map((t) => t.idBytes)]);
  const bytes = encodeHeader(fields);
  const header = new Header(
    forgery === 'no-work' ? bytes : withNonceAt(bytes, findNonce(bytes, targetOf(fields.bits))),
  );
  return assembleBlock(header, reward, transactions);
}

function headerFields(
  { chain, time }: World,
  stream: SeededStream,
  place: ForgePlace,
  forgery: Forgery,
  leaves: Uint8Array[],
): HeaderFields {
  const parent = place.parent.header;
  const now = Math.floor(time.nowMs / 1000);
  const rightTime = Math.max(now, parent.timestamp + chain.parameters.minTimestampStepSeconds);
  const wrongTimes: Partial<Record<Forgery, number>> = { 'far-future': now + 3_600, 'too-early': parent.timestamp };
  const timestamp = wrongTimes[forgery] ?? rightTime;
  const ruled = ruledTargetAfter(place, chain.difficultyRule);
  const bits = requiredBits(chain.difficultyRule, ruled, parent.timestamp, timestamp);
  const root = forgery === 'wrong-root' ? stream.bytes(32) : merkleRoot(leaves);
  return {
    version: forgery === 'wrong-version' ? 1 : 0x2000_0000,
    previousHash: forgery === 'unknown-previous' ? hashFromBytes(stream.bytes(32)) : (place.parent.hash as Hash),
    merkleRoot: hashFromBytes(root),
    timestamp,
    bits: forgery === 'wrong-bits' ? chain.parameters.easiestBits : bits,
    nonce: 0,
  };
}

function forgedPayments({ chain }: World, forgery: Forgery): Transaction[] {
  const key = simulatedKey(HOSTILE_ACCOUNT);
  const recipient = simulatedKey(0).account;
  const [fee, memo] = [crumbs(5_000), new Uint8Array(0)];
  const pay = (nonce: number, amount: number) =>
    signedTransfer(key, chain, { recipient, amount: crumbs(amount), fee, nonce, memo });
  switch (forgery) {
    case 'double-spend':
      return [pay(0, 1_000), pay(0, 2_000)];
    case 'wrong-nonce':
      return [pay(1_000_000, 1_000)];
    case 'over-spent':
      return [pay(0, chain.maxSupply - 5_000)];
    case 'unsigned-payment':
      return [assembleTransaction(pay(0, 1_000).bodyBytes, new Uint8Array(64).fill(1))];
    default:
      return [];
  }
}

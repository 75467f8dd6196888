import { assembleBlock, type Block } from '#domain/block/block';
import { encodeHeader, Header, type HeaderFields } from '#domain/block/header';
import { merkleRoot } from '#domain/block/merkle-root';
import { encodeReward, MIN_EXTRA_BYTES, Reward } from '#domain/block/reward';
import { requiredBits } from '#domain/chain/difficulty';
import { genesisEntry } from '#domain/chain/genesis-entry';
import { entryOf, type HeaderPlace, ruledTargetAfter } from '#domain/chain/header-context-rules';
import type { Network } from '#domain/network-params/network';
import { subsidyAt } from '#domain/network-params/supply';
import { writeUint32 } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import { hashFromBytes } from '#domain/primitives/hash';
import type { AccountId } from '#domain/transaction/account';
import type { Transaction } from '#domain/transaction/transaction';
import { testKey } from './keys.ts';
import { mine } from './mine.ts';

const HEADER_VERSION = 0x2000_0000;

/** What differs from the plain next block: all of it optional, so that a test names only what it is about. */
export interface BlockWish {
  /** In the order they stand; none if absent. They aren't checked: a test may want a block that breaks the ledger. */
  readonly transactions?: readonly Transaction[];
  /** Whom the reward pays; test key 0 if absent. */
  readonly recipient?: AccountId;
  /** Seconds; the parent's plus the target spacing if absent. */
  readonly timestamp?: number;
  /** Makes twins differ: it stands in the reward's extra bytes. */
  readonly extraNonce?: number;
  /** Crumbs; subsidy and all fees if absent. */
  readonly rewardAmount?: number;
  /** The parent's plus one if absent. */
  readonly rewardHeight?: number;
  /** Fields of the header to be wrong on purpose. A nonce is where the search begins. */
  readonly header?: Partial<HeaderFields>;
  /** False: the nonce stays as it is, whatever the hash. */
  readonly mined?: boolean;
}

/** The place on top of the genesis block. */
export function genesisPlace(network: Network): HeaderPlace {
  return { parent: genesisEntry(network), grandparent: undefined };
}

/** The place on top of a block that stands at `place`. */
export function placeAfter(network: Network, place: HeaderPlace, header: Header): HeaderPlace {
  return { parent: entryOf(header, place, network.difficultyRule), grandparent: place.parent };
}

/** The block that comes next at a place, valid unless the wish breaks it: reward, merkle root, bits and work are right. */
export function buildBlock(network: Network, place: HeaderPlace, wish: BlockWish = {}): Block {
  const transactions = wish.transactions ?? [];
  const reward = buildReward(network, place, transactions, wish);
  const timestamp = wish.timestamp ?? place.parent.header.timestamp + spacingOf(network);
  const ruled = ruledTargetAfter(place, network.difficultyRule);
  const header = new Header(
    encodeHeader({
      version: HEADER_VERSION,
      previousHash: place.parent.hash,
      merkleRoot: hashFromBytes(merkleRoot([reward.idBytes, ...transactions.map(({ idBytes }) => idBytes)])),
      timestamp,
      bits: requiredBits(network.difficultyRule, ruled, place.parent.header.timestamp, timestamp),
      nonce: 0,
      ...wish.header,
    }),
  );
  return assembleBlock(wish.mined === false ? header : mine(header), reward, transactions);
}

/** `count` blocks on top of each other from a place on, and the place after them. */
export function buildChain(
  network: Network,
  count: number,
  from: HeaderPlace = genesisPlace(network),
  wish: (index: number) => BlockWish = () => ({}),
): { readonly blocks: Block[]; readonly place: HeaderPlace } {
  const blocks: Block[] = [];
  let place = from;
  for (let index = 0; index < count; index++) {
    const block = buildBlock(network, place, wish(index));
    blocks.push(block);
    place = placeAfter(network, place, block.header);
  }
  return { blocks, place };
}

function buildReward(
  network: Network,
  { parent }: HeaderPlace,
  transactions: readonly Transaction[],
  wish: BlockWish,
): Reward {
  const fees = transactions.reduce((sum, { fee }) => sum + fee, 0);
  const amount = crumbs(wish.rewardAmount ?? subsidyAt(network.parameters, parent.height + 1) + fees);
  const extra = new Uint8Array(MIN_EXTRA_BYTES);
  writeUint32(extra, 0, wish.extraNonce ?? 0);
  const recipient = wish.recipient ?? testKey(0).account;
  return new Reward(encodeReward({ height: wish.rewardHeight ?? parent.height + 1, recipient, amount, extra }), amount);
}

function spacingOf({ parameters }: Network): number {
  return Math.max(parameters.targetSpacingSeconds, parameters.minTimestampStepSeconds);
}

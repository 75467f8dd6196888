import { createHash } from 'node:crypto';
import type { Block } from '#domain/block/block';
import type { ChainStore, ConnectedBlock } from '#domain/chain/chain-store.port';
import { genesisWrite } from '#domain/chain/genesis-entry';
import type { HeaderPlace } from '#domain/chain/header-context-rules';
import type { AccountState } from '#domain/ledger/account-state';
import { accountsTouched, connectBlock } from '#domain/ledger/connect-block';
import { LedgerView } from '#domain/ledger/ledger-view';
import { encodeUndo } from '#domain/ledger/undo';
import { createNetwork, type Network } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { subsidyAt } from '#domain/network-params/supply';
import { writeUint32 } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import { invariant } from '#domain/primitives/invariant';
import { type AccountId, accountFromBytes, accountOf } from '#domain/transaction/account';
import { encodeAddress } from '#domain/transaction/address';
import {
  assembleTransaction,
  encodeTransactionBody,
  TRANSACTION_VERSION,
  type Transaction,
} from '#domain/transaction/transaction';
import { buildBlock, genesisPlace, placeAfter } from './build-block.ts';

const STARTING_BALANCE = crumbs(1_000_000_000_000);
const AMOUNT = crumbs(1_000);
const FREE = crumbs(0);
const NO_MEMO = new Uint8Array(0);
const NO_SIGNATURE = new Uint8Array(64);
/** One write for so many blocks: what a long store is made in is commits. */
const BLOCKS_PER_WRITE = 128;

interface Payer {
  readonly publicKey: Uint8Array;
  readonly account: AccountId;
  nonce: number;
}

/**
 * A chain that is right in everything but its signatures, which nobody looks at once a block is stored: long stores and
 * many accounts in seconds. Rewards are credited at once.
 */
export class FabricatedChain {
  readonly network: Network;
  private readonly payers: Payer[];
  private readonly states = new Map<AccountId, AccountState>();
  private place: HeaderPlace;
  private paid = 0;
  private newAccounts = 0;

  constructor(payers: number) {
    this.payers = Array.from({ length: payers }, (_, seed) => {
      const publicKey = new Uint8Array(33);
      publicKey[0] = 2;
      publicKey.set(createHash('sha256').update(`fabricated ${seed}`).digest(), 1);
      return { publicKey, account: accountOf(publicKey), nonce: 0 };
    });
    const allocations = this.payers
      .map(({ account }) => ({ address: encodeAddress('long', account), amount: STARTING_BALANCE }))
      .sort((left, right) => (left.address < right.address ? -1 : 1));
    this.network = createNetwork({ ...PRESETS.devnet, name: 'long', addressPrefix: 'long', allocations });
    for (const { account } of this.payers) this.states.set(account, { balance: STARTING_BALANCE, nonce: 0 });
    this.place = genesisPlace(this.network);
  }

  get height(): number {
    return this.place.parent.height;
  }

  /** Writes that many blocks of so many payments each, to accounts that never had a coin or among the payers. */
  async write(store: ChainStore, blocks: number, transfersPerBlock: number, toNew = true): Promise<void> {
    if (this.height === 0) await store.write(genesisWrite(this.network));
    for (let left = blocks; left > 0; left -= BLOCKS_PER_WRITE) {
      const connected: ConnectedBlock[] = [];
      const accounts = new Map<AccountId, AccountState | undefined>();
      for (let i = 0; i < Math.min(left, BLOCKS_PER_WRITE); i++) {
        connected.push(this.connect(this.block(transfersPerBlock, toNew), accounts));
      }
      const entries = connected.map(({ entry }) => entry);
      const tip = entries.at(-1)?.hash;
      await store.write({ entries, bodies: [], disconnected: [], connected, accounts, tip, durability: 'normal' });
    }
  }

  /** The next block, of payments to new accounts or in the circle of the payers; the caller connects it. */
  block(transfers: number, toNew: boolean): Block {
    const transactions = Array.from({ length: transfers }, () => this.transfer(toNew));
    const timestamp = this.place.parent.header.timestamp + 1;
    const block = buildBlock(this.network, this.place, { transactions, timestamp });
    this.place = placeAfter(this.network, this.place, block.header);
    return block;
  }

  private connect(block: Block, changed: Map<AccountId, AccountState | undefined>): ConnectedBlock {
    const entry = { ...this.place.parent, status: 'connected' as const, arrival: this.height };
    const view = new LedgerView();
    view.load(new Map([...accountsTouched(block, block.reward)].map((account) => [account, this.states.get(account)])));
    const subsidy = subsidyAt(this.network.parameters, entry.height);
    const undo = connectBlock(view, block, { subsidy, matured: block.reward });
    invariant(undo.ok, 'fabricated payments are covered');
    for (const [account, state] of view.changes()) {
      changed.set(account, state);
      // Accounts that are new are paid once: only those that come again are remembered.
      if (state !== undefined && (this.states.has(account) || account === block.reward.recipient)) {
        this.states.set(account, state);
      }
    }
    return { entry, block, undo: encodeUndo(undo.value) };
  }

  private transfer(toNew: boolean): Transaction {
    const { payers, network } = this;
    const payer = payers[this.paid % payers.length] as Payer;
    const other = payers[(this.paid + Math.floor(payers.length / 3)) % payers.length] as Payer;
    this.paid++;
    const body = encodeTransactionBody({
      version: TRANSACTION_VERSION,
      chainId: network.chainId,
      sender: payer.publicKey,
      nonce: payer.nonce++,
      recipient: toNew ? this.newAccount() : other.account,
      amount: AMOUNT,
      fee: FREE,
      memo: NO_MEMO,
    });
    return assembleTransaction(body, NO_SIGNATURE);
  }

  /** Spread over the whole key space, as hashes are. */
  private newAccount(): AccountId {
    const bytes = new Uint8Array(20);
    writeUint32(bytes, 0, Math.imul(++this.newAccounts, 0x9e37_79b1) >>> 0);
    writeUint32(bytes, 4, this.newAccounts);
    return accountFromBytes(bytes);
  }
}

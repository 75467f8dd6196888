import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Block } from '#domain/block/block';
import type { HeaderPlace } from '#domain/chain/header-context-rules';
import { createNetwork, type Network } from '#domain/network-params/network';
import { PRESETS } from '#domain/network-params/presets';
import { crumbs } from '#domain/primitives/crumbs';
import { type AccountId, accountOf } from '#domain/transaction/account';
import { encodeAddress } from '#domain/transaction/address';
import {
  assembleTransaction,
  encodeTransactionBody,
  TRANSACTION_VERSION,
  type Transaction,
  transactionDigest,
} from '#domain/transaction/transaction';
import { buildBlock, genesisPlace, placeAfter } from './build-block.ts';

/** What is used of the native binding: signing 20,000 transfers takes a second with it, and half a minute without. */
interface NativeSigner {
  publicKeyCreate(privateKey: Uint8Array, compressed: boolean): Uint8Array;
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { readonly signature: Uint8Array };
}

interface Payer {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly account: AccountId;
  nonce: number;
}

const STARTING_BALANCE = crumbs(1_000_000_000);
const AMOUNT = crumbs(1_000);
const FEE = crumbs(2_000);
const NO_MEMO = new Uint8Array(0);

/** Accounts with coins, and transfers among them: each pays the one a third of the circle further. */
export class TransferChain {
  readonly network: Network;
  private readonly payers: Payer[];
  private readonly signer = createRequire(import.meta.url)('secp256k1/bindings.js') as NativeSigner;
  private place: HeaderPlace;
  private next = 0;

  constructor(accounts: number) {
    this.payers = Array.from({ length: accounts }, (_, seed) => {
      const privateKey = createHash('sha256').update(`payer ${seed}`).digest();
      const publicKey = this.signer.publicKeyCreate(privateKey, true);
      return { privateKey, publicKey, account: accountOf(publicKey), nonce: 0 };
    });
    const allocations = this.payers
      .map(({ account }) => ({ address: encodeAddress('bench', account), amount: STARTING_BALANCE }))
      .sort((left, right) => (left.address < right.address ? -1 : 1));
    this.network = createNetwork({ ...PRESETS.devnet, name: 'bench', addressPrefix: 'bench', allocations });
    this.place = genesisPlace(this.network);
  }

  /** The next transfers, signed. */
  transfers(count: number): Transaction[] {
    return Array.from({ length: count }, () => this.transfer());
  }

  /** The next block of so many transfers, as it would come from a peer. */
  block(transfers: number): Block {
    const block = buildBlock(this.network, this.place, { transactions: this.transfers(transfers) });
    this.place = placeAfter(this.network, this.place, block.header);
    return block;
  }

  private transfer(): Transaction {
    const { payers } = this;
    const payer = payers[this.next % payers.length] as Payer;
    const payee = payers[(this.next + Math.floor(payers.length / 3)) % payers.length] as Payer;
    this.next++;
    const body = encodeTransactionBody({
      version: TRANSACTION_VERSION,
      chainId: this.network.chainId,
      sender: payer.publicKey,
      nonce: payer.nonce++,
      recipient: payee.account,
      amount: AMOUNT,
      fee: FEE,
      memo: NO_MEMO,
    });
    const digest = transactionDigest(this.network.genesisHash, body);
    return assembleTransaction(body, this.signer.ecdsaSign(digest, payer.privateKey).signature);
  }
}

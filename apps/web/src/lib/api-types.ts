import type { Schemas } from '#client/operation-types';

/**
 * The shapes in which a peer answers, from the API's document: a change there shows here when the page is checked.
 * Amounts are crumbs, hashes and ids 64 hex digits, times ISO 8601.
 */
export type ChainSummary = Schemas['ChainView'];
export type Transaction = Schemas['TransactionView'];
/** The id of its reward is the first leaf of the merkle tree. */
export type Block = Schemas['BlockView'];
/** The way from a transaction up to the merkle root of its block; hashes in display order. */
export type TransactionProof = Schemas['TransactionProofView'];
export type BlockPage = Schemas['BlockPage'];
export type TransactionPage = Schemas['TransactionPage'];
/** One confirmed change of an account: a payment to or from it, or the reward for a block it mined. */
export type HistoryLine = Schemas['HistoryLineView'];
export type HistoryPage = Schemas['HistoryPage'];
export type Account = Schemas['AccountView'];
export type Wallet = Schemas['WalletView'];
/** With its words when they were generated, only in this one answer. */
export type CreatedWallet = Schemas['CreatedWalletView'];
export type Payment = Schemas['PaymentBody'];
/** Crumbs per byte of transaction. */
export type FeeRates = Schemas['FeesView'];
/** A miner that is connected to the peer over Stratum, as far as the page shows it. */
export type StratumWorker = Pick<
  Schemas['WorkerView'],
  'name' | 'hashesPerSecond' | 'accepted' | 'refused' | 'blocksFound' | 'connectedAt'
>;
/** Progress that comes as an event tells nothing of other miners. */
export type MiningState = Omit<Schemas['MiningStatusView'], 'workers' | 'intervalSeconds'> & {
  readonly workers?: readonly StratumWorker[];
  readonly intervalSeconds?: number | null;
};
export type Peer = Schemas['PeerView'];
/** A block of any branch: `header`: only its header is here; `connected`: it has passed every rule. */
export type BranchBlock = Schemas['BranchBlockView'];
export type Branches = Schemas['BranchesView'];
/** This peer itself. */
export type PeerNode = Schemas['NodeView'];
export type BlockPlace = Schemas['BlockPlaceView'];
export type ReorganisedBranch = Schemas['BranchView'];
/** The best chain went over from one branch to another. */
export type Reorganisation = Schemas['ReorganisationView'];
export type ReorganisationPage = Schemas['ReorganisationPage'];
/** What a code of a refusal means. */
export type Explanation = Schemas['ExplanationView'];

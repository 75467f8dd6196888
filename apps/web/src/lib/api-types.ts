/** The shapes in which a peer answers. Amounts are crumbs, hashes and ids 64 hex digits, times ISO 8601. */

export interface ChainSummary {
  readonly network: string;
  readonly chainId: number;
  readonly height: number;
  readonly tipHash: string;
  readonly genesisHash: string;
  readonly totalWork: string;
  readonly difficulty: number;
  readonly tipTime: string;
  readonly supply: number;
  readonly openTransactions: number;
  readonly peers: number;
  readonly syncing: boolean;
}

export interface Transaction {
  readonly id: string;
  readonly status: 'open' | 'confirmed';
  readonly sender: string;
  readonly recipient: string;
  readonly amount: number;
  readonly fee: number;
  readonly nonce: number;
  readonly memo: string;
  /** Bytes: 154 and the memo's. */
  readonly size: number;
  readonly blockHash: string | null;
  readonly height: number | null;
  readonly confirmations: number;
}

export interface Block {
  readonly hash: string;
  readonly height: number;
  readonly version: number;
  readonly previousHash: string;
  readonly merkleRoot: string;
  readonly timestamp: string;
  readonly bits: string;
  readonly nonce: number;
  readonly difficulty: number;
  readonly size: number;
  readonly confirmations: number;
  /** Its id is the first leaf of the merkle tree. */
  readonly reward: { readonly recipient: string; readonly amount: number; readonly id: string };
  readonly transactions: readonly Transaction[];
}

/** The way from a transaction up to the merkle root of its block; hashes in display order. */
export interface TransactionProof {
  readonly id: string;
  readonly blockHash: string;
  readonly height: number;
  readonly merkleRoot: string;
  /** Place among the leaves: the reward is 0. */
  readonly index: number;
  /** Hashes beside the way, from the bottom up. */
  readonly branch: readonly string[];
}

export interface BlockPage {
  readonly blocks: readonly Block[];
  readonly next: string | null;
}

export interface TransactionPage {
  readonly transactions: readonly Transaction[];
  readonly next: string | null;
}

/** One confirmed change of an account: a payment to or from it, or the reward for a block it mined. */
export interface HistoryLine {
  readonly height: number;
  readonly blockHash: string;
  readonly time: string;
  readonly confirmations: number;
  readonly reward: { readonly recipient: string; readonly amount: number } | null;
  readonly transaction: Transaction | null;
}

export interface HistoryPage {
  readonly transactions: readonly HistoryLine[];
  readonly next: string | null;
}

export interface Account {
  readonly address: string;
  readonly balance: number;
  readonly nonce: number;
  readonly immature: number;
  readonly pending: { readonly incoming: number; readonly outgoing: number };
}

export interface Wallet {
  readonly address: string;
  readonly publicKey: string;
  readonly locked: boolean;
  /** Made with a password: it can be locked, and its words can be told again. */
  readonly encrypted: boolean;
  /** When it locks by itself; null: never, or it is locked. */
  readonly unlockedUntil: string | null;
  readonly balance: number;
  readonly nonce: number;
  readonly immature: number;
  readonly pending: { readonly incoming: number; readonly outgoing: number };
}

export interface CreatedWallet {
  readonly address: string;
  readonly publicKey: string;
  /** Only of a generated wallet, only in this one answer. */
  readonly mnemonic?: string;
}

export interface Payment {
  readonly recipient: string;
  readonly amount: number;
  readonly fee?: number;
  readonly memo?: string;
}

/** Crumbs per byte of transaction. */
export interface FeeRates {
  readonly low: number;
  readonly normal: number;
  readonly high: number;
  /** The least, for a payment to an address that never had a coin. */
  readonly newAccount: number;
}

/** A miner that is connected to the peer over Stratum. */
export interface StratumWorker {
  /** The address it gave, perhaps with a name after a dot. */
  readonly name: string;
  readonly hashesPerSecond: number;
  readonly accepted: number;
  readonly refused: number;
  readonly blocksFound: number;
  readonly connectedAt: string;
}

export interface MiningState {
  readonly mode: 'off' | 'one' | 'continuous' | 'instant' | 'interval';
  /** From block to block, in mode `interval`. */
  readonly intervalSeconds?: number | null;
  readonly threads: number;
  readonly recipient: string | null;
  /** Of the search that runs, over the last moments. */
  readonly hashesPerSecond: number;
  /** Tried since the search for the current block began. */
  readonly hashes: number;
  readonly blocksFound: number;
  readonly workers?: readonly StratumWorker[];
}

export interface Peer {
  readonly id: string;
  readonly address: string;
  readonly direction: string;
  readonly height: number;
  readonly latencyMs: number | null;
  readonly agent: string;
  readonly connectedAt: string;
  readonly score: number;
}

/** A block of any branch: `header`: only its header is here; `connected`: it has passed every rule. */
export interface BranchBlock {
  readonly hash: string;
  readonly previousHash: string;
  readonly height: number;
  /** Hashes expected for it and all before it, decimal. */
  readonly totalWork: string;
  readonly timestamp: string;
  readonly status: 'header' | 'body' | 'connected' | 'invalid';
  readonly isOnBestChain: boolean;
  readonly invalidCode: string | null;
}

export interface Branches {
  readonly tipHash: string;
  /** Highest first. */
  readonly blocks: readonly BranchBlock[];
}

/** This peer itself. */
export interface PeerNode {
  readonly id: string;
  readonly version: string;
  readonly address: string | null;
  readonly verifier: string;
  readonly miner: string;
  readonly trackers: readonly { readonly address: string; readonly connected: boolean }[];
  readonly bans: readonly { readonly id: string; readonly code: string; readonly until: string }[];
}

export interface BlockPlace {
  readonly hash: string;
  readonly height: number;
}

export interface ReorganisedBranch {
  readonly tip: BlockPlace;
  /** Hashes expected for the tip and all before it, decimal. */
  readonly totalWork: string;
  /** Blocks above the fork point. */
  readonly length: number;
  readonly blocks: readonly BlockPlace[];
}

/** The best chain went over from one branch to another. */
export interface Reorganisation {
  readonly number: number;
  readonly time: string;
  readonly forkPoint: BlockPlace;
  readonly abandoned: ReorganisedBranch;
  readonly adopted: ReorganisedBranch;
  readonly transactionCount: number;
  readonly transactions: readonly {
    readonly id: string;
    readonly fate: 'moved' | 'returned' | 'dropped' | 'undecided';
    readonly block: BlockPlace | null;
    readonly reason: { readonly code: string; readonly rule: string } | null;
  }[];
}

export interface ReorganisationPage {
  readonly reorganisations: readonly Reorganisation[];
  readonly next: string | null;
}

/** What a code of a refusal means. */
export interface Explanation {
  readonly code: string;
  readonly rule: string;
  /** What to do about it, where the rule does not say so already. */
  readonly remedy: string | null;
}

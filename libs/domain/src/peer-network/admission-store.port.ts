import type { RevocationList } from './revocation-list.ts';

/** What a node keeps of its membership over restarts. All of it is signed, so it is checked when it is taken up. */
export interface StoredAdmission {
  /** The ticket that admits this node, as it is shown; empty if it has none. */
  readonly ticket: Uint8Array;
  /** Ed25519 key of the tracker that signed the ticket, 32 bytes; empty if there is none. */
  readonly trackerKey: Uint8Array;
  /** The newest list of each trusted tracker. */
  readonly revocations: readonly RevocationList[];
}

/** Keeps a node's membership over restarts: it can then join its network with every tracker dead. */
export interface AdmissionStore {
  /** What was kept; undefined when there is nothing, or nothing that can be read. */
  load(): Promise<StoredAdmission | undefined>;
  /** Replaces everything kept. */
  save(content: StoredAdmission): Promise<void>;
}

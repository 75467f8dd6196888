import type { Hash } from '../primitives/hash.ts';
import type { Endpoint } from './endpoint.ts';
import type { PeerId } from './peer-id.ts';
import type { RevocationList } from './revocation-list.ts';

/** Where a node's best chain ends: told in greetings and health checks, so that everybody knows whom to ask. */
export interface ChainStatus {
  readonly height: number;
  readonly tipHash: Hash;
  /** Work of the whole chain, below 2^256. */
  readonly totalWork: bigint;
}

/** A node's own word, signed, on where it listens; others pass it on. */
export interface AddressRecord {
  /** Ed25519 public key, 32 bytes. */
  readonly identityKey: Uint8Array;
  readonly endpoint: Endpoint;
  /** Rises with each new record of the same node: of two, the higher counts. */
  readonly sequence: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** Ed25519 over `addressDigest`, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Joins a tracker, or opens a session with a peer. */
export interface ConnectMessage {
  /** Software and version, at most 64 bytes of UTF-8. */
  readonly agent: string;
  /** Where this node listens; the host is empty while it does not know how others see it, the port 0 if it does not listen. */
  readonly listen: Endpoint;
  readonly status: ChainStatus;
  /** The tracker's ticket that admits this node, at most 512 bytes; empty in an open network. */
  readonly ticket: Uint8Array;
  /** HMAC-SHA256(join token, handshake hash): sent to a tracker that wants one; empty otherwise. */
  readonly joinProof: Uint8Array;
}

/** A peer's welcome. */
export interface PeerWelcomeMessage {
  readonly agent: string;
  readonly listen: Endpoint;
  readonly status: ChainStatus;
  readonly ticket: Uint8Array;
  /** Where the connection came from, as the answering side sees it. */
  readonly seenAs: Endpoint;
}

/** A tracker's welcome: the id it confirms, the address it saw, the ticket it signed (empty in an open network). */
export interface TrackerWelcomeMessage {
  readonly peerId: PeerId;
  readonly seenAs: Endpoint;
  readonly ticket: Uint8Array;
}

/**
 * A new block in compact form: with the open transactions it has, a peer makes the block from it. Or only a hint, to
 * whom probably knows: the header alone, with no reward, no short ids and a salt of zeros.
 */
export interface BlockAnnouncement {
  /** 80 bytes. */
  readonly header: Uint8Array;
  /** SSZ of the reward, 68 … 132 bytes; empty in a hint. */
  readonly reward: Uint8Array;
  /** 8 random bytes that key the short ids together with the header, new for each announcement. */
  readonly salt: Uint8Array;
  /** 6 bytes for each transaction, in the block's order. */
  readonly shortIds: readonly Uint8Array[];
}

/**
 * What became of an announced block. `behind`: the announced chain is far ahead and will be synchronised. `wanted`: the
 * hint is news, and the block may be announced in full.
 */
export type AnnouncementOutcome = 'connected' | 'stored' | 'known' | 'not-yet' | 'behind' | 'refused' | 'wanted';

/** Everything that is asked, with what answers it. */
export interface Requests {
  readonly PCONNECT: {
    readonly request: ConnectMessage;
    readonly response:
      | ({ readonly command: 'PCONNECTACK' } & PeerWelcomeMessage)
      | ({ readonly command: 'TCONNECTACK' } & TrackerWelcomeMessage);
  };
  readonly HCK: { readonly request: ChainStatus; readonly response: { readonly command: 'HCKACK' } & ChainStatus };
  readonly PLREQ: {
    readonly request: Record<string, never>;
    readonly response: { readonly command: 'ADDRESSES'; readonly records: readonly AddressRecord[] };
  };
  /** Blocks by hash: as many whole ones as fit an answer, from the first asked on; at least one if it is there. */
  readonly GETCHAIN: {
    readonly request: { readonly hashes: readonly Hash[] };
    readonly response: { readonly command: 'GETCHAINACK'; readonly blocks: readonly Uint8Array[] };
  };
  /** The best chain's headers after the first hash of the locator that the other knows, at most 2,000. */
  readonly GETHEADERS: {
    readonly request: { readonly locator: readonly Hash[]; readonly stop: Hash };
    readonly response: { readonly command: 'HEADERS'; readonly headers: readonly Uint8Array[] };
  };
  readonly BRCHEESE: {
    readonly request: BlockAnnouncement;
    readonly response: {
      readonly command: 'BRCHEESEACK';
      readonly outcome: AnnouncementOutcome;
      /** The broken rule of a refused block, at most 64 bytes; else empty. */
      readonly code: string;
    };
  };
  /** Transactions of a recent block by their places in it. */
  readonly GETBLOCKTRANSACTIONS: {
    readonly request: { readonly blockHash: Hash; readonly indexes: readonly number[] };
    readonly response: { readonly command: 'BLOCKTRANSACTIONS'; readonly transactions: readonly Uint8Array[] };
  };
  /** An inventory of open transactions; answered by how many of them were new, which paces the next. */
  readonly BRTRANSACTION: {
    readonly request: { readonly ids: readonly Hash[] };
    readonly response: { readonly command: 'BRTRANSACTIONACK'; readonly wanted: number };
  };
  readonly GETOPENTRANSACTIONS: {
    readonly request: Record<string, never>;
    readonly response: { readonly command: 'OPENTRANSACTIONS'; readonly ids: readonly Hash[] };
  };
  /** Open transactions by id: those that are still open and fit an answer. */
  readonly GETDATA: {
    readonly request: { readonly ids: readonly Hash[] };
    readonly response: { readonly command: 'DATA'; readonly transactions: readonly Uint8Array[] };
  };
}

export type RequestCommand = keyof Requests;
export type RequestOf<C extends RequestCommand> = Requests[C]['request'];
export type ResponseOf<C extends RequestCommand> = Requests[C]['response'];

/** What is said without an answer. */
export interface OneWayMessages {
  readonly DISCONNECT: {
    /** Why, as a stable code of at most 64 bytes. */
    readonly code: string;
  };
  /** From a tracker: it does not know this id (any more); join again. */
  readonly INVALIDPEERID: Record<string, never>;
  /** Records passed on unasked: a node's own after its address changed, or one just learned. */
  readonly ADDRESSES: { readonly records: readonly AddressRecord[] };
  /** Trackers’ own records: a tracker tells its own, peers those of trackers that they have met. */
  readonly TRACKERS: { readonly records: readonly AddressRecord[] };
  /** A tracker's word on which of its tickets count no more: of two lists of a tracker the higher sequence counts. */
  readonly REVOCATIONS: RevocationList;
  /** The ticket that follows the one that a peer has shown in its greeting. */
  readonly TICKET: {
    /** At most 512 bytes. */
    readonly ticket: Uint8Array;
  };
}

export type OneWayCommand = keyof OneWayMessages;

import type { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Endpoint } from './endpoint.ts';
import type { ChainStatus } from './messages.ts';
import type { PeerBudget } from './peer-budget.ts';
import type { Session } from './transport.port.ts';

/** A node that greeted us and was greeted: what we know of it beside the session. */
export interface Peer {
  readonly session: Session;
  /** Printable, at most 64 bytes. */
  readonly agent: string;
  /** Where it listens, as far as it can be told; undefined when it does not. */
  readonly listen: Endpoint | undefined;
  readonly connectedAtMs: number;
  /** Where its chain ended when it last said so. */
  status: ChainStatus;
  latencyMs: number | undefined;
  silentHealthChecks: number;
  /** When it last gave us a block or transaction that we took; 0 if never. */
  lastUsefulMs: number;
  /** The last block that we announced in full was news to it: the next one is announced in full at once, too. */
  hearsFromUsFirst: boolean;
  /** Blocks and transactions that went over this session either way: none is announced twice. */
  readonly known: BoundedCache<Hash, true>;
  readonly budget: PeerBudget;
}

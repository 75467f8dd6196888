import { toHex } from '../primitives/bytes.ts';
import type { Hash } from '../primitives/hash.ts';
import { checkRevocationList, type RevocationList, type RevocationListRefusal } from './revocation-list.ts';

interface KnownList {
  readonly list: RevocationList;
  readonly serials: ReadonlySet<number>;
}

/** The newest revocation list of each tracker that this node trusts: one for each key, so never more than keys. */
export class Revocations {
  private readonly known = new Map<string, KnownList>();
  private readonly trusted: ReadonlySet<string>;

  constructor(
    trustedTrackers: readonly Uint8Array[],
    private readonly genesisHash: Hash,
  ) {
    this.trusted = new Set(trustedTrackers.map(toHex));
  }

  /** How many tickets are revoked, of all trackers together. */
  get size(): number {
    return [...this.known.values()].reduce((sum, { serials }) => sum + serials.size, 0);
  }

  /** All of them, to pass on. */
  lists(): RevocationList[] {
    return [...this.known.values()].map(({ list }) => list);
  }

  isRevoked(trackerKey: Uint8Array, serial: number): boolean {
    return this.known.get(toHex(trackerKey))?.serials.has(serial) ?? false;
  }

  /** Whether a list could be news: of a trusted tracker, and newer than ours. Cheap; nothing is checked yet. */
  isNews({ trackerKey, sequence }: RevocationList): boolean {
    const key = toHex(trackerKey);
    return this.trusted.has(key) && sequence > (this.known.get(key)?.list.sequence ?? 0);
  }

  /** Takes a list that {@link isNews}, unless it is not what a tracker signs. */
  learn(list: RevocationList): RevocationListRefusal | undefined {
    const refusal = checkRevocationList(list, this.genesisHash);
    if (refusal === undefined) this.known.set(toHex(list.trackerKey), { list, serials: new Set(list.serials) });
    return refusal;
  }
}

import type { AddressRecord } from '../peer-network/messages.ts';

/** What the registry keeps of a listed peer over a restart. */
export interface RegistryEntry {
  /** Its own signed word; who it is follows from the key in it. */
  readonly record: AddressRecord;
  /** Software and version, at most 64 bytes. */
  readonly agent: string;
  readonly height: number;
  readonly lastSeenMs: number;
}

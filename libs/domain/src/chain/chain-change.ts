import type { DisconnectedBlock } from './chain-draft.ts';
import type { ConnectedBlock } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';

/** The best chain moved: blocks left it, tip first, and blocks joined it, lowest first. */
export interface ChainChange {
  readonly disconnected: readonly DisconnectedBlock[];
  readonly connected: readonly ConnectedBlock[];
  readonly tip: HeaderEntry;
}

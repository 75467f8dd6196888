import type { PeerId } from '../peer-network/peer-id.ts';

/** What happens at a tracker, for logs, figures and tests. Codes are stable words. */
export type TrackerEvent =
  | { readonly kind: 'joined'; readonly peerId: PeerId }
  | { readonly kind: 'left'; readonly peerId: PeerId; readonly reason: string }
  | { readonly kind: 'listed'; readonly peerId: PeerId }
  | { readonly kind: 'delisted'; readonly peerId: PeerId; readonly reason: string }
  | { readonly kind: 'dialled-back'; readonly peerId: PeerId; readonly code: string }
  | { readonly kind: 'health-checked'; readonly peerId: PeerId; readonly latencyMs: number }
  | { readonly kind: 'refused'; readonly peerId: PeerId; readonly code: string };

import { prefersReducedMotion } from 'svelte/motion';
import type { Peer } from '../../lib/api-types.ts';
import type { StreamEvent } from '../../lib/event-stream.ts';
import { wallet } from '../../state/wallet.svelte.ts';
import type { Wave } from './wave.ts';

/** Two flights, one after the other, and a breath. */
const WAVE_MS = 2_100;
/** What came to us goes on to the others once it has been checked: on the map, after its flight. */
const PASSED_ON_MS = 800;
/** A flood of payments is shown as one wave in so many ms. */
const PAUSE_MS = 1_200;
/** Dots at a time: more than one wave among all peers of a map. */
const MAX_WAVES = 80;

/**
 * The dots that fly over the map. Who told us of a block is not said, so it is read from what the others say of
 * themselves: a block that we did not make comes from those who have it already, and goes on to those who don't.
 */
export class Waves {
  flying = $state.raw<readonly Wave[]>([]);
  #lastPaymentMs = 0;
  #key = 0;

  /** Shows what an event tells of, among the peers as they are now. */
  show({ name, data }: StreamEvent, peers: readonly Peer[]): void {
    if (prefersReducedMotion.current || document.hidden) return;
    if (name === 'block.connected') this.#spreadBlock(JSON.parse(data) as BlockNews, peers);
    else if (name === 'transaction.opened') this.#spreadPayment(JSON.parse(data) as PaymentNews, peers);
  }

  #spreadBlock({ height, reward }: BlockNews, peers: readonly Peer[]): void {
    const own = reward?.recipient === wallet.value?.address;
    const givers = own ? [] : peers.filter((peer) => peer.height >= height);
    const others = peers.filter((peer) => !givers.includes(peer));
    this.#fly('block', givers, others);
  }

  #spreadPayment({ sender }: PaymentNews, peers: readonly Peer[]): void {
    const nowMs = performance.now();
    if (nowMs - this.#lastPaymentMs < PAUSE_MS) return;
    this.#lastPaymentMs = nowMs;
    if (sender === wallet.value?.address) this.#fly('payment', [], peers);
    else this.#fly('payment', peers.slice(0, 1), peers.slice(1));
  }

  #fly(what: Wave['what'], givers: readonly Peer[], others: readonly Peer[]): void {
    const passedOnMs = givers.length > 0 ? PASSED_ON_MS : 0;
    const waves = [
      ...givers.map(({ id }) => ({ key: this.#key++, peer: id, out: false, what, delayMs: 0 })),
      ...others.map(({ id }) => ({ key: this.#key++, peer: id, out: true, what, delayMs: passedOnMs })),
    ];
    this.flying = [...this.flying, ...waves].slice(-MAX_WAVES);
    const keys = new Set(waves.map(({ key }) => key));
    setTimeout(() => {
      this.flying = this.flying.filter(({ key }) => !keys.has(key));
    }, WAVE_MS);
  }
}

interface BlockNews {
  readonly height: number;
  readonly reward?: { readonly recipient: string };
}

interface PaymentNews {
  readonly sender: string;
}

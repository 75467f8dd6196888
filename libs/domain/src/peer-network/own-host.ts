import { parseIpv4, parseIpv6 } from '../tracker/ip-address.ts';
import type { PeerId } from './peer-id.ts';

/** Voices that count at a time, the latest of each: more of them would not make the picture clearer. */
const MAX_VOICES = 16;

/**
 * Under which address others see this node, as the most of them say: one that lies about it, by mistake or not, is
 * outvoted. Only those are asked that this node dialled itself, so that nobody can send many to vote.
 */
export class OwnHost {
  private readonly voices = new Map<PeerId, string>();

  /** The address with the most voices, of equals the one heard first; undefined before anybody spoke. */
  get host(): string | undefined {
    const counts = new Map<string, number>();
    for (const host of this.voices.values()) counts.set(host, (counts.get(host) ?? 0) + 1);
    let best: string | undefined;
    for (const [host, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = host;
    return best;
  }

  /** Somebody sees this node there. Only plain addresses count. */
  seenAs(voice: PeerId, host: string): void {
    if (parseIpv4(host) === undefined && parseIpv6(host) === undefined) return;
    this.voices.delete(voice);
    this.voices.set(voice, host);
    const [oldest] = this.voices.keys();
    if (this.voices.size > MAX_VOICES && oldest !== undefined) this.voices.delete(oldest);
  }
}

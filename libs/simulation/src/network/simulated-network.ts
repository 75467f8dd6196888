import { type Endpoint, formatEndpoint } from '#domain/peer-network/endpoint';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { Trace } from '../run/trace.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Conditions } from './conditions.ts';
import type { Lines, Releasable } from './lines.ts';

/** True when nothing gets from one host to the other: in this direction alone. */
export type Cut = (from: string, to: string) => boolean;

/** The lines between all places, and what is wrong with them at the moment. */
export class SimulatedNetwork<Listener> implements Lines {
  private readonly places = new Map<string, Listener>();
  private readonly lines = new Set<Releasable>();
  private readonly cuts = new Set<Cut>();
  private readonly slowness = new Map<string, number>();
  private readonly baseMs = new Map<string, number>();
  private nextPort = 20_000;
  messages = 0;

  constructor(
    readonly time: VirtualTime,
    readonly stream: SeededStream,
    public conditions: Conditions,
    readonly trace: Trace,
    /** A handler failed, which none may. */
    readonly failed: (place: Endpoint, what: string, error: unknown) => void,
  ) {}

  find(endpoint: Endpoint): Listener | undefined {
    return this.places.get(formatEndpoint(endpoint));
  }

  listen(endpoint: Endpoint, listener: Listener): void {
    this.places.set(formatEndpoint(endpoint), listener);
  }

  leave(endpoint: Endpoint, listener: Listener): void {
    if (this.find(endpoint) === listener) this.places.delete(formatEndpoint(endpoint));
  }

  /** A port for the dialling end of a connection. */
  takePort(): number {
    this.nextPort = this.nextPort >= 60_000 ? 20_000 : this.nextPort + 1;
    return this.nextPort;
  }

  open(line: Releasable): void {
    this.lines.add(line);
  }

  close(line: Releasable): void {
    this.lines.delete(line);
  }

  isCut(from: string, to: string): boolean {
    for (const cut of this.cuts) if (cut(from, to)) return true;
    return false;
  }

  /** Cuts ways until the returned function mends them. */
  cut(cut: Cut): () => void {
    this.cuts.add(cut);
    return () => {
      if (!this.cuts.delete(cut)) return;
      for (const line of this.lines) line.release();
    };
  }

  /** Makes everything to and from a host so many times slower; 1 is as before. */
  slow(host: string, factor: number): void {
    if (factor === 1) this.slowness.delete(host);
    else this.slowness.set(host, factor);
  }

  /** How long the next message is on its way. */
  latencyMs(from: string, to: string): number {
    const jitterMs = this.stream.exponential(this.conditions.jitterMs);
    const factor = Math.max(this.slowness.get(from) ?? 1, this.slowness.get(to) ?? 1);
    return Math.ceil((this.pairMs(from, to) + jitterMs) * factor);
  }

  private pairMs(from: string, to: string): number {
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    let baseMs = this.baseMs.get(pair);
    if (baseMs === undefined) {
      const { minimumLatencyMs, meanLatencyMs } = this.conditions;
      baseMs = minimumLatencyMs + 2 * (meanLatencyMs - minimumLatencyMs) * this.stream.split(pair).fraction();
      this.baseMs.set(pair, baseMs);
    }
    return baseMs;
  }
}

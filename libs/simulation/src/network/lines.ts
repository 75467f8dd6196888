import type { Endpoint } from '#domain/peer-network/endpoint';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { Trace } from '../run/trace.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Conditions } from './conditions.ts';

/** What waits while the way is cut. */
export interface Releasable {
  /** The way may be open again. */
  release(): void;
}

/** What messages are carried over: the network, as one session sees it. */
export interface Lines {
  readonly time: VirtualTime;
  readonly stream: SeededStream;
  readonly conditions: Conditions;
  readonly trace: Trace;
  /** Messages that have arrived anywhere. */
  messages: number;
  /** A handler failed, which none may. */
  readonly failed: (place: Endpoint, what: string, error: unknown) => void;
  /** How long the next message is on its way, milliseconds. */
  latencyMs(from: string, to: string): number;
  isCut(from: string, to: string): boolean;
  open(line: Releasable): void;
  close(line: Releasable): void;
}

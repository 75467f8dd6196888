import { type Endpoint, formatEndpoint } from '#domain/peer-network/endpoint';
import type { MemoryTransport } from './memory-transport.ts';

/** What happens to a message between two places. */
export interface MemoryLine {
  /** Milliseconds on the way; undefined when the line is cut: what is sent is lost. */
  delayMs(from: Endpoint, to: Endpoint): number | undefined;
}

/** A network without loss that takes a millisecond. */
const QUICK_LINE: MemoryLine = { delayMs: () => 1 };

/** The places of a network in memory, and the line between them. */
export class MemoryHub {
  private readonly places = new Map<string, MemoryTransport>();
  private nextPort = 50_000;

  constructor(public line: MemoryLine = QUICK_LINE) {}

  /** Who listens there. */
  find(endpoint: Endpoint): MemoryTransport | undefined {
    return this.places.get(formatEndpoint(endpoint));
  }

  listen(endpoint: Endpoint, transport: MemoryTransport): void {
    this.places.set(formatEndpoint(endpoint), transport);
  }

  leave(endpoint: Endpoint): void {
    this.places.delete(formatEndpoint(endpoint));
  }

  /** A port for the dialling end of a connection. */
  takePort(): number {
    return this.nextPort++;
  }
}

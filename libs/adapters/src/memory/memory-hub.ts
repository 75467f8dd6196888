import { type Endpoint, formatEndpoint } from '#domain/peer-network/endpoint';

/** What happens to a message between two places. */
export interface MemoryLine {
  /** Milliseconds on the way; undefined when the line is cut: what is sent is lost. */
  delayMs(from: Endpoint, to: Endpoint): number | undefined;
}

/** A network without loss that takes a millisecond. */
const QUICK_LINE: MemoryLine = { delayMs: () => 1 };

/** The places of a network in memory with who listens there, and the line between them. */
export class MemoryHub<Listener> {
  private readonly places = new Map<string, Listener>();
  private nextPort = 50_000;

  constructor(public line: MemoryLine = QUICK_LINE) {}

  /** Who listens there. */
  find(endpoint: Endpoint): Listener | undefined {
    return this.places.get(formatEndpoint(endpoint));
  }

  listen(endpoint: Endpoint, listener: Listener): void {
    this.places.set(formatEndpoint(endpoint), listener);
  }

  leave(endpoint: Endpoint): void {
    this.places.delete(formatEndpoint(endpoint));
  }

  /** A port for the dialling end of a connection. */
  takePort(): number {
    return this.nextPort++;
  }
}

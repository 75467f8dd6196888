import { ApiClient, type ClientSettings } from './api-client.ts';
import type { paths } from './api-schema.generated.ts';
import { PeerError } from './peer-error.ts';

export interface PeerClientOptions extends ClientSettings {
  /** Where the peer answers, such as http://127.0.0.1:5005; '' in a page that the peer serves. */
  readonly peer: string;
}

/**
 * The HTTP API of one peer, typed by its OpenAPI document. Every call resolves with the JSON of its answer or rejects
 * with a {@link PeerError}. Runs wherever there is `fetch`: in Node and in browsers.
 */
export class PeerClient extends ApiClient<paths> {
  constructor({ peer, ...settings }: PeerClientOptions) {
    super(peer, settings, PeerError);
  }

  /**
   * Server-sent events as they come, as bytes; after the event of this number, or from now on. Without a timeout, since
   * it is meant to stay open: `signal` ends it.
   */
  async events(options: {
    readonly after?: string;
    readonly signal: AbortSignal;
  }): Promise<ReadableStream<Uint8Array>> {
    const { after, signal } = options;
    const headers = { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) };
    const call = { signal, headers, timeoutMs: undefined, parseAs: 'stream' } as const;
    return (await this.call('get', '/v1/events', call)) as ReadableStream<Uint8Array>;
  }
}

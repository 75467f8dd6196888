import { ApiClient, type ClientSettings } from './api-client.ts';
import { TrackerError } from './tracker-error.ts';
import type { paths } from './tracker-schema.generated.ts';

export interface TrackerClientOptions extends ClientSettings {
  /** Where the tracker answers, such as http://127.0.0.1:9998. */
  readonly tracker: string;
}

/**
 * The HTTP API of one tracker, typed by its OpenAPI document. Every call resolves with the JSON of its answer or rejects
 * with a {@link TrackerError}.
 */
export class TrackerClient extends ApiClient<paths> {
  constructor({ tracker, ...settings }: TrackerClientOptions) {
    super(tracker, settings, TrackerError);
  }
}

import { formatEndpoint } from '#adapters/configuration/endpoint';
import type { TrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { readApiToken } from '#adapters/data-directory/api-token';
import { TrackerClient } from '#client/tracker-client';
import { boundedFetch } from './bounded-fetch.ts';

type Where = Pick<TrackerConfiguration, 'httpHost' | 'httpPort' | 'dataDir' | 'apiToken'>;

/** Speaks to the tracker that runs with this configuration, with its token. */
export function trackerClientOf({ httpHost, httpPort, dataDir, apiToken }: Where): TrackerClient {
  return new TrackerClient({
    tracker: `http://${formatEndpoint({ host: httpHost, port: httpPort })}`,
    token: apiToken ?? readApiToken(dataDir),
    fetch: boundedFetch,
  });
}

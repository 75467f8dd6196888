import { formatEndpoint } from '#adapters/configuration/endpoint';
import type { TrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { readApiToken } from '#adapters/data-directory/api-token';
import { PeerError } from '#client/peer-error';
import { CliFailure } from '../cli-failure.ts';
import type { JsonObject } from '../output/record-table.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** It writes a small file before it answers, which takes a busy disk seconds. */
const ANSWER_TIMEOUT_MS = 30_000;

type Where = Pick<TrackerConfiguration, 'httpHost' | 'httpPort' | 'dataDir' | 'apiToken'>;

/** One call of the HTTP API of the tracker that runs with this configuration, with its token. */
export async function callTracker(
  { httpHost, httpPort, dataDir, apiToken }: Where,
  method: 'GET' | 'POST',
  path: string,
  body?: JsonObject,
): Promise<JsonObject> {
  const base = `http://${formatEndpoint({ host: httpHost, port: httpPort })}`;
  const token = apiToken ?? readApiToken(dataDir);
  const request = new Request(new URL(path, base), {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  let status: number;
  let answer: unknown;
  try {
    const response = await boundedFetch(request);
    status = response.status;
    answer = await response.json();
  } catch {
    throw new CliFailure(1, 'tracker-unreachable', `No tracker answers at ${base}. Name its --http-port, or start it.`);
  }
  if (status < 400) return answer as JsonObject;
  const { code, message } = PeerError.refused(status, answer);
  const hint = status === 401 ? ' Its access token is in its data folder: give --data, or CHEESE_API_TOKEN.' : '';
  throw new CliFailure(1, code, `${message}${hint}`);
}

import { type Endpoint, formatEndpoint } from '#adapters/configuration/endpoint';

/** Often enough that nobody waits for the asking, seldom enough that a starting program does not notice it. */
export const POLL_INTERVAL_MS = 100;
const ANSWER_TIMEOUT_MS = 2_000;

/** Whether a program answers over HTTP that it is ready. */
export async function answersReady(http: Endpoint): Promise<boolean> {
  try {
    const answer = await fetch(`http://${formatEndpoint(http)}/readyz`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

import { CliFailure } from '../cli-failure.ts';

/** The largest documented answer is a page of 100 full blocks; more is not from a peer of ours. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** `fetch`, whose answers end with a failure when they are larger than any of a peer. */
export async function boundedFetch(request: Request): Promise<Response> {
  const { body, status, statusText, headers } = await fetch(request);
  return new Response(body?.pipeThrough(bound()) ?? null, { status, statusText, headers });
}

function bound(): TransformStream<Uint8Array, Uint8Array> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size <= MAX_ANSWER_BYTES) controller.enqueue(chunk);
      else controller.error(new CliFailure(1, 'answer-too-large', 'The answer is larger than any of a peer.'));
    },
  });
}

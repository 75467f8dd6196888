import { get } from 'node:http';

/** The image's HEALTHCHECK gives up after five seconds: this one says why before that. */
const PROBE_TIMEOUT_MS = 4_000;

// Ends with 0 when the program in this container answers, with 1 otherwise.
const port = process.env.CHEESE_HTTP_PORT;
const request = get({ host: '127.0.0.1', port, path: '/healthz', timeout: PROBE_TIMEOUT_MS }, (response) => {
  response.resume();
  end(response.statusCode === 200 ? undefined : `answers ${response.statusCode}`);
});
request.once('timeout', () => end(`no answer within ${PROBE_TIMEOUT_MS} ms`));
request.once('error', (error) => end(error.message));

function end(complaint) {
  if (complaint !== undefined) process.stderr.write(`${complaint}\n`);
  process.exit(complaint === undefined ? 0 : 1);
}

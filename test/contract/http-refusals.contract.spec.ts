import { type DocumentedOperation, documentedOperations } from '#test/http/documented-operations';
import { provokeMiningRefusals } from '#test/http/refusals/mining-refusals';
import { provokeReadRefusals } from '#test/http/refusals/read-refusals';
import { callEverything } from '#test/http/refusals/successes';
import { provokeTransactionRefusals } from '#test/http/refusals/transaction-refusals';
import { provokeWalletRefusals } from '#test/http/refusals/wallet-refusals';
import { startTestPeer } from '#test/http/test-peer';

/** Of every operation of their form; `every-operation.spec.ts` calls each for each of them. */
const OF_EVERY_CALL: ReadonlySet<string> = new Set([
  'token-missing',
  'token-wrong',
  'host-not-allowed',
  'origin-not-allowed',
  'request-rate',
  'request-malformed',
  'request-invalid',
  'request-too-large',
  'request-media-type',
  'path-malformed',
  'path-too-long',
  'internal-error',
]);

describe('the document of the API', () => {
  let operations: DocumentedOperation[];
  beforeAll(async () => {
    const peer = await startTestPeer();
    operations = documentedOperations(peer.api.document);
    await peer.close();
  });

  it('names no operation that does not answer as it says', async () => {
    const seen = await callEverything();
    const missing = operations.filter(
      ({ name }) => ![200, 201, 202, 204].some((status) => seen.has(`${name} ${status}`)),
    );
    // A stream without end; events.spec.ts listens to it.
    expect(missing.map(({ name }) => name)).toEqual(['GET /v1/events']);
  }, 60_000);

  it('names no refusal of an operation that does not occur, and every answer is as it says', async () => {
    const provokers = [provokeReadRefusals, provokeWalletRefusals, provokeTransactionRefusals, provokeMiningRefusals];
    const seen = new Set<string>();
    // Each answer is held to the document as it comes.
    for (const provoke of provokers) for (const each of await provoke()) seen.add(each);
    const missing = operations.flatMap(({ name, codes }) =>
      codes.filter((code) => !OF_EVERY_CALL.has(code) && !seen.has(`${name} ${code}`)).map((code) => `${name} ${code}`),
    );
    expect(missing).toEqual([]);
    expect(seen.size).toBeGreaterThan(150);
  }, 120_000);
});
